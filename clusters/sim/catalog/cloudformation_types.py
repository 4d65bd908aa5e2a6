"""Resource types that CloudFormation has, so that one which only this simulation
lacks is told from one that does not exist.

From the resource type reference (2026-08): the services whole, and for those that a
learner of EKS meets, the types by name.
"""

from __future__ import annotations

SERVICES = frozenset(
    [
        "ACMPCA",
        "ApiGateway",
        "ApiGatewayV2",
        "AppConfig",
        "AppMesh",
        "AppRunner",
        "ApplicationAutoScaling",
        "Athena",
        "Backup",
        "Batch",
        "Bedrock",
        "Budgets",
        "Cassandra",
        "CertificateManager",
        "Chatbot",
        "Cloud9",
        "CloudFront",
        "CloudTrail",
        "CloudWatch",
        "CodeArtifact",
        "CodeBuild",
        "CodeCommit",
        "CodeDeploy",
        "CodePipeline",
        "Cognito",
        "Config",
        "DAX",
        "DMS",
        "DataSync",
        "DirectoryService",
        "DocDB",
        "DynamoDB",
        "ECR",
        "ECS",
        "EFS",
        "EMR",
        "EMRContainers",
        "ElastiCache",
        "ElasticBeanstalk",
        "ElasticLoadBalancing",
        "ElasticLoadBalancingV2",
        "Elasticsearch",
        "EventSchemas",
        "Events",
        "FIS",
        "FSx",
        "GlobalAccelerator",
        "Glue",
        "Grafana",
        "GuardDuty",
        "ImageBuilder",
        "InspectorV2",
        "IoT",
        "KMS",
        "Kinesis",
        "KinesisFirehose",
        "LakeFormation",
        "Lambda",
        "Logs",
        "MSK",
        "MWAA",
        "Macie",
        "MemoryDB",
        "Neptune",
        "NetworkFirewall",
        "NetworkManager",
        "OpenSearchService",
        "Organizations",
        "Pipes",
        "QuickSight",
        "RAM",
        "RDS",
        "Redshift",
        "ResourceGroups",
        "Route53",
        "Route53Resolver",
        "S3",
        "SNS",
        "SQS",
        "SSM",
        "SSO",
        "SageMaker",
        "SecretsManager",
        "SecurityHub",
        "Serverless",
        "ServiceCatalog",
        "ServiceDiscovery",
        "Signer",
        "StepFunctions",
        "Synthetics",
        "Timestream",
        "Transfer",
        "VpcLattice",
        "WAFv2",
        "XRay",
    ]
)
TYPES = {
    "AutoScaling": "AutoScalingGroup LaunchConfiguration LifecycleHook ScalingPolicy "
    "ScheduledAction WarmPool",
    "CloudFormation": "CustomResource HookDefaultVersion Macro Stack StackSet WaitCondition "
    "WaitConditionHandle",
    "EC2": "CapacityReservation CarrierGateway ClientVpnEndpoint CustomerGateway DHCPOptions "
    "EC2Fleet EgressOnlyInternetGateway EIP EIPAssociation FlowLog Host IPAM Instance "
    "InstanceConnectEndpoint InternetGateway KeyPair LaunchTemplate NatGateway NetworkAcl "
    "NetworkAclEntry NetworkInterface NetworkInterfaceAttachment PlacementGroup PrefixList "
    "Route RouteTable SecurityGroup SecurityGroupEgress SecurityGroupIngress SpotFleet "
    "Subnet SubnetCidrBlock SubnetNetworkAclAssociation SubnetRouteTableAssociation "
    "TransitGateway TransitGatewayAttachment TransitGatewayRoute VPC VPCCidrBlock "
    "VPCDHCPOptionsAssociation VPCEndpoint VPCEndpointService VPCGatewayAttachment "
    "VPCPeeringConnection VPNConnection VPNGateway Volume VolumeAttachment",
    "EKS": "AccessEntry Addon Capability Cluster FargateProfile IdentityProviderConfig "
    "Nodegroup PodIdentityAssociation",
    "IAM": "AccessKey Group GroupPolicy InstanceProfile ManagedPolicy OIDCProvider Policy "
    "Role RolePolicy SAMLProvider ServerCertificate ServiceLinkedRole User UserPolicy "
    "UserToGroupAddition VirtualMFADevice",
}


def exists(name: str) -> bool:
    """Whether CloudFormation has this type, as far as we know."""
    parts = name.split("::")
    if parts[0] == "Custom":
        return len(parts) > 1
    if len(parts) != 3 or parts[0] != "AWS":  # noqa: PLR2004 AWS::Service::Type
        return False
    return parts[1] in SERVICES or parts[2] in TYPES.get(parts[1], "").split()

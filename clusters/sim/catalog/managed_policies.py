"""The AWS managed policies that clusters and their nodes meet, by name.

Names and paths are exact. Statements follow the AWS managed policy reference
(https://docs.aws.amazon.com/aws-managed-policy/latest/reference/, as of 2026-07);
actions of services that are not simulated here are left out of the long ones.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from clusters.sim.commands import Doc

SOURCE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/"
SEEN = "2026-07"
PREFIX = "arn:aws:iam::aws:policy"


class ManagedPolicy(NamedTuple):
    """A policy that AWS keeps, the same in every account."""

    name: str
    path: str
    description: str
    document: Doc

    @property
    def arn(self) -> str:
        return f"{PREFIX}{self.path}{self.name}"


def _allow(actions: str, resource: str | list[str] = "*", **more: Any) -> Doc:
    names = actions.split()
    action = names[0] if len(names) == 1 else names
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def _policy(
    name: str, description: str, *statements: Doc, path: str = "/"
) -> ManagedPolicy:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return ManagedPolicy(name, path, description, document)


def _linked_role(*services: str) -> Doc:
    names = [f"{service}.amazonaws.com" for service in services]
    condition = {"StringEquals": {"iam:AWSServiceName": names}}
    return _allow("iam:CreateServiceLinkedRole", Condition=condition)


_REGISTRY_READ = (
    "ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability "
    "ecr:GetDownloadUrlForLayer ecr:GetRepositoryPolicy ecr:DescribeRepositories "
    "ecr:ListImages ecr:DescribeImages ecr:BatchGetImage ecr:GetLifecyclePolicy "
    "ecr:GetLifecyclePolicyPreview ecr:ListTagsForResource "
    "ecr:DescribeImageScanFindings"
)
_REGISTRY_PULL = (
    "ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability "
    "ecr:GetDownloadUrlForLayer ecr:BatchGetImage ecr:BatchImportUpstreamImage"
)
_CLUSTER = (
    "autoscaling:DescribeAutoScalingGroups autoscaling:UpdateAutoScalingGroup "
    "ec2:AttachVolume ec2:AuthorizeSecurityGroupIngress ec2:CreateRoute "
    "ec2:CreateSecurityGroup ec2:CreateTags ec2:CreateVolume ec2:DeleteRoute "
    "ec2:DeleteSecurityGroup ec2:DeleteVolume ec2:DescribeInstances "
    "ec2:DescribeRouteTables ec2:DescribeSecurityGroups ec2:DescribeSubnets "
    "ec2:DescribeVolumes ec2:DescribeVolumesModifications ec2:DescribeVpcs "
    "ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces "
    "ec2:DescribeAvailabilityZones ec2:DetachVolume ec2:ModifyInstanceAttribute "
    "ec2:ModifyVolume ec2:RevokeSecurityGroupIngress ec2:DescribeAccountAttributes "
    "ec2:DescribeAddresses ec2:DescribeInternetGateways ec2:DescribeInstanceTopology "
    "elasticloadbalancing:AddTags elasticloadbalancing:CreateListener "
    "elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:CreateTargetGroup "
    "elasticloadbalancing:DeleteListener elasticloadbalancing:DeleteLoadBalancer "
    "elasticloadbalancing:DeleteTargetGroup elasticloadbalancing:DeregisterTargets "
    "elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeLoadBalancers "
    "elasticloadbalancing:DescribeTargetGroups "
    "elasticloadbalancing:DescribeTargetHealth elasticloadbalancing:ModifyListener "
    "elasticloadbalancing:ModifyTargetGroup elasticloadbalancing:RegisterTargets "
    "kms:DescribeKey"
)
_NODE = (
    "ec2:DescribeInstances ec2:DescribeInstanceTypes ec2:DescribeRouteTables "
    "ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVolumes "
    "ec2:DescribeVolumesModifications ec2:DescribeVpcs eks:DescribeCluster "
    "eks-auth:AssumeRoleForPodIdentity"
)
_INTERFACES = (
    "ec2:AssignPrivateIpAddresses ec2:AttachNetworkInterface "
    "ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeInstances "
    "ec2:DescribeTags ec2:DescribeNetworkInterfaces ec2:DescribeInstanceTypes "
    "ec2:DescribeSubnets ec2:DetachNetworkInterface "
    "ec2:ModifyNetworkInterfaceAttribute ec2:UnassignPrivateIpAddresses"
)
_CONTROLLER = (
    "ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DetachNetworkInterface "
    "ec2:ModifyNetworkInterfaceAttribute ec2:DescribeNetworkInterfaces "
    "ec2:CreateNetworkInterfacePermission ec2:DescribeInstances ec2:DescribeVpcs "
    "ec2:DescribeSubnets ec2:DescribeSecurityGroups ec2:DescribeDhcpOptions "
    "ec2:CreateSecurityGroup ec2:DeleteSecurityGroup "
    "ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupIngress "
    "route53:AssociateVPCWithHostedZone logs:CreateLogStream logs:PutLogEvents "
    "logs:DescribeLogStreams logs:CreateLogGroup logs:DescribeLogGroups "
    "eks:CreateAccessEntry eks:DeleteAccessEntry eks:ListAccessEntries"
)
_NODEGROUPS = (
    "ec2:RevokeSecurityGroupIngress ec2:AuthorizeSecurityGroupEgress "
    "ec2:AuthorizeSecurityGroupIngress ec2:DescribeInstances "
    "ec2:RevokeSecurityGroupEgress ec2:DeleteSecurityGroup ec2:TerminateInstances "
    "ec2:CreateLaunchTemplate ec2:DeleteLaunchTemplate "
    "ec2:CreateLaunchTemplateVersion ec2:DescribeLaunchTemplates "
    "ec2:DescribeLaunchTemplateVersions ec2:RunInstances ec2:CreateTags "
    "ec2:CreateSecurityGroup autoscaling:CreateAutoScalingGroup "
    "autoscaling:UpdateAutoScalingGroup autoscaling:DeleteAutoScalingGroup "
    "autoscaling:DescribeAutoScalingGroups autoscaling:DescribeScalingActivities "
    "autoscaling:SetDesiredCapacity autoscaling:TerminateInstanceInAutoScalingGroup "
    "autoscaling:CreateOrUpdateTags iam:CreateServiceLinkedRole iam:PassRole "
    "iam:GetInstanceProfile iam:CreateInstanceProfile iam:DeleteInstanceProfile "
    "iam:AddRoleToInstanceProfile iam:RemoveRoleFromInstanceProfile"
)
_SESSIONS = (
    "ssm:DescribeAssociation ssm:GetDeployablePatchSnapshotForInstance "
    "ssm:GetDocument ssm:DescribeDocument ssm:GetManifest ssm:GetParameter "
    "ssm:GetParameters ssm:ListAssociations ssm:ListInstanceAssociations "
    "ssm:PutInventory ssm:UpdateInstanceInformation ssmmessages:CreateControlChannel "
    "ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel "
    "ssmmessages:OpenDataChannel ec2messages:AcknowledgeMessage "
    "ec2messages:DeleteMessage ec2messages:FailMessage ec2messages:GetEndpoint "
    "ec2messages:GetMessages ec2messages:SendReply"
)
_VOLUMES = (
    "ec2:CreateSnapshot ec2:AttachVolume ec2:DetachVolume ec2:ModifyVolume "
    "ec2:CreateVolume ec2:DeleteVolume ec2:DeleteSnapshot ec2:CreateTags "
    "ec2:DeleteTags ec2:DescribeAvailabilityZones ec2:DescribeInstances "
    "ec2:DescribeSnapshots ec2:DescribeTags ec2:DescribeVolumes "
    "ec2:DescribeVolumesModifications ec2:EnableFastSnapshotRestores"
)
_READ_ONLY = (
    "autoscaling:Describe* cloudformation:Describe* cloudformation:Get* "
    "cloudformation:List* cloudformation:ValidateTemplate cloudwatch:Describe* "
    "cloudwatch:Get* cloudwatch:List* ec2:Describe* ec2:Get* ec2:Search* "
    "ecr:BatchCheck* ecr:BatchGet* ecr:Describe* ecr:Get* ecr:List* eks:Describe* "
    "eks:List* elasticloadbalancing:Describe* iam:Generate* iam:Get* iam:List* "
    "iam:Simulate* kms:Describe* kms:Get* kms:List* logs:Describe* logs:Get* "
    "logs:FilterLogEvents logs:List* servicequotas:Get* servicequotas:List* "
    "ssm:Describe* ssm:Get* ssm:List* sts:GetAccessKeyInfo sts:GetCallerIdentity "
    "sts:GetSessionToken"
)
_NOT_IAM = {
    "Effect": "Allow",
    "NotAction": ["iam:*", "organizations:*", "account:*"],
    "Resource": "*",
}
_ALL = (
    _policy(
        "AdministratorAccess",
        "Provides full access to AWS services and resources.",
        _allow("*"),
    ),
    _policy(
        "PowerUserAccess",
        "Provides full access to AWS services and resources, but does not allow "
        "management of Users and groups.",
        _NOT_IAM,
        _allow(
            "iam:CreateServiceLinkedRole iam:DeleteServiceLinkedRole iam:ListRoles "
            "organizations:DescribeOrganization account:ListRegions"
        ),
    ),
    _policy(
        "ReadOnlyAccess",
        "Provides read-only access to AWS services and resources.",
        _allow(_READ_ONLY),
    ),
    _policy(
        "IAMFullAccess",
        "Provides full access to IAM via the AWS Management Console.",
        _allow("iam:*"),
    ),
    _policy(
        "IAMReadOnlyAccess",
        "Provides read only access to IAM via the AWS Management Console.",
        _allow("iam:GenerateCredentialReport iam:Get* iam:List* iam:Simulate*"),
    ),
    _policy(
        "AmazonEC2FullAccess",
        "Provides full access to Amazon EC2 via the AWS Management Console.",
        _allow("ec2:*"),
        _allow("elasticloadbalancing:*"),
        _allow("cloudwatch:*"),
        _allow("autoscaling:*"),
        _linked_role("autoscaling", "ec2scheduled", "elasticloadbalancing", "spot"),
    ),
    _policy(
        "AmazonEC2ReadOnlyAccess",
        "Provides read only access to Amazon EC2 via the AWS Management Console.",
        _allow("ec2:Describe* ec2:GetSecurityGroupsForVpc"),
        _allow("elasticloadbalancing:Describe*"),
        _allow("autoscaling:Describe*"),
    ),
    _policy(
        "AWSCloudFormationFullAccess",
        "Provides full access to AWS CloudFormation.",
        _allow("cloudformation:*"),
    ),
    _policy(
        "AmazonEKSClusterPolicy",
        "This policy provides Kubernetes the permissions it requires to manage "
        "resources on your behalf.",
        _allow(_CLUSTER),
        _linked_role("elasticloadbalancing"),
    ),
    _policy(
        "AmazonEKSServicePolicy",
        "This policy allows Amazon Elastic Container Service for Kubernetes to create "
        "and manage the necessary resources to operate EKS Clusters.",
        _allow(_CONTROLLER + " eks:UpdateClusterVersion iam:ListAttachedRolePolicies"),
        _linked_role("eks"),
    ),
    _policy(
        "AmazonEKSVPCResourceController",
        "Policy used by VPC Resource Controller to manage ENI and IPs for worker nodes.",
        _allow(_INTERFACES + " ec2:CreateNetworkInterfacePermission"),
    ),
    _policy(
        "AmazonEKSWorkerNodePolicy",
        "This policy allows Amazon EKS worker nodes to connect to Amazon EKS Clusters.",
        _allow(_NODE),
    ),
    _policy(
        "AmazonEKSWorkerNodeMinimalPolicy",
        "Allows Amazon EKS worker nodes to connect to Amazon EKS Clusters with the "
        "least permissions.",
        _allow("eks-auth:AssumeRoleForPodIdentity"),
    ),
    _policy(
        "AmazonEKS_CNI_Policy",
        "This policy provides the Amazon VPC CNI Plugin the permissions it requires "
        "to modify the IP address configuration on your EKS worker nodes.",
        _allow(_INTERFACES),
        _allow("ec2:CreateTags", "arn:aws:ec2:*:*:network-interface/*"),
    ),
    _policy(
        "AmazonEC2ContainerRegistryReadOnly",
        "Provides read-only access to Amazon EC2 Container Registry repositories.",
        _allow(_REGISTRY_READ),
    ),
    _policy(
        "AmazonEC2ContainerRegistryPullOnly",
        "Policy with pull only permissions to Amazon EC2 Container Registry.",
        _allow(_REGISTRY_PULL),
    ),
    _policy(
        "AmazonEKSFargatePodExecutionRolePolicy",
        "Provides access to other AWS service resources that are required to run "
        "Amazon EKS pods on AWS Fargate.",
        _allow(_REGISTRY_PULL),
    ),
    _policy(
        "AmazonSSMManagedInstanceCore",
        "The policy for Amazon EC2 Role to enable AWS Systems Manager service core "
        "functionality.",
        _allow(_SESSIONS),
    ),
    _policy(
        "AmazonEBSCSIDriverPolicy",
        "IAM Policy that allows the CSI driver service account to make calls to "
        "related services such as EC2 on your behalf.",
        _allow(_VOLUMES),
        path="/service-role/",
    ),
    _policy(
        "AmazonEKSServiceRolePolicy",
        "A service-linked role required for Amazon EKS to call AWS services on your "
        "behalf.",
        _allow(_CONTROLLER),
        path="/aws-service-role/",
    ),
    _policy(
        "AWSServiceRoleForAmazonEKSNodegroup",
        "Permissions required for managing nodegroups in the customer's account.",
        _allow(_NODEGROUPS),
        path="/aws-service-role/",
    ),
)
POLICIES = {policy.arn: policy for policy in sorted(_ALL, key=lambda p: p.name)}
BY_NAME = {policy.name: policy for policy in POLICIES.values()}

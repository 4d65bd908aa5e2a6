"""Templates in the manner of those found in the field, which we did not write."""

from __future__ import annotations

import json

import pytest

from clusters.sim.world import Key
from tests.sim.aws.cloud import REGION, a_cloud

THREE_TIER = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Description": "A VPC with a public subnet per zone, as JSON",
    "Parameters": {
        "EnvironmentName": {"Type": "String", "Default": "lab"},
        "CreateNat": {
            "Type": "String",
            "AllowedValues": ["true", "false"],
            "Default": "false",
        },
    },
    "Mappings": {
        "Blocks": {
            "us-west-2": {"vpc": "10.20.0.0/16"},
            "us-east-1": {"vpc": "10.30.0.0/16"},
        }
    },
    "Conditions": {"Nat": {"Fn::Equals": [{"Ref": "CreateNat"}, "true"]}},
    "Resources": {
        "VPC": {
            "Type": "AWS::EC2::VPC",
            "Properties": {
                "CidrBlock": {
                    "Fn::FindInMap": ["Blocks", {"Ref": "AWS::Region"}, "vpc"]
                },
                "EnableDnsHostnames": "true",
                "EnableDnsSupport": True,
                "Tags": [{"Key": "Name", "Value": {"Ref": "EnvironmentName"}}],
            },
        },
        "IGW": {"Type": "AWS::EC2::InternetGateway"},
        "Attach": {
            "Type": "AWS::EC2::VPCGatewayAttachment",
            "Properties": {
                "VpcId": {"Ref": "VPC"},
                "InternetGatewayId": {"Fn::GetAtt": ["IGW", "InternetGatewayId"]},
            },
        },
        "SubnetA": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {
                "VpcId": {"Ref": "VPC"},
                "AvailabilityZone": {"Fn::Select": ["0", {"Fn::GetAZs": ""}]},
                "CidrBlock": {
                    "Fn::Select": [
                        0,
                        {"Fn::Cidr": [{"Fn::GetAtt": "VPC.CidrBlock"}, 4, 8]},
                    ]
                },
                "MapPublicIpOnLaunch": "true",
            },
        },
        "PublicTable": {
            "Type": "AWS::EC2::RouteTable",
            "Properties": {"VpcId": {"Ref": "VPC"}},
        },
        "Default": {
            "Type": "AWS::EC2::Route",
            "DependsOn": "Attach",
            "Properties": {
                "RouteTableId": {"Ref": "PublicTable"},
                "DestinationCidrBlock": "0.0.0.0/0",
                "GatewayId": {"Ref": "IGW"},
            },
        },
        "Association": {
            "Type": "AWS::EC2::SubnetRouteTableAssociation",
            "Properties": {
                "SubnetId": {"Ref": "SubnetA"},
                "RouteTableId": {"Ref": "PublicTable"},
            },
        },
        "Address": {
            "Type": "AWS::EC2::EIP",
            "Condition": "Nat",
            "DependsOn": ["Attach"],
            "Properties": {"Domain": "vpc"},
        },
        "NatGateway": {
            "Type": "AWS::EC2::NatGateway",
            "Condition": "Nat",
            "Properties": {
                "AllocationId": {"Fn::GetAtt": ["Address", "AllocationId"]},
                "SubnetId": {"Ref": "SubnetA"},
            },
        },
    },
    "Outputs": {
        "VPC": {
            "Value": {"Ref": "VPC"},
            "Export": {"Name": {"Fn::Sub": "${EnvironmentName}-VPCID"}},
        },
        "Nat": {"Condition": "Nat", "Value": {"Ref": "NatGateway"}},
    },
}

WEB_SERVER = """
AWSTemplateFormatVersion: '2010-09-09'
Description: One web server with its role, the usual way
Parameters:
  InstanceType:
    Type: String
    Default: t3.micro
    AllowedValues: [t3.micro, t3.small]
    ConstraintDescription: must be a valid EC2 instance type.
  LatestAmiId:
    Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>'
    Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64
  SSHLocation:
    Type: String
    Default: 0.0.0.0/0
    AllowedPattern: (\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})
  VpcId: {Type: 'AWS::EC2::VPC::Id'}
  SubnetIds: {Type: 'List<AWS::EC2::Subnet::Id>'}
Rules:
  Region:
    Assertions:
      - Assert: {'Fn::Contains': [[us-west-2], {Ref: 'AWS::Region'}]}
Resources:
  WebServerRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub 'web-${AWS::Region}'
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Service: [ec2.amazonaws.com]}
            Action: ['sts:AssumeRole']
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - {Effect: Allow, Action: 's3:GetObject', Resource: !Sub 'arn:${AWS::Partition}:s3:::${AWS::AccountId}-web/*'}
  WebServerPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: logs
      Roles: [!Ref WebServerRole]
      PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: 'logs:*', Resource: '*'}]}
  WebServerProfile:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: [!Ref WebServerRole]}
  WebServerSecurityGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Enable HTTP and SSH
      VpcId: !Ref VpcId
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref SSHLocation}
  WebServer:
    Type: AWS::EC2::Instance
    Metadata: {'AWS::CloudFormation::Init': {config: {packages: {yum: {httpd: []}}}}}
    Properties:
      ImageId: !Ref LatestAmiId
      InstanceType: !Ref InstanceType
      IamInstanceProfile: !Ref WebServerProfile
      NetworkInterfaces:
        - AssociatePublicIpAddress: 'true'
          DeviceIndex: '0'
          GroupSet: [!Ref WebServerSecurityGroup]
          SubnetId: !Select [0, !Ref SubnetIds]
      UserData:
        Fn::Base64: !Sub |
          #!/bin/bash -xe
          dnf install -y httpd
          echo ${AWS::StackName} in ${AWS::Region} costs $5 and has ${!HOSTNAME}
Outputs:
  URL: {Value: !Join ['', ['http://', !GetAtt WebServer.PublicDnsName]]}
"""

CLUSTER = """
Parameters:
  Subnets: {Type: CommaDelimitedList}
Resources:
  ClusterRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {Service: eks.amazonaws.com}, Action: 'sts:AssumeRole'}]
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonEKSClusterPolicy']
  NodeRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy
        - arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy
        - arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly
  Cluster:
    Type: AWS::EKS::Cluster
    Properties:
      Name: demo
      RoleArn: !GetAtt ClusterRole.Arn
      ResourcesVpcConfig: {SubnetIds: !Ref Subnets, EndpointPrivateAccess: 'true'}
      AccessConfig: {AuthenticationMode: API}
      Logging: {ClusterLogging: {EnabledTypes: [{Type: api}, {Type: audit}]}}
      Tags: [{Key: team, Value: a}]
  Nodes:
    Type: AWS::EKS::Nodegroup
    Properties:
      ClusterName: !Ref Cluster
      NodeRole: !GetAtt NodeRole.Arn
      Subnets: !Ref Subnets
      InstanceTypes: [t3.medium]
      ScalingConfig: {MinSize: '1', DesiredSize: '2', MaxSize: '3'}
      Labels: {role: web}
  Teacher:
    Type: AWS::EKS::AccessEntry
    Properties:
      ClusterName: !Ref Cluster
      PrincipalArn: !GetAtt ClusterRole.Arn
      AccessPolicies:
        - PolicyArn: arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy
          AccessScope: {Type: namespace, Namespaces: [default]}
Outputs:
  Endpoint: {Value: !GetAtt Cluster.Endpoint}
  Group: {Value: !GetAtt Cluster.ClusterSecurityGroupId}
"""


@pytest.fixture
def cloud():
    return a_cloud()


def outputs(stack):
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def given(**values):
    return [{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()]


@pytest.mark.parametrize(("nat", "number"), [("true", 2), ("false", 1)])
def test_a_network_in_json_with_mappings_and_conditions(cloud, nat, number):
    stack = cloud.stack("lab", json.dumps(THREE_TIER), Parameters=given(CreateNat=nat))

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert len(outputs(stack)) == number
    (vpc,) = cloud.ec2("DescribeVpcs", VpcIds=[outputs(stack)["VPC"]])["Vpcs"]
    assert vpc["CidrBlock"] == "10.20.0.0/16"


def test_a_network_goes_away_whole(cloud):
    cloud.stack("lab", json.dumps(THREE_TIER), Parameters=given(CreateNat="true"))

    cloud.cloudformation("DeleteStack", StackName="lab")
    cloud.later()

    assert len(cloud.ec2("DescribeVpcs")["Vpcs"]) == 1


def test_a_web_server_with_its_role(cloud):
    stack = cloud.stack(
        "web",
        WEB_SERVER,
        Parameters=given(VpcId=cloud.vpc, SubnetIds=",".join(cloud.subnets)),
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert outputs(stack)["URL"].startswith("http://ec2-")
    (found,) = cloud.ec2("DescribeInstances")["Reservations"]
    instance = found["Instances"][0]
    assert (
        instance["IamInstanceProfile"]["Arn"]
        .split("/")[1]
        .startswith("web-WebServerProfile-")
    )
    user_data = cloud.need(Key("ec2.Instance", REGION, instance["InstanceId"]))["_"][
        "user_data"
    ]
    assert "echo web in us-west-2 costs $5 and has ${HOSTNAME}" in user_data
    inline = cloud.call("iam:ListRolePolicies", RoleName="web-us-west-2")["PolicyNames"]
    assert sorted(inline) == ["logs", "read"]

    cloud.cloudformation("DeleteStack", StackName="web")
    cloud.later()
    assert cloud.described(stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"


def test_a_cluster_with_nodes_and_access(cloud):
    stack = cloud.stack(
        "eks",
        CLUSTER,
        Parameters=given(Subnets=",".join(cloud.subnets)),
        Capabilities=["CAPABILITY_IAM"],
    )

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    cluster = cloud.call("eks:DescribeCluster", name="demo")["cluster"]
    assert outputs(stack) == {
        "Endpoint": cluster["endpoint"],
        "Group": cluster["resourcesVpcConfig"]["clusterSecurityGroupId"],
    }
    assert cluster["tags"]["team"] == "a"
    (nodegroup,) = cloud.call("eks:ListNodegroups", clusterName="demo")["nodegroups"]
    nodes = cloud.call(
        "eks:DescribeNodegroup", clusterName="demo", nodegroupName=nodegroup
    )["nodegroup"]
    assert (nodes["status"], nodes["labels"]) == ("ACTIVE", {"role": "web"})


def test_a_cluster_goes_away_with_its_nodes(cloud):
    stack = cloud.stack(
        "eks",
        CLUSTER,
        Parameters=given(Subnets=",".join(cloud.subnets)),
        Capabilities=["CAPABILITY_IAM"],
    )

    cloud.cloudformation("DeleteStack", StackName="eks")
    cloud.later()

    assert cloud.described(stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert cloud.call("eks:ListClusters")["clusters"] == []

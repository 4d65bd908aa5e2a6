from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses

NETWORK = """
Parameters:
  Block: {Type: String, Default: 10.0.0.0/16}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Block}}
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: !Select [0, !Cidr [!Ref Block, 4, 8]]}
Outputs:
  Subnet:
    Description: where to go
    Value: !Ref Subnet
    Export: {Name: !Sub "${AWS::StackName}-subnet"}
"""
FAILING = """
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 192.168.0.0/24}
"""


@pytest.fixture
def cloud():
    return a_cloud()


def test_resources_are_made_one_after_another_and_each_step_is_an_event(cloud):
    stack = cloud.stack("net", NETWORK)

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert cloud.events("net") == [
        ("net", "CREATE_IN_PROGRESS"),
        ("Vpc", "CREATE_IN_PROGRESS"),
        ("Vpc", "CREATE_IN_PROGRESS"),
        ("Vpc", "CREATE_COMPLETE"),
        ("Subnet", "CREATE_IN_PROGRESS"),
        ("Subnet", "CREATE_IN_PROGRESS"),
        ("Subnet", "CREATE_COMPLETE"),
        ("net", "CREATE_COMPLETE"),
    ]
    assert cloud.reasons("net", "CREATE_IN_PROGRESS") == [
        "Resource creation Initiated",
        "",
        "Resource creation Initiated",
        "",
        "User Initiated",
    ]


def test_outputs_are_worked_out_and_exported(cloud):
    stack = cloud.stack("net", NETWORK)

    (output,) = stack["Outputs"]
    (subnet,) = cloud.ec2(
        "DescribeSubnets", Filters=[{"Name": "cidr-block", "Values": ["10.0.0.0/24"]}]
    )["Subnets"]
    (export,) = cloud.cloudformation("ListExports")["Exports"]
    assert output["OutputValue"] == subnet["SubnetId"]
    assert output["ExportName"] == export["Name"] == "net-subnet"
    assert export["Value"] == subnet["SubnetId"]


def test_what_a_stack_makes_is_tagged_with_it(cloud):
    cloud.stack("net", NETWORK, Tags=[{"Key": "team", "Value": "a"}])

    found = cloud.ec2(
        "DescribeVpcs", Filters=[{"Name": "cidr", "Values": ["10.0.0.0/16"]}]
    )
    tags = {tag["Key"]: tag["Value"] for tag in found["Vpcs"][0]["Tags"]}
    assert tags["aws:cloudformation:stack-name"] == "net"
    assert tags["aws:cloudformation:logical-id"] == "Vpc"
    assert tags["team"] == "a"


def test_resources_can_be_described_in_all_ways(cloud):
    cloud.stack("net", NETWORK)

    all_of_it = cloud.cloudformation("DescribeStackResources", StackName="net")
    one = cloud.cloudformation(
        "DescribeStackResource", StackName="net", LogicalResourceId="Vpc"
    )["StackResourceDetail"]
    listed = cloud.cloudformation("ListStackResources", StackName="net")
    by_id = cloud.cloudformation(
        "DescribeStackResources", PhysicalResourceId=one["PhysicalResourceId"]
    )
    assert [r["LogicalResourceId"] for r in all_of_it["StackResources"]] == [
        "Subnet",
        "Vpc",
    ]
    assert one["ResourceType"] == "AWS::EC2::VPC"
    assert len(listed["StackResourceSummaries"]) == 2
    assert by_id == all_of_it


def test_a_failure_takes_back_what_was_made(cloud):
    stack = cloud.stack("net", FAILING)

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    (why,) = cloud.reasons("net", "CREATE_FAILED")
    assert why.startswith(
        "Resource handler returned message: \"The CIDR '192.168.0.0/24' is invalid. "
        "(Service: Ec2, Status Code: 400, Request ID: "
    )
    assert cloud.reasons("net", "ROLLBACK_IN_PROGRESS") == [
        "The following resource(s) failed to create: [Subnet]. Rollback requested by user."
    ]
    assert len(cloud.ec2("DescribeVpcs")["Vpcs"]) == 1


def test_a_failed_stack_can_be_left_to_look_at(cloud):
    stack = cloud.stack("net", FAILING, OnFailure="DO_NOTHING")

    assert stack["StackStatus"] == "CREATE_FAILED"
    assert len(cloud.ec2("DescribeVpcs")["Vpcs"]) == 2


def test_a_failed_stack_can_be_deleted_altogether(cloud):
    cloud.stack("net", FAILING, OnFailure="DELETE")

    assert cloud.cloudformation("DescribeStacks")["Stacks"] == []
    assert len(cloud.ec2("DescribeVpcs")["Vpcs"]) == 1


def test_a_type_that_is_not_simulated_says_so_in_its_event(cloud):
    stack = cloud.stack("store", "Resources: {Bucket: {Type: AWS::S3::Bucket}}")

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert cloud.reasons("store", "CREATE_FAILED") == [
        "Halfplane does not simulate AWS::S3::Bucket yet."
    ]


def test_a_property_that_a_type_lacks_fails_it(cloud):
    cloud.stack(
        "net",
        "Resources: {V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, Colour: blue}}}",
    )

    assert cloud.reasons("net", "CREATE_FAILED") == [
        "Encountered unsupported property Colour"
    ]


def test_a_property_that_must_be_there_fails_it(cloud):
    cloud.stack("net", "Resources: {V: {Type: AWS::EC2::VPC}}")

    assert cloud.reasons("net", "CREATE_FAILED") == [
        "Property CidrBlock cannot be empty."
    ]


def test_what_fails_cancels_what_is_under_way(cloud):
    cloud.stack(
        "mixed",
        """
        Resources:
          Slow: {Type: AWS::EC2::InternetGateway}
          Bucket: {Type: AWS::S3::Bucket}
        """,
    )

    assert sorted(cloud.reasons("mixed", "CREATE_FAILED")) == [
        "Halfplane does not simulate AWS::S3::Bucket yet.",
        "Resource creation cancelled",
    ]
    assert len(cloud.ec2("DescribeInternetGateways")["InternetGateways"]) == 1


def test_a_stack_that_takes_too_long_is_rolled_back(cloud):
    stack = cloud.stack(
        "slow",
        f"""
        Resources:
          Address: {{Type: AWS::EC2::EIP}}
          Gateway:
            Type: AWS::EC2::NatGateway
            Properties:
              AllocationId: !GetAtt Address.AllocationId
              SubnetId: {cloud.subnets[0]}
        """,
        TimeoutInMinutes=1,
    )

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    (why,) = cloud.reasons("slow", "ROLLBACK_IN_PROGRESS")
    assert why.startswith("Stack creation time exceeded the specified timeout.")
    assert cloud.ec2("DescribeAddresses")["Addresses"] == []


def test_resources_under_a_condition_come_only_when_it_is_met(cloud):
    body = """
    Parameters: {Stage: {Type: String, AllowedValues: [test, live]}}
    Conditions: {Live: !Equals [!Ref Stage, live]}
    Resources:
      Always: {Type: AWS::EC2::InternetGateway}
      Sometimes: {Type: AWS::EC2::InternetGateway, Condition: Live}
    Outputs:
      Extra: {Condition: Live, Value: !Ref Sometimes}
    """

    for stage, number in (("test", 1), ("live", 2)):
        given = [{"ParameterKey": "Stage", "ParameterValue": stage}]
        stack = cloud.stack(stage, body, Parameters=given)
        found = cloud.cloudformation("DescribeStackResources", StackName=stage)
        assert len(found["StackResources"]) == number
        assert len(stack.get("Outputs", [])) == number - 1


def test_values_are_imported_from_another_stack(cloud):
    cloud.stack("net", NETWORK)
    body = """
    Resources:
      Card:
        Type: AWS::EC2::Instance
        Properties:
          ImageId: !Ref Image
          InstanceType: t3.micro
          SubnetId: !ImportValue {"Fn::Sub": "net-subnet"}
    Parameters:
      Image:
        Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
        Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
    """

    stack = cloud.stack("web", body)

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    imports = cloud.cloudformation("ListImports", ExportName="net-subnet")["Imports"]
    assert imports == ["web"]
    with refuses(
        "ValidationError", "Export net-subnet cannot be deleted as it is in use by web"
    ):
        cloud.cloudformation("DeleteStack", StackName="net")


def test_an_export_that_nobody_offers_fails_the_resource(cloud):
    body = "Resources: {V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !ImportValue nobody}}}"

    assert cloud.stack("x", body)["StackStatus"] == "ROLLBACK_COMPLETE"
    assert cloud.reasons("x", "CREATE_FAILED") == ["No export named nobody found."]


def test_iam_resources_need_the_callers_word(cloud):
    body = "Resources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: x}}}"

    for given in ([], ["CAPABILITY_IAM"]):
        with refuses(
            "InsufficientCapabilitiesException",
            "Requires capabilities : [CAPABILITY_NAMED_IAM]",
        ):
            cloud.cloudformation(
                "CreateStack", StackName="r", TemplateBody=body, Capabilities=given
            )


def test_a_name_is_used_once(cloud):
    cloud.stack("net", NETWORK)

    with refuses("AlreadyExistsException", "Stack [net] already exists"):
        cloud.stack("net", NETWORK)


def test_the_same_token_is_the_same_request(cloud):
    one = cloud.stack("net", NETWORK, ClientRequestToken="once")

    assert cloud.stack("net", NETWORK, ClientRequestToken="once") == one


@pytest.mark.parametrize("name", ["1st", "a_b", "a b"])
def test_a_name_has_letters_digits_and_hyphens(cloud, name):
    with refuses("ValidationError", f"Value '{name}' at 'stackName' failed"):
        cloud.stack(name, NETWORK)


def test_a_template_must_be_given_in_one_way(cloud):
    with refuses("ValidationError", "Either Template URL or Template Body"):
        cloud.cloudformation("CreateStack", StackName="x")

    with refuses("ValidationError", "TemplateURL must reference a valid S3 object"):
        cloud.cloudformation(
            "CreateStack",
            StackName="x",
            TemplateURL="https://s3.amazonaws.com/b/t.yaml",
        )


def test_a_condition_that_is_neither_yes_nor_no_is_refused_at_once(cloud):
    body = "Conditions: {Odd: maybe}\n" + NETWORK.lstrip()

    with refuses("ValidationError", "must be a boolean function"):
        cloud.cloudformation("CreateStack", StackName="x", TemplateBody=body)


def test_a_refused_request_leaves_no_stack(cloud):
    with refuses("ValidationError"):
        cloud.cloudformation("CreateStack", StackName="x", TemplateBody="Resources: {}")

    assert cloud.cloudformation("DescribeStacks")["Stacks"] == []


def test_a_stack_that_is_not_there_is_refused_in_the_services_words(cloud):
    with refuses("ValidationError", "Stack with id nobody does not exist"):
        cloud.cloudformation("DescribeStacks", StackName="nobody")
    with refuses("ValidationError", "Stack [nobody] does not exist"):
        cloud.cloudformation("DescribeStackEvents", StackName="nobody")


def test_a_stack_is_told_to_the_learner(cloud):
    cloud.stack("net", FAILING)

    told = cloud.told("cloudformation")
    (failed,) = [one for one in told if one.reason == "CREATE_FAILED"]
    assert (failed.severity, failed.next, failed.owner) == ("error", "you", "you")
    assert failed.message.startswith("Subnet (AWS::EC2::Subnet): CREATE_FAILED: ")


def test_a_stack_may_do_what_its_caller_may(cloud):
    role = "arn:aws:iam::111122223333:role/AmazonEKSNodeRole"

    stack = cloud.stack("net", NETWORK, RoleARN=role)

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    (why,) = cloud.reasons("net", "CREATE_FAILED")
    assert "HandlerErrorCode: AccessDenied" in why
    assert "assumed-role/AmazonEKSNodeRole/AWSCloudFormation" in why

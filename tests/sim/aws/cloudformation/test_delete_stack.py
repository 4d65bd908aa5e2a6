from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses

BODY = """
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Kept: {Type: AWS::EC2::InternetGateway, DeletionPolicy: Retain}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
Outputs:
  Subnet: {Value: !Ref Subnet}
"""


@pytest.fixture
def cloud():
    made = a_cloud()
    made.stack("net", BODY)
    return made


def delete(cloud, seconds=3600, **request):
    identity = cloud.described("net")["StackId"]
    cloud.cloudformation("DeleteStack", StackName="net", **request)
    cloud.later(seconds)
    return cloud.described(identity)


def block(cloud):
    """Something of the learner's own in the stack's subnet."""
    subnet = cloud.described("net")["Outputs"][0]["OutputValue"]
    made = cloud.ec2("CreateNetworkInterface", SubnetId=subnet)
    return made["NetworkInterface"]["NetworkInterfaceId"]


def test_resources_go_before_those_that_they_need(cloud):
    events = len(cloud.events("net"))

    stack = delete(cloud)

    assert stack["StackStatus"] == "DELETE_COMPLETE"
    assert cloud.events(stack["StackId"])[events:] == [
        ("net", "DELETE_IN_PROGRESS"),
        ("Subnet", "DELETE_IN_PROGRESS"),
        ("Kept", "DELETE_SKIPPED"),
        ("Subnet", "DELETE_COMPLETE"),
        ("Vpc", "DELETE_IN_PROGRESS"),
        ("Vpc", "DELETE_COMPLETE"),
        ("net", "DELETE_COMPLETE"),
    ]
    assert len(cloud.ec2("DescribeInternetGateways")["InternetGateways"]) == 2


def test_a_deleted_stack_frees_its_name_and_is_found_by_its_id(cloud):
    stack = delete(cloud)

    assert cloud.cloudformation("DescribeStacks")["Stacks"] == []
    with refuses("ValidationError", "Stack with id net does not exist"):
        cloud.described("net")
    listed = cloud.cloudformation("ListStacks", StackStatusFilter=["DELETE_COMPLETE"])
    assert listed["StackSummaries"][0]["StackId"] == stack["StackId"]
    assert cloud.stack("net", BODY)["StackId"] != stack["StackId"]


def test_a_stack_that_is_not_there_is_as_good_as_deleted(cloud):
    assert cloud.cloudformation("DeleteStack", StackName="nobody") == {}


def test_what_stands_in_the_way_for_a_while_is_waited_for(cloud):
    interface = block(cloud)
    stack = delete(cloud, seconds=60)
    assert stack["StackStatus"] == "DELETE_IN_PROGRESS"

    cloud.ec2("DeleteNetworkInterface", NetworkInterfaceId=interface)
    cloud.later(120)

    assert cloud.described(stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"


def test_what_stays_in_the_way_fails_the_deletion_which_can_be_tried_again(cloud):
    interface = block(cloud)

    stack = delete(cloud)
    assert stack["StackStatus"] == "DELETE_FAILED"
    assert stack["StackStatusReason"] == (
        "The following resource(s) failed to delete: [Subnet, Vpc]. "
    )
    (why,) = cloud.reasons("net", "DELETE_FAILED")[-1:]
    assert "has dependencies and cannot be deleted. (Service: Ec2" in why

    cloud.ec2("DeleteNetworkInterface", NetworkInterfaceId=interface)
    assert delete(cloud)["StackStatus"] == "DELETE_COMPLETE"


def test_what_cannot_be_deleted_can_be_left_behind(cloud):
    block(cloud)
    delete(cloud)

    stack = delete(cloud, RetainResources=["Subnet", "Vpc"])

    assert stack["StackStatus"] == "DELETE_COMPLETE"
    assert len(cloud.ec2("DescribeVpcs")["Vpcs"]) == 2


def test_what_the_learner_has_deleted_by_hand_is_no_obstacle(cloud):
    subnet = cloud.described("net")["Outputs"][0]["OutputValue"]
    cloud.ec2("DeleteSubnet", SubnetId=subnet)

    assert delete(cloud)["StackStatus"] == "DELETE_COMPLETE"


def test_a_protected_stack_is_not_deleted(cloud):
    cloud.cloudformation(
        "UpdateTerminationProtection", StackName="net", EnableTerminationProtection=True
    )

    with refuses(
        "ValidationError", "Stack [net] cannot be deleted while TerminationProtection"
    ):
        cloud.cloudformation("DeleteStack", StackName="net")


def test_a_stack_can_be_deleted_while_it_is_being_made():
    cloud = a_cloud()
    made = cloud.cloudformation("CreateStack", StackName="net", TemplateBody=BODY)
    cloud.later(14)

    cloud.cloudformation("DeleteStack", StackName="net")
    cloud.later()

    assert cloud.described(made["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert len(cloud.ec2("DescribeVpcs")["Vpcs"]) == 1

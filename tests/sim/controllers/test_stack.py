"""What stacks do is told in tests/sim/aws/cloudformation."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.aws.cloud import REGION, a_cloud

BODY = "Resources: {Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}}"
STACK = ("stack", Key("cloudformation.Stack", REGION, "net"))
NAT = """
Resources:
  Address: {Type: AWS::EC2::EIP}
  Gateway:
    Type: AWS::EC2::NatGateway
    Properties: {AllocationId: !GetAtt Address.AllocationId, SubnetId: %s}
"""


def test_a_stack_at_work_makes_an_auto_clock_run_fast_until_it_rests():
    cloud = a_cloud()
    cloud.cloudformation("CreateStack", StackName="net", TemplateBody=BODY)
    assert cloud.world.busy == 1

    cloud.later(60)

    assert cloud.world.busy == 0
    assert STACK not in cloud.world.agenda


def test_it_waits_for_a_slow_resource_without_looking_again_and_again():
    cloud = a_cloud()
    body = NAT % cloud.subnets[0]
    cloud.cloudformation("CreateStack", StackName="net", TemplateBody=body)

    cloud.later(60)
    assert STACK not in cloud.world.agenda

    cloud.later(100)
    assert cloud.described("net")["StackStatus"] == "CREATE_COMPLETE"


def test_with_a_clock_that_jumps_a_stack_is_there_when_the_call_returns():
    cloud = a_cloud().at_once()

    cloud.cloudformation(
        "CreateStack", StackName="net", TemplateBody=NAT % cloud.subnets[0]
    )

    assert cloud.described("net")["StackStatus"] == "CREATE_COMPLETE"


def test_the_same_seed_gives_the_same_stack():
    def events():
        cloud = a_cloud()
        cloud.stack("net", BODY)
        return cloud.cloudformation("DescribeStackEvents", StackName="net")

    assert events() == events()

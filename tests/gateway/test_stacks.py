"""Networks and stacks through a real SDK client: waiters, pages, filters, refusals."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from clusters import runtime
from clusters.sim.catalog import templates
from clusters.sim.commands import ClockCall
from tests.gateway.door import client


@pytest.fixture
def instant(sandbox):
    """Everything settles within the call that begins it."""
    runtime.execute(sandbox.id, ClockCall(mode="instant"))


@pytest.fixture
def network(owner, instant):
    """Our VPC template, as a stack that is there."""
    cloudformation = client("cloudformation", owner)
    body = templates.read("eks-vpc.yaml")
    cloudformation.create_stack(StackName="net", TemplateBody=body)
    cloudformation.get_waiter("stack_create_complete").wait(StackName="net")
    return cloudformation.describe_stacks(StackName="net")["Stacks"][0]


def test_a_stack_is_waited_for_and_its_outputs_are_read(owner, network):
    outputs = {o["OutputKey"]: o["OutputValue"] for o in network["Outputs"]}
    ec2 = client("ec2", owner)

    found = ec2.describe_subnets(
        Filters=[
            {"Name": "vpc-id", "Values": [outputs["VpcId"]]},
            {"Name": "tag:kubernetes.io/role/elb", "Values": ["1"]},
        ]
    )["Subnets"]
    assert len(found) == 2
    assert {subnet["SubnetId"] for subnet in found} < set(
        outputs["SubnetIds"].split(",")
    )
    assert network["CreationTime"].tzinfo is not None


def test_events_are_read_newest_first(owner, network):
    pages = client("cloudformation", owner).get_paginator("describe_stack_events")

    events = [
        event
        for page in pages.paginate(StackName="net")
        for event in page["StackEvents"]
    ]
    resources = 22
    assert len(events) == 3 * resources + 2
    assert events[0]["ResourceStatus"] == "CREATE_COMPLETE"
    assert events[-1]["ResourceStatusReason"] == "User Initiated"


def test_a_nat_gateway_can_be_waited_for(owner, network):
    ec2 = client("ec2", owner)
    (gateway, _) = ec2.describe_nat_gateways()["NatGateways"]

    ec2.get_waiter("nat_gateway_available").wait(
        NatGatewayIds=[gateway["NatGatewayId"]]
    )


def test_an_instance_is_launched_waited_for_and_ended(owner, instant):
    ec2, ssm = client("ec2", owner), client("ssm", owner)
    path = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    image = ssm.get_parameter(Name=path)["Parameter"]["Value"]

    made = ec2.run_instances(
        ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1
    )
    name = made["Instances"][0]["InstanceId"]
    ec2.get_waiter("instance_running").wait(InstanceIds=[name])
    ec2.terminate_instances(InstanceIds=[name])
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[name])


def test_a_refusal_is_the_services_own(owner):
    with pytest.raises(ClientError) as caught:
        client("ec2", owner).describe_subnets(SubnetIds=["subnet-0"])

    error = caught.value.response["Error"]
    assert error == {
        "Code": "InvalidSubnetID.NotFound",
        "Message": "The subnet ID 'subnet-0' does not exist",
    }


def test_a_stack_goes_away(owner, network):
    cloudformation = client("cloudformation", owner)

    cloudformation.delete_stack(StackName="net")
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName=network["StackId"]
    )

    assert len(client("ec2", owner).describe_vpcs()["Vpcs"]) == 1

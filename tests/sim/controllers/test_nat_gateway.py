"""How NAT gateways come and go is told through EC2 in tests/sim/aws/ec2."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.aws.cloud import REGION, a_cloud


def test_its_coming_up_makes_an_auto_clock_run_fast_until_it_is_there():
    cloud = a_cloud()
    allocation = cloud.ec2("AllocateAddress")["AllocationId"]
    made = cloud.ec2(
        "CreateNatGateway", SubnetId=cloud.subnets[0], AllocationId=allocation
    )["NatGateway"]["NatGatewayId"]
    assert cloud.world.busy == 1

    cloud.later(150)

    assert cloud.world.busy == 0
    assert (
        "nat-gateway",
        Key("ec2.NatGateway", REGION, made),
    ) not in cloud.world.agenda
    (told,) = cloud.told("ec2")
    assert told.message.startswith(f"NAT gateway {made} is available (")

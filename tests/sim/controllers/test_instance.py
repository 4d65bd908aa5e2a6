"""What instances do by themselves is told through EC2 in tests/sim/aws/ec2."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.aws.cloud import REGION, a_cloud


def test_each_move_is_told_once():
    cloud = a_cloud()
    made = cloud.run()["InstanceId"]
    cloud.later(30)
    cloud.ec2("TerminateInstances", InstanceIds=[made])
    cloud.later(120)

    about = [told.reason for told in cloud.told("ec2")]
    assert about == ["InstanceRunning", "InstanceTerminated"]


def test_an_instance_that_runs_needs_no_looking_after():
    cloud = a_cloud()
    made = cloud.run()["InstanceId"]
    cloud.later(30)

    key = Key("ec2.Instance", REGION, made)
    assert ("instance", key) not in cloud.world.agenda


def test_an_early_look_changes_nothing():
    cloud = a_cloud()
    made = Key("ec2.Instance", REGION, cloud.run()["InstanceId"])

    cloud.change(made, KeyName="touched")
    cloud.later(0.5)

    assert cloud.need(made)["State"]["Name"] == "pending"

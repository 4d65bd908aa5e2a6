from __future__ import annotations

from collections import Counter

import pytest

from clusters.sim.world import Key
from tests.sim.aws.cloud import REGION, a_cloud


@pytest.fixture
def cloud():
    return a_cloud()


def activities(cloud):
    found = cloud.autoscaling("DescribeScalingActivities", AutoScalingGroupName="web")
    return found["Activities"]


def desire(cloud, number):
    cloud.autoscaling(
        "SetDesiredCapacity", AutoScalingGroupName="web", DesiredCapacity=number
    )


def test_a_group_fills_up_balanced_over_its_zones(cloud):
    cloud.group(DesiredCapacity=4)

    cloud.later(30)

    count = Counter(member["AvailabilityZone"] for member in cloud.members())
    assert sorted(count.values()) == [1, 1, 2]
    assert {member["LifecycleState"] for member in cloud.members()} == {"InService"}
    assert [a["StatusCode"] for a in activities(cloud)] == ["Successful"] * 4


def test_instances_are_launched_one_at_a_time(cloud):
    cloud.group(DesiredCapacity=4)

    starts = [
        change.sim
        for change in cloud.later(30).changes
        if change.told and change.told.reason == "LaunchingInstance"
    ]
    assert len(set(starts)) == 4


def test_an_activity_says_why(cloud):
    cloud.group(DesiredCapacity=1)

    (activity,) = activities(cloud.later(30))
    assert activity["Description"].startswith("Launching a new EC2 instance: i-")
    assert "increasing the capacity from 0 to 1." in activity["Cause"]
    assert cloud.subnets[0] in activity["Details"]


def test_a_dead_instance_is_replaced(cloud):
    cloud.group(DesiredCapacity=1)
    (first,) = cloud.later(30).members()

    cloud.ec2("TerminateInstances", InstanceIds=[first["InstanceId"]])
    cloud.later(120)

    (second,) = cloud.members()
    assert second["InstanceId"] != first["InstanceId"]
    assert second["LifecycleState"] == "InService"


def test_a_zone_with_two_subnets_gets_no_more_than_one_with_a_single_one(cloud):
    in_a, in_b, _ = cloud.subnets
    both = [in_a, cloud.small_subnet(), in_b]
    cloud.group(DesiredCapacity=4, VPCZoneIdentifier=",".join(both))

    cloud.later(30)

    count = Counter(member["AvailabilityZone"][-1] for member in cloud.members())
    assert count == {"a": 2, "b": 2}


def test_scaling_in_takes_from_the_fullest_zone_though_another_has_an_older_one(cloud):
    cloud.group(DesiredCapacity=2, VPCZoneIdentifier=",".join(cloud.subnets[:2]))
    first = {m["AvailabilityZone"][-1]: m for m in cloud.later(30).members()}
    cloud.ec2("TerminateInstances", InstanceIds=[first["a"]["InstanceId"]])
    cloud.later(120)
    desire(cloud, 3)
    cloud.later(30)
    count = Counter(member["AvailabilityZone"][-1] for member in cloud.members())
    assert count == {"a": 2, "b": 1}

    desire(cloud, 2)
    cloud.later(120)

    assert first["b"]["InstanceId"] in [m["InstanceId"] for m in cloud.members()]


def test_without_addresses_it_says_so_and_goes_on_when_there_are_some(cloud):
    subnet = cloud.small_subnet()
    cards = [
        cloud.ec2("CreateNetworkInterface", SubnetId=subnet)["NetworkInterface"]
        for _ in range(11)
    ]
    cloud.group(DesiredCapacity=1, VPCZoneIdentifier=subnet)
    cloud.later(30)
    (failed,) = activities(cloud)
    assert failed["StatusCode"] == "Failed"
    assert "does not have enough free addresses" in failed["StatusMessage"]
    assert cloud.told("autoscaling")[-1].next == "you"

    cloud.ec2(
        "DeleteNetworkInterface", NetworkInterfaceId=cards[0]["NetworkInterfaceId"]
    )
    cloud.later(20)

    assert [member["LifecycleState"] for member in cloud.members()] == ["InService"]


def test_launches_that_keep_failing_are_tried_ever_more_seldom(cloud):
    cloud.group(MinSize=0, DesiredCapacity=0)
    cloud.ec2("DeleteLaunchTemplate", LaunchTemplateName="web")
    desire(cloud, 1)

    cloud.later(4 * 3600)

    assert 6 <= len(activities(cloud)) <= 10
    key = Key("autoscaling.AutoScalingGroup", REGION, "web")
    assert cloud.world.agenda["auto-scaling-group", key].recurring


def test_another_launch_template_is_tried_at_once(cloud):
    cloud.group(MinSize=0, DesiredCapacity=0)
    cloud.ec2("DeleteLaunchTemplate", LaunchTemplateName="web")
    desire(cloud, 1)
    cloud.later(600)
    assert cloud.members() == []
    other = cloud.launch_template("other")

    cloud.autoscaling(
        "UpdateAutoScalingGroup",
        AutoScalingGroupName="web",
        LaunchTemplate={"LaunchTemplateId": other, "Version": "$Latest"},
    )
    cloud.later(20)

    assert [m["LifecycleState"] for m in cloud.members()] == ["InService"]


def test_a_deleted_group_goes_when_its_instances_have_gone(cloud):
    cloud.group()
    cloud.later(30)

    cloud.autoscaling(
        "DeleteAutoScalingGroup", AutoScalingGroupName="web", ForceDelete=True
    )
    assert cloud.later(10).members()
    cloud.later(120)

    assert cloud.autoscaling("DescribeAutoScalingGroups")["AutoScalingGroups"] == []
    assert cloud.world.list("autoscaling.Activity") == []

from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses


@pytest.fixture
def cloud():
    return a_cloud()


def described(cloud, name="web"):
    found = cloud.autoscaling("DescribeAutoScalingGroups", AutoScalingGroupNames=[name])
    return found["AutoScalingGroups"][0]


def test_a_group_needs_a_launch_template(cloud):
    with refuses("ValidationError", "must contain either LaunchTemplate"):
        cloud.autoscaling(
            "CreateAutoScalingGroup", AutoScalingGroupName="web", MinSize=0, MaxSize=1
        )


def test_a_launch_template_must_exist(cloud):
    with refuses("ValidationError", "with template ID lt-0, does not exist."):
        cloud.group(LaunchTemplate={"LaunchTemplateId": "lt-0"})


def test_sizes_must_agree(cloud):
    template = {"LaunchTemplateId": cloud.launch_template()}
    with refuses("ValidationError", "must be greater than or equal to min bound"):
        cloud.group(MinSize=5, MaxSize=4, LaunchTemplate=template)

    with refuses("ValidationError", "must be between the specified min size"):
        cloud.group(DesiredCapacity=9, LaunchTemplate=template)


def test_a_name_is_used_once(cloud):
    cloud.group()

    with refuses("AlreadyExists", "A group with the name web already exists"):
        cloud.group(LaunchTemplate={"LaunchTemplateName": "web"})


def test_subnets_must_exist(cloud):
    with refuses("ValidationError", "The subnet ID 'subnet-0' does not exist"):
        cloud.group(VPCZoneIdentifier="subnet-0")


def test_zones_stand_for_their_default_subnets(cloud):
    cloud.group(VPCZoneIdentifier=None, AvailabilityZones=["us-west-2b"])

    assert described(cloud)["VPCZoneIdentifier"] == cloud.subnets[1]


def test_the_desired_number_stays_within_its_bounds(cloud):
    cloud.group()

    with refuses("ValidationError", "is above max value 4"):
        cloud.autoscaling(
            "SetDesiredCapacity", AutoScalingGroupName="web", DesiredCapacity=5
        )
    cloud.autoscaling("UpdateAutoScalingGroup", AutoScalingGroupName="web", MinSize=3)
    assert described(cloud)["DesiredCapacity"] == 3


def test_a_group_with_instances_is_only_deleted_by_force(cloud):
    cloud.group()
    cloud.later(20)

    with refuses("ResourceInUse", "while there are instances"):
        cloud.autoscaling("DeleteAutoScalingGroup", AutoScalingGroupName="web")
    cloud.autoscaling(
        "DeleteAutoScalingGroup", AutoScalingGroupName="web", ForceDelete=True
    )

    assert described(cloud)["Status"] == "Delete in progress"


def test_an_unknown_group_is_refused(cloud):
    with refuses("ValidationError", "AutoScalingGroup name not found"):
        cloud.autoscaling("DeleteAutoScalingGroup", AutoScalingGroupName="nobody")


def test_tags_go_to_the_instances_when_they_shall(cloud):
    cloud.group(
        Tags=[
            {"Key": "a", "Value": "1", "PropagateAtLaunch": True},
            {"Key": "b", "Value": "2", "PropagateAtLaunch": False},
        ]
    )
    cloud.later(20)

    (found,) = cloud.ec2("DescribeInstances")["Reservations"][:1]
    tags = {tag["Key"]: tag["Value"] for tag in found["Instances"][0]["Tags"]}
    assert tags["aws:autoscaling:groupName"] == "web"
    assert tags["a"] == "1"
    assert "b" not in tags


def test_groups_are_found_by_tag_and_tags_change(cloud):
    cloud.group(Tags=[{"Key": "team", "Value": "a"}])
    tag = {"ResourceId": "web", "ResourceType": "auto-scaling-group", "Key": "team"}

    cloud.autoscaling("CreateOrUpdateTags", Tags=[{**tag, "Value": "b"}])

    by_tag = [{"Name": "tag:team", "Values": ["b"]}]
    found = cloud.autoscaling("DescribeAutoScalingGroups", Filters=by_tag)
    assert len(found["AutoScalingGroups"]) == 1
    cloud.autoscaling("DeleteTags", Tags=[tag])
    assert cloud.autoscaling("DescribeTags")["Tags"] == []


def test_an_instance_is_ended_with_or_without_a_successor(cloud):
    cloud.group(MinSize=1)
    cloud.later(20)
    one, other = (member["InstanceId"] for member in cloud.members())

    answer = cloud.autoscaling(
        "TerminateInstanceInAutoScalingGroup",
        InstanceId=one,
        ShouldDecrementDesiredCapacity=True,
    )
    assert answer["Activity"]["Description"] == f"Terminating EC2 instance: {one}"
    cloud.later(120)
    assert [member["InstanceId"] for member in cloud.members()] == [other]

    with refuses("ValidationError", "will violate group's min size constraint"):
        cloud.autoscaling(
            "TerminateInstanceInAutoScalingGroup",
            InstanceId=other,
            ShouldDecrementDesiredCapacity=True,
        )
    cloud.autoscaling(
        "TerminateInstanceInAutoScalingGroup",
        InstanceId=other,
        ShouldDecrementDesiredCapacity=False,
    )
    cloud.later(120)
    (left,) = cloud.autoscaling("DescribeAutoScalingInstances")["AutoScalingInstances"]
    assert left["InstanceId"] != other

from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses


@pytest.fixture
def cloud():
    return a_cloud()


def test_an_instance_type_tells_its_network_limits(cloud):
    (found,) = cloud.ec2("DescribeInstanceTypes", InstanceTypes=["t3.medium"])[
        "InstanceTypes"
    ]

    network = found["NetworkInfo"]
    assert (
        network["MaximumNetworkInterfaces"],
        network["Ipv4AddressesPerInterface"],
    ) == (3, 6)
    assert found["MemoryInfo"] == {"SizeInMiB": 4096}


def test_unknown_types_are_named(cloud):
    text = "The following supplied instance types do not exist: [t9.huge]"

    with refuses("InvalidInstanceType", text):
        cloud.ec2("DescribeInstanceTypes", InstanceTypes=["t3.micro", "t9.huge"])


def test_types_are_offered_in_each_zone(cloud):
    found = cloud.ec2(
        "DescribeInstanceTypeOfferings",
        LocationType="availability-zone",
        Filters=[{"Name": "instance-type", "Values": ["t3.medium"]}],
    )["InstanceTypeOfferings"]

    assert [offer["Location"][-1] for offer in found] == ["a", "b", "c"]


def test_zones_have_ids_of_their_own(cloud):
    found = cloud.ec2("DescribeAvailabilityZones")["AvailabilityZones"]

    assert sorted(zone["ZoneId"] for zone in found) == [
        "usw2-az1",
        "usw2-az2",
        "usw2-az3",
    ]


def test_regions_can_be_asked_for_by_name(cloud):
    found = cloud.ec2("DescribeRegions", RegionNames=["us-west-2"])["Regions"]

    assert found[0]["Endpoint"] == "ec2.us-west-2.amazonaws.com"
    with refuses("InvalidParameterValue", "Invalid region"):
        cloud.ec2("DescribeRegions", RegionNames=["moon-1"])


def test_the_account_names_its_default_vpc(cloud):
    found = cloud.ec2("DescribeAccountAttributes", AttributeNames=["default-vpc"])

    (attribute,) = found["AccountAttributes"]
    assert attribute["AttributeValues"] == [{"AttributeValue": cloud.vpc}]

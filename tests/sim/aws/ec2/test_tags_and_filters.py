from __future__ import annotations

import pytest

from clusters.sim.aws.ec2 import filters
from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses


@pytest.fixture
def cloud():
    return a_cloud()


def wanted(name, *values):
    return [{"Name": name, "Values": list(values)}]


def test_tags_come_and_go(cloud):
    vpc = cloud.vpc
    cloud.ec2(
        "CreateTags",
        Resources=[vpc],
        Tags=[{"Key": "Name", "Value": "home"}, {"Key": "team", "Value": "a"}],
    )
    cloud.ec2("CreateTags", Resources=[vpc], Tags=[{"Key": "team", "Value": "b"}])

    cloud.ec2("DeleteTags", Resources=[vpc], Tags=[{"Key": "Name"}])

    (tag,) = cloud.ec2("DescribeTags", Filters=wanted("resource-id", vpc))["Tags"]
    assert tag == {
        "Key": "team",
        "Value": "b",
        "ResourceId": vpc,
        "ResourceType": "vpc",
    }


def test_tags_of_awss_own_cannot_be_set(cloud):
    with refuses("InvalidParameterValue", "reserved for internal use"):
        cloud.ec2(
            "CreateTags", Resources=[cloud.vpc], Tags=[{"Key": "aws:x", "Value": ""}]
        )


def test_what_is_not_there_cannot_be_tagged(cloud):
    with refuses("InvalidVpcID.NotFound"):
        cloud.ec2("CreateTags", Resources=["vpc-0"], Tags=[{"Key": "a", "Value": "b"}])


def test_no_id_at_all_is_refused(cloud):
    with refuses("InvalidID", "The ID 'everything' is not valid"):
        cloud.ec2("DeleteTags", Resources=["everything"])


def test_an_unknown_filter_is_refused_by_name(cloud):
    with refuses("InvalidParameterValue", "The filter 'colour' is invalid"):
        cloud.ec2("DescribeVpcs", Filters=wanted("colour", "blue"))


ITEM = {
    "VpcId": "vpc-1",
    "IsDefault": True,
    "Attachments": [{"VpcId": "vpc-1"}, {"VpcId": "vpc-2"}],
    "Tags": [{"Key": "Name", "Value": "web-1"}],
}
PATHS = {
    "vpc-id": "VpcId",
    "isDefault": "IsDefault",
    "attachment.vpc-id": "Attachments.VpcId",
}


@pytest.mark.parametrize(
    ("name", "values", "passes"),
    [
        ("vpc-id", ["vpc-1"], True),
        ("vpc-id", ["vpc-9", "vpc-1"], True),
        ("vpc-id", ["vpc-9"], False),
        ("vpc-id", ["vpc-?"], True),
        ("vpc-id", ["v*1"], True),
        ("vpc-id", ["v.*"], False),
        ("isDefault", ["true"], True),
        ("attachment.vpc-id", ["vpc-2"], True),
        ("tag:Name", ["web-*"], True),
        ("tag:Name", ["db"], False),
        ("tag-key", ["Name"], True),
        ("tag:Other", ["*"], False),
        ("vpc-id", [], False),
    ],
)
def test_a_filter_passes_what_has_one_of_its_values(name, values, passes):
    assert filters.passes(ITEM, wanted(name, *values), PATHS) is passes


def test_no_pattern_keeps_the_matcher_busy():
    item = {"VpcId": "a" * 200}

    assert not filters.passes(item, wanted("vpc-id", "*a" * 40 + "b"), PATHS)
    assert filters.passes(item, wanted("vpc-id", "*a" * 40 + "*"), PATHS)


def test_an_item_must_pass_all_filters():
    both = wanted("vpc-id", "vpc-1") + wanted("tag:Name", "db")

    assert not filters.passes(ITEM, both, PATHS)


def test_long_lists_come_in_pages(cloud):
    first = cloud.ec2("DescribeSubnets", MaxResults=5)
    assert "NextToken" not in first
    one = cloud.call("ssm:GetParametersByPath", Path="/aws/service", Recursive=True)
    other = cloud.call(
        "ssm:GetParametersByPath",
        Path="/aws/service",
        Recursive=True,
        NextToken=one["NextToken"],
    )
    names = {p["Name"] for p in one["Parameters"]} | {
        p["Name"] for p in other["Parameters"]
    }
    assert len(names) == 20

    with refuses("InvalidPaginationToken"):
        cloud.ec2("DescribeSubnets", NextToken="made up")

"""TagResource, UntagResource, ListTagsForResource."""

from __future__ import annotations

import pytest

from tests.sim.aws.eks.account import DEMO, NUMBER, REGION, WEB, with_nodegroup
from tests.sim.aws.refusing import refuses


@pytest.mark.parametrize(("key", "member"), [(DEMO, "arn"), (WEB, "nodegroupArn")])
def test_tags_come_and_go(key, member):
    account = with_nodegroup()
    arn = account.need(key)[member]
    account.eks("TagResource", resourceArn=arn, tags={"a": "1", "b": "2"})
    account.eks("UntagResource", resourceArn=arn, tagKeys=["a", "unknown"])
    assert account.eks("ListTagsForResource", resourceArn=arn) == {"tags": {"b": "2"}}


def test_tags_of_aws_are_refused():
    account = with_nodegroup()
    with refuses("BadRequestException", "Tag keys must not begin with aws:"):
        account.eks(
            "TagResource", resourceArn=account.need(DEMO)["arn"], tags={"aws:x": "1"}
        )


def test_a_resource_that_is_not_there_is_not_found():
    arn = f"arn:aws:eks:{REGION}:{NUMBER}:cluster/nope"
    with refuses("NotFoundException", arn, 404):
        with_nodegroup().eks("ListTagsForResource", resourceArn=arn)


def test_an_arn_of_another_service_is_a_bad_request():
    with refuses("BadRequestException", "not a valid Amazon EKS ARN"):
        with_nodegroup().eks("ListTagsForResource", resourceArn="arn:aws:s3:::bucket")

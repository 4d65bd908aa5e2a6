"""What EKS answers has the shape that its clients expect."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest
from botocore.session import Session
from botocore.validate import ParamValidator

from tests.sim.aws.eks.account import DEMO, WEB, Account, with_nodegroup

PLACE = {"clusterName": "demo"}
GROUP = {**PLACE, "nodegroupName": "web"}
ADDON = {**PLACE, "addonName": "coredns"}


@functools.cache
def eks_model():
    return Session().get_service_model("eks")


@functools.cache
def _an_account() -> Account:
    """With something of everything in it."""
    account = with_nodegroup()
    account.eks("CreateAddon", **ADDON)
    account.eks("UpdateClusterConfig", name="demo", deletionProtection=True)
    account.eks(
        "UpdateNodegroupConfig", **GROUP, labels={"addOrUpdateLabels": {"a": "b"}}
    )
    return account.later(60)


def update(account: Account, **group: str) -> dict:
    (made,) = account.eks("ListUpdates", name="demo", **group)["updateIds"]
    return {"name": "demo", "updateId": made, **group}


def me(account: Account) -> dict:
    return {**PLACE, "principalArn": account.learner.arn}


REQUESTS: dict[str, Callable[[Account], dict]] = {
    "DescribeCluster": lambda _: {"name": "demo"},
    "ListClusters": lambda _: {},
    "DescribeClusterVersions": lambda _: {},
    "DescribeNodegroup": lambda _: GROUP,
    "ListNodegroups": lambda _: PLACE,
    "DescribeUpdate": update,
    "DescribeUpdate of a node group": lambda a: update(a, nodegroupName="web"),
    "ListUpdates": lambda _: {"name": "demo"},
    "DescribeAccessEntry": me,
    "ListAccessEntries": lambda _: PLACE,
    "ListAssociatedAccessPolicies": me,
    "ListAccessPolicies": lambda _: {},
    "DescribeAddon": lambda _: ADDON,
    "ListAddons": lambda _: PLACE,
    "DescribeAddonVersions": lambda _: {},
    "ListTagsForResource": lambda a: {"resourceArn": a.need(DEMO)["arn"]},
    "DeleteNodegroup": lambda _: GROUP,
    "DeleteAddon": lambda _: ADDON,
    "CreateNodegroup": lambda a: {
        **PLACE,
        "nodegroupName": "api",
        "nodeRole": a.need(WEB)["nodeRole"],
        "subnets": a.subnets,
    },
}


@pytest.mark.parametrize("name", REQUESTS)
def test_an_answer_has_no_member_too_many_and_none_of_another_type(name):
    account = _an_account().copy()
    operation = name.partition(" ")[0]
    answer = account.eks(operation, **REQUESTS[name](account))
    shape = eks_model().operation_model(operation).output_shape
    assert ParamValidator().validate(answer, shape).generate_report() == ""

"""Managed policies: AWS's own and the account's."""

from __future__ import annotations

import json
from urllib.parse import unquote

from tests.sim.aws.iam.account import ACCOUNT, allow, an_account, call, policy
from tests.sim.aws.refusing import refuses

NODE_POLICY = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
TEXT = policy(allow("eks:DescribeCluster"))


def test_awss_own_policies_can_be_read():
    tx = an_account()
    found = call(tx, "iam:GetPolicy", PolicyArn=NODE_POLICY)["Policy"]
    assert found["PolicyName"] == "AmazonEKSWorkerNodePolicy"
    assert found["AttachmentCount"] == 1
    version = call(tx, "iam:GetPolicyVersion", PolicyArn=NODE_POLICY, VersionId="v1")[
        "PolicyVersion"
    ]
    document = json.loads(unquote(version["Document"]))
    assert "ec2:DescribeInstances" in document["Statement"][0]["Action"]
    with refuses("NoSuchEntity", "version v9 does not exist or is not attachable."):
        call(tx, "iam:GetPolicyVersion", PolicyArn=NODE_POLICY, VersionId="v9")


def test_awss_own_policies_cannot_be_deleted():
    with refuses("InvalidInput", "managed by AWS"):
        call(an_account(), "iam:DeletePolicy", PolicyArn=NODE_POLICY)


def test_a_policy_of_ones_own_is_made_attached_and_deleted():
    tx = an_account()
    made = call(tx, "iam:CreatePolicy", PolicyName="look", PolicyDocument=TEXT)
    arn = made["Policy"]["Arn"]
    assert arn == f"arn:aws:iam::{ACCOUNT}:policy/look"
    named = {"RoleName": "eksClusterRole", "PolicyArn": arn}
    call(tx, "iam:AttachRolePolicy", **named)
    with refuses("DeleteConflict", "Cannot delete a policy attached to entities."):
        call(tx, "iam:DeletePolicy", PolicyArn=arn)
    call(tx, "iam:DetachRolePolicy", **named)
    versions = call(tx, "iam:ListPolicyVersions", PolicyArn=arn)["Versions"]
    assert [each["VersionId"] for each in versions] == ["v1"]
    call(tx, "iam:DeletePolicy", PolicyArn=arn)
    with refuses("NoSuchEntity", f"Policy {arn} was not found."):
        call(tx, "iam:GetPolicy", PolicyArn=arn)


def test_two_policies_of_one_name_are_refused():
    tx = an_account()
    call(tx, "iam:CreatePolicy", PolicyName="look", PolicyDocument=TEXT)
    with refuses("EntityAlreadyExists", "A policy called look already exists."):
        call(tx, "iam:CreatePolicy", PolicyName="look", PolicyDocument=TEXT)


def test_policies_are_listed_by_whose_they_are_and_whether_attached():
    tx = an_account()
    call(tx, "iam:CreatePolicy", PolicyName="look", PolicyDocument=TEXT)
    local = call(tx, "iam:ListPolicies", Scope="Local")["Policies"]
    assert [each["PolicyName"] for each in local] == ["look"]
    attached = call(tx, "iam:ListPolicies", OnlyAttached=True)["Policies"]
    names = {each["PolicyName"] for each in attached}
    assert "AdministratorAccess" in names
    assert "look" not in names

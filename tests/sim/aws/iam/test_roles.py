"""Roles: made, read, changed and deleted, with IAM's refusals."""

from __future__ import annotations

import json
from urllib.parse import unquote

from clusters.sim.aws.iam import role
from tests.sim.aws.iam.account import (
    ACCOUNT,
    TRUST,
    a_role,
    allow,
    an_account,
    call,
    policy,
)
from tests.sim.aws.refusing import refuses

CLUSTER_POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"


def test_a_new_account_has_the_roles_that_a_first_cluster_needs():
    tx = an_account()
    cluster, node = (
        tx.need(role.key(name)) for name in ("eksClusterRole", "AmazonEKSNodeRole")
    )
    assert role.trusts(cluster, "eks.amazonaws.com")
    assert not role.trusts(cluster, "ec2.amazonaws.com")
    assert role.trusts(node, "ec2.amazonaws.com")
    assert role.has_policy(cluster, "AmazonEKSClusterPolicy")
    assert role.has_policy(node, "AmazonEKSWorkerNodePolicy")
    assert not role.has_policy(node, "AmazonEKSClusterPolicy")


def test_a_role_shows_what_it_was_made_with():
    tx = an_account()
    made = a_role(tx, "mine", Path="/team/", Description="ours")
    shown = call(tx, "iam:GetRole", RoleName="mine")["Role"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/team/mine"
    assert made["RoleId"].startswith("AROA")
    assert len(made["RoleId"]) == 21
    assert shown["Description"] == "ours"
    assert json.loads(unquote(shown["AssumeRolePolicyDocument"])) == TRUST
    assert role.by_arn(tx, made["Arn"])["RoleName"] == "mine"


def test_two_roles_of_one_name_are_refused_whatever_the_case():
    tx = an_account()
    a_role(tx, "mine")
    with refuses("EntityAlreadyExists", "Role with name MINE already exists.", 409):
        a_role(tx, "MINE")


def test_a_role_that_is_not_there_is_not_found():
    words = "The role with name ghost cannot be found."
    for action in ("GetRole", "DeleteRole", "ListAttachedRolePolicies"):
        with refuses("NoSuchEntity", words, 404):
            call(an_account(), f"iam:{action}", RoleName="ghost")


def test_roles_are_listed_by_path_and_by_page():
    tx = an_account()
    a_role(tx, "mine", Path="/team/")
    found = call(tx, "iam:ListRoles", PathPrefix="/team/")
    assert [each["RoleName"] for each in found["Roles"]] == ["mine"]
    first = call(tx, "iam:ListRoles", MaxItems=2)
    assert first["IsTruncated"]
    rest = call(tx, "iam:ListRoles", MaxItems=2, Marker=first["Marker"])
    assert not rest["IsTruncated"]
    assert len(first["Roles"]) + len(rest["Roles"]) == 3
    with refuses("ValidationError", "Invalid Marker."):
        call(tx, "iam:ListRoles", Marker="nonsense")


def test_a_policy_is_attached_once_and_detached():
    tx = an_account()
    a_role(tx, "mine")
    for _ in "twice":
        call(tx, "iam:AttachRolePolicy", RoleName="mine", PolicyArn=CLUSTER_POLICY)
    listed = call(tx, "iam:ListAttachedRolePolicies", RoleName="mine")
    assert listed["AttachedPolicies"] == [
        {"PolicyName": "AmazonEKSClusterPolicy", "PolicyArn": CLUSTER_POLICY}
    ]
    call(tx, "iam:DetachRolePolicy", RoleName="mine", PolicyArn=CLUSTER_POLICY)
    with refuses("NoSuchEntity", f"Policy {CLUSTER_POLICY} was not found."):
        call(tx, "iam:DetachRolePolicy", RoleName="mine", PolicyArn=CLUSTER_POLICY)


def test_a_policy_that_does_not_exist_cannot_be_attached():
    tx = an_account()
    arn = "arn:aws:iam::aws:policy/AmazonEKSClustrPolicy"
    with refuses("NoSuchEntity", f"Policy {arn} does not exist or is not attachable."):
        call(tx, "iam:AttachRolePolicy", RoleName="eksClusterRole", PolicyArn=arn)


def test_an_eleventh_policy_is_over_the_quota():
    tx = an_account()
    a_role(tx, "mine")
    policies = call(tx, "iam:ListPolicies", Scope="AWS")["Policies"]
    for each in policies[:10]:
        call(tx, "iam:AttachRolePolicy", RoleName="mine", PolicyArn=each["Arn"])
    with refuses("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409):
        arn = policies[10]["Arn"]
        call(tx, "iam:AttachRolePolicy", RoleName="mine", PolicyArn=arn)


def test_inline_policies_are_put_read_listed_and_deleted():
    tx = an_account()
    a_role(tx, "mine")
    text = policy(allow("eks:ListClusters"))
    call(
        tx,
        "iam:PutRolePolicy",
        RoleName="mine",
        PolicyName="look",
        PolicyDocument=text,
    )
    shown = call(tx, "iam:GetRolePolicy", RoleName="mine", PolicyName="look")
    assert unquote(shown["PolicyDocument"]) == text
    listed = call(tx, "iam:ListRolePolicies", RoleName="mine")
    assert listed["PolicyNames"] == ["look"]
    call(tx, "iam:DeleteRolePolicy", RoleName="mine", PolicyName="look")
    with refuses("NoSuchEntity", "The role policy with name look cannot be found."):
        call(tx, "iam:GetRolePolicy", RoleName="mine", PolicyName="look")


def test_a_role_with_something_to_it_cannot_be_deleted():
    tx = an_account()
    a_role(tx, "mine")
    call(tx, "iam:AttachRolePolicy", RoleName="mine", PolicyArn=CLUSTER_POLICY)
    with refuses("DeleteConflict", "must detach all policies first.", 409):
        call(tx, "iam:DeleteRole", RoleName="mine")
    call(tx, "iam:DetachRolePolicy", RoleName="mine", PolicyArn=CLUSTER_POLICY)
    text = policy(allow("eks:ListClusters"))
    named = {"RoleName": "mine", "PolicyName": "look"}
    call(tx, "iam:PutRolePolicy", **named, PolicyDocument=text)
    with refuses("DeleteConflict", "must delete policies first."):
        call(tx, "iam:DeleteRole", RoleName="mine")
    call(tx, "iam:DeleteRolePolicy", **named)
    call(tx, "iam:CreateInstanceProfile", InstanceProfileName="web")
    both = {"InstanceProfileName": "web", "RoleName": "mine"}
    call(tx, "iam:AddRoleToInstanceProfile", **both)
    with refuses("DeleteConflict", "must remove roles from instance profile first."):
        call(tx, "iam:DeleteRole", RoleName="mine")
    call(tx, "iam:RemoveRoleFromInstanceProfile", **both)
    call(tx, "iam:DeleteRole", RoleName="mine")
    assert tx.find(role.key("mine")) is None


def test_a_trust_policy_can_be_changed():
    tx = an_account()
    text = json.dumps(TRUST).replace("eks.", "ec2.")
    named = {"RoleName": "eksClusterRole"}
    call(tx, "iam:UpdateAssumeRolePolicy", **named, PolicyDocument=text)
    found = tx.need(role.key("eksClusterRole"))
    assert role.trusts(found, "ec2.amazonaws.com")
    assert not role.trusts(found, "eks.amazonaws.com")


def test_a_denying_trust_statement_wins():
    tx = an_account()
    deny = {**TRUST["Statement"][0], "Effect": "Deny"}
    a_role(tx, "mine", {**TRUST, "Statement": [TRUST["Statement"][0], deny]})
    assert not role.trusts(tx.need(role.key("mine")), "eks.amazonaws.com")


def test_a_service_linked_role_is_made_once_and_is_not_the_accounts_to_change():
    tx = an_account()
    service = {"AWSServiceName": "eks.amazonaws.com"}
    made = call(tx, "iam:CreateServiceLinkedRole", **service)["Role"]
    assert made["Path"] == "/aws-service-role/eks.amazonaws.com/"
    with refuses("InvalidInput", "has been taken in this account"):
        call(tx, "iam:CreateServiceLinkedRole", **service)
    with refuses("UnmodifiableEntity", "only modifiable by AWS"):
        call(tx, "iam:DeleteRole", RoleName=made["RoleName"])
    with refuses("InvalidInput", "matching service"):
        call(tx, "iam:CreateServiceLinkedRole", AWSServiceName="foo.amazonaws.com")


def test_tags_are_put_over_each_other_listed_and_taken_off():
    tx = an_account()
    a_role(tx, "mine", Tags=[{"Key": "team", "Value": "a"}])
    new = [{"Key": "team", "Value": "b"}, {"Key": "env", "Value": "dev"}]
    call(tx, "iam:TagRole", RoleName="mine", Tags=new)
    listed = call(tx, "iam:ListRoleTags", RoleName="mine")["Tags"]
    assert listed == [{"Key": "env", "Value": "dev"}, {"Key": "team", "Value": "b"}]
    call(tx, "iam:UntagRole", RoleName="mine", TagKeys=["env"])
    assert call(tx, "iam:ListRoleTags", RoleName="mine")["Tags"] == listed[1:]
    with refuses("InvalidInput", "Duplicate tag keys found."):
        call(
            tx, "iam:TagRole", RoleName="mine", Tags=[*new, {"Key": "ENV", "Value": ""}]
        )
    with refuses("InvalidInput", "reserved"):
        call(tx, "iam:TagRole", RoleName="mine", Tags=[{"Key": "aws:x", "Value": ""}])

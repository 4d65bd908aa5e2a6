"""Instance profiles: a role's way into an EC2 instance."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile
from tests.sim.aws.iam.account import ACCOUNT, an_account, call
from tests.sim.aws.refusing import refuses

WEB = {"InstanceProfileName": "web"}
BOTH = {**WEB, "RoleName": "AmazonEKSNodeRole"}


def test_a_profile_carries_one_role():
    tx = an_account()
    made = call(tx, "iam:CreateInstanceProfile", **WEB)["InstanceProfile"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:instance-profile/web"
    call(tx, "iam:AddRoleToInstanceProfile", **BOTH)
    assert tx.need(instance_profile.key("web"))["Roles"] == ["AmazonEKSNodeRole"]
    shown = call(tx, "iam:GetInstanceProfile", **WEB)["InstanceProfile"]
    assert shown["Roles"][0]["RoleName"] == "AmazonEKSNodeRole"
    assert isinstance(shown["Roles"][0]["AssumeRolePolicyDocument"], str)
    with refuses("LimitExceeded", "InstanceSessionsPerInstanceProfile: 1"):
        call(tx, "iam:AddRoleToInstanceProfile", **WEB, RoleName="eksClusterRole")
    listed = call(tx, "iam:ListInstanceProfilesForRole", RoleName="AmazonEKSNodeRole")
    assert len(listed["InstanceProfiles"]) == 1
    assert len(call(tx, "iam:ListInstanceProfiles")["InstanceProfiles"]) == 1


def test_a_profile_with_a_role_cannot_be_deleted():
    tx = an_account()
    call(tx, "iam:CreateInstanceProfile", **WEB)
    call(tx, "iam:AddRoleToInstanceProfile", **BOTH)
    with refuses("DeleteConflict", "must remove roles from instance profile first."):
        call(tx, "iam:DeleteInstanceProfile", **WEB)
    call(tx, "iam:RemoveRoleFromInstanceProfile", **BOTH)
    call(tx, "iam:DeleteInstanceProfile", **WEB)
    with refuses("NoSuchEntity", "Instance Profile web cannot be found.", 404):
        call(tx, "iam:GetInstanceProfile", **WEB)


def test_what_is_not_there_is_not_found():
    tx = an_account()
    call(tx, "iam:CreateInstanceProfile", **WEB)
    with refuses("EntityAlreadyExists", "Instance Profile web already exists."):
        call(tx, "iam:CreateInstanceProfile", **WEB)
    with refuses("NoSuchEntity", "cannot be found"):
        call(tx, "iam:AddRoleToInstanceProfile", **WEB, RoleName="ghost")
    with refuses("NoSuchEntity", "cannot be found"):
        call(tx, "iam:RemoveRoleFromInstanceProfile", **BOTH)

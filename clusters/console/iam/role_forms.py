"""The forms of the IAM pages: what each asks IAM for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from clusters.console.refusing import checked
from clusters.sim.aws.iam import policy_document

Typed = Mapping[str, str]
LONGEST_ROLE = 64
LONGEST_POLICY = 128
TRUSTS = {
    "cluster": (
        "eks.amazonaws.com",
        "EKS cluster",
        "Amazon EKS works with it: load balancers, volumes, interfaces.",
    ),
    "node": (
        "ec2.amazonaws.com",
        "EKS node",
        "Instances carry it: kubelet, CNI and image pulls act with it.",
    ),
    "custom": ("", "Your own trust policy", "Written as JSON below."),
}
DEFAULTS = {
    "name": "",
    "sort": "node",
    "trust": json.dumps(policy_document.for_service("ec2.amazonaws.com"), indent=2),
    "policy": "",
}


class Act(NamedTuple):
    """A call to make, and what to say when it was taken."""

    action: str
    request: dict[str, Any]
    done: str


def create(typed: Typed) -> Act:
    """CreateRole, trusting a service or whom the JSON names."""
    name = checked.iam_name("roleName", typed["name"], LONGEST_ROLE)
    service = TRUSTS.get(typed["sort"], TRUSTS["custom"])[0]
    document = json.dumps(policy_document.for_service(service))
    request = {
        "RoleName": name,
        "AssumeRolePolicyDocument": document if service else typed["trust"],
    }
    done = f"Role {name} is there. It may do nothing until policies are attached."
    return Act("iam:CreateRole", request, done)


def _attach(role: str, typed: Typed) -> Act:
    arn = typed.get("policy", "")
    request = {"RoleName": role, "PolicyArn": arn}
    return Act("iam:AttachRolePolicy", request, f"{_name(arn)} is attached to {role}.")


def _detach(role: str, typed: Typed) -> Act:
    arn = typed.get("policy", "")
    request = {"RoleName": role, "PolicyArn": arn}
    return Act("iam:DetachRolePolicy", request, f"{_name(arn)} is off {role}.")


def _delete_inline(role: str, typed: Typed) -> Act:
    name = checked.iam_name("policyName", typed.get("policy", ""), LONGEST_POLICY)
    request = {"RoleName": role, "PolicyName": name}
    return Act("iam:DeleteRolePolicy", request, f"{name} is deleted from {role}.")


def _out_of_profile(role: str, typed: Typed) -> Act:
    profile = checked.iam_name("instanceProfileName", typed.get("profile", ""), 128)
    request = {"RoleName": role, "InstanceProfileName": profile}
    done = f"{role} is out of the instance profile {profile}."
    return Act("iam:RemoveRoleFromInstanceProfile", request, done)


def _delete(role: str, _typed: Typed) -> Act:
    return Act("iam:DeleteRole", {"RoleName": role}, f"Role {role} is gone.")


ACTS: dict[str, Callable[[str, Typed], Act]] = {
    "attach": _attach,
    "detach": _detach,
    "delete-inline": _delete_inline,
    "remove-from-profile": _out_of_profile,
    "delete": _delete,
}


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]

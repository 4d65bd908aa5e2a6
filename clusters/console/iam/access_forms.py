"""The forms of the access page: what each asks EKS for, and the command that asks alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from clusters.console.commands.cli import words
from clusters.console.iam import access_words
from clusters.console.refusing import checked
from clusters.sim.catalog import access_policies

Typed = Mapping[str, str]
SCOPES = ("cluster", "namespace")
DEFAULTS = {
    "principal": "",
    "typed_arn": "",
    "type": "STANDARD",
    "groups": "",
    "own_groups": "",
    "policy": "AmazonEKSClusterAdminPolicy",
    "scope": "cluster",
    "namespaces": "",
}


class Act(NamedTuple):
    """A call to make, and what to say when it was taken."""

    action: str
    request: dict[str, Any]
    done: str


def create(name: str, typed: Typed) -> Act:
    """CreateAccessEntry. A typed ARN counts before a chosen one."""
    arn = typed["typed_arn"].strip() or typed["principal"]
    request: dict[str, Any] = {
        "clusterName": name,
        "principalArn": arn,
        "type": checked.one_of(access_words.TYPES, "type", typed["type"]),
    }
    groups = words(typed["groups"])
    if groups:
        request["kubernetesGroups"] = groups
    done = f"{access_words.short(arn)} has an access entry."
    return Act("eks:CreateAccessEntry", request, done)


def _associate(name: str, arn: str, typed: Typed) -> Act:
    sort = checked.one_of(SCOPES, "accessScope.type", typed["scope"])
    scope: dict[str, Any] = {"type": sort}
    namespaces = words(typed["namespaces"])
    if namespaces:
        scope["namespaces"] = namespaces
    request = {
        "clusterName": name,
        "principalArn": arn,
        "policyArn": access_policies.arn(typed["policy"]),
        "accessScope": scope,
    }
    done = f"{access_words.short(arn)} holds {typed['policy']}."
    return Act("eks:AssociateAccessPolicy", request, done)


def _disassociate(name: str, arn: str, typed: Typed) -> Act:
    request = {
        "clusterName": name,
        "principalArn": arn,
        "policyArn": access_policies.arn(typed["policy"]),
    }
    done = f"{access_words.short(arn)} no longer holds {typed['policy']}."
    return Act("eks:DisassociateAccessPolicy", request, done)


def _regroup(name: str, arn: str, typed: Typed) -> Act:
    request = {
        "clusterName": name,
        "principalArn": arn,
        "kubernetesGroups": words(typed["own_groups"]),
    }
    done = f"The groups of {access_words.short(arn)} are changed."
    return Act("eks:UpdateAccessEntry", request, done)


def _delete(name: str, arn: str, _typed: Typed) -> Act:
    request = {"clusterName": name, "principalArn": arn}
    done = f"{access_words.short(arn)} has no access entry any more."
    return Act("eks:DeleteAccessEntry", request, done)


def _mode(name: str, _arn: str, typed: Typed) -> Act:
    path = "accessConfig.authenticationMode"
    mode = checked.one_of(access_words.MODES, path, typed.get("mode", ""))
    request = {"name": name, "accessConfig": {"authenticationMode": mode}}
    return Act("eks:UpdateClusterConfig", request, f"EKS changes the mode to {mode}.")


ACTS: dict[str, Callable[[str, str, Typed], Act]] = {
    "associate": _associate,
    "disassociate": _disassociate,
    "groups": _regroup,
    "delete": _delete,
    "mode": _mode,
}


def templates(name: str, arn: str, next_mode: str) -> dict[str, str]:
    """Each form as a command, its fields open."""
    at = f"--cluster-name {name} --principal-arn {arn}"
    return {
        "create": f"aws eks create-access-entry --cluster-name {name} "
        "--principal-arn {typed_arn|principal} --type {type} "
        "--kubernetes-groups {groups*}",
        "associate": f"aws eks associate-access-policy {at} "
        f"--policy-arn {access_policies.PREFIX}{{policy}} "
        "--access-scope type={scope}{,namespaces=:namespaces,}",
        "groups": f"aws eks update-access-entry {at} --kubernetes-groups {{own_groups*}}",
        "delete": f"aws eks delete-access-entry {at}",
        "mode": f"aws eks update-cluster-config --name {name} "
        f"--access-config authenticationMode={next_mode}",
    }

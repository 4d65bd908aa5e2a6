"""An access entry: an IAM principal, and the Kubernetes user it is in a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clusters.sim.aws.ec2 import account
from clusters.sim.aws.eks import cluster as clusters
from clusters.sim.aws.eks import principal
from clusters.sim.aws.eks.errors import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
    ResourceNotFoundException,
)
from clusters.sim.catalog import access_policies
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

KIND = "eks.AccessEntry"
STANDARD = "STANDARD"
ADMIN = "AmazonEKSClusterAdminPolicy"
NODE_TYPES = ("EC2_LINUX", "EC2_WINDOWS", "EC2", "HYPERPOD_LINUX")
SESSION_TYPES = ("FARGATE_LINUX", "HYBRID_LINUX")
TYPES = (STANDARD, *NODE_TYPES, *SESSION_TYPES)
NODE_GROUPS = {
    "EC2_LINUX": ["system:nodes"],
    "EC2_WINDOWS": ["system:nodes", "eks:kube-proxy-windows"],
    "EC2": ["system:nodes"],
    "HYPERPOD_LINUX": ["system:nodes"],
    "HYBRID_LINUX": ["system:nodes"],
    "FARGATE_LINUX": ["system:nodes"],
}
"""What the service puts into kubernetesGroups of entries that are for nodes."""
RESERVED = ("system:", "eks:", "aws:", "amazon:", "iam:")


def key(cluster: Key, principal_arn: str) -> Key:
    return Key(KIND, clusters.scope(cluster), principal_arn)


def require(view: Reader, cluster: Key, principal_arn: str) -> Key:
    """The entry of a principal."""
    found = key(cluster, principal_arn)
    if view.find(found) is None:
        text = (
            f"The specified principalArn could not be found. You can view your available "
            f"access entries with 'list-access-entries'. principalArn: {principal_arn}"
        )
        raise ResourceNotFoundException(text, clusterName=cluster.name)
    return found


def require_mode(view: Reader, cluster: Key) -> None:
    """Refuse where the cluster does not look at access entries."""
    doc = view.find(cluster)
    if (
        doc is not None
        and doc["accessConfig"]["authenticationMode"] not in clusters.API_MODES
    ):
        text = (
            "The cluster's authentication mode must be set to one of "
            "[API, API_AND_CONFIG_MAP] to perform this operation."
        )
        raise InvalidRequestException(text, clusterName=cluster.name)


@dataclass(frozen=True)
class Wanted:
    """An entry that is asked for. `principal_id` is empty for other accounts'."""

    principal: str
    principal_id: str = ""
    type: str = STANDARD
    username: str = ""
    groups: Sequence[str] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    request: str = ""


def create(tx: Tx, cluster: Key, wanted: Wanted) -> Key:
    """A new entry. It holds the principal's unique id: a namesake is somebody else."""
    made = key(cluster, wanted.principal)
    if tx.find(made) is not None:
        text = "The specified access entry resource is already in use on this cluster."
        raise ResourceInUseException(text, clusterName=cluster.name)
    username = wanted.username or default_username(wanted.principal, wanted.type)
    tx.add(
        made,
        {
            "clusterName": cluster.name,
            "principalArn": wanted.principal,
            "kubernetesGroups": list(wanted.groups) or NODE_GROUPS.get(wanted.type, []),
            "accessEntryArn": _arn(tx, cluster, wanted.principal),
            "createdAt": tx.epoch,
            "modifiedAt": tx.epoch,
            "tags": dict(wanted.tags),
            "username": username,
            "type": wanted.type,
            "_": {
                "created": tx.now,
                "principal_id": wanted.principal_id,
                "policies": [],
                "request": wanted.request,
            },
        },
    )
    return made


def admit_node_role(tx: Tx, cluster: Key, role_arn: str) -> None:
    """Let instances with a role be nodes, unless it has an entry already."""
    if of_role(tx, cluster, role_arn) is None:
        unique = unique_id(tx, role_arn) or ""
        create(tx, cluster, Wanted(role_arn, unique, type="EC2_LINUX"))


def admit_admin(tx: Tx, cluster: Key, creator: Doc) -> None:
    """Make a cluster's creator its administrator, visibly."""
    if of_role(tx, cluster, creator["arn"]) is None:
        made = create(tx, cluster, Wanted(creator["arn"], creator["id"]))
        associate(tx, made, access_policies.arn(ADMIN), {"type": "cluster"})


def default_username(principal_arn: str, type: str) -> str:  # noqa: A002
    """The Kubernetes user name that EKS gives when none is asked for."""
    if type in NODE_TYPES:
        return "system:node:{{EC2PrivateDNSName}}"
    if type in SESSION_TYPES:
        return "system:node:{{SessionName}}"
    head, _, path = principal_arn.partition(":role/")
    if not path:
        return principal_arn
    sts = head.replace(":iam:", ":sts:")
    return f"{sts}:assumed-role/{path.rpartition('/')[2]}/{{{{SessionName}}}}"


def check_names(cluster: Key, username: str, groups: Iterable[str]) -> None:
    """Refuse user and group names that Kubernetes or EKS keep for themselves."""
    if username.startswith(RESERVED):
        text = f"The username {username} starts with a reserved prefix."
        raise InvalidParameterException(text, clusterName=cluster.name)
    before, found, _ = username.partition("{{SessionName}}")
    if found and ":" not in before:
        text = "The username must contain a colon before {{SessionName}}."
        raise InvalidParameterException(text, clusterName=cluster.name)
    for group in groups:
        if group.startswith(RESERVED):
            text = f"The kubernetes group name {group} is invalid, it cannot start with system:"
            raise InvalidParameterException(text, clusterName=cluster.name)


def associate(tx: Tx, entry: Key, policy_arn: str, scope: Doc) -> dict[str, Any]:
    """Give an entry an access policy, or another scope of one it has."""
    with tx.edit(entry) as doc:
        held = doc["_"]["policies"]
        found = next((p for p in held if p["policyArn"] == policy_arn), None)
        if found is None:
            found = {"policyArn": policy_arn, "associatedAt": tx.epoch}
            held.append(found)
        found["accessScope"] = {
            "type": scope["type"],
            "namespaces": list(scope.get("namespaces") or ()),
        }
        found["modifiedAt"] = tx.epoch
    return dict(found)


def of_role(view: Reader, cluster: Key, role_arn: str) -> Key | None:
    """A role's entry, if it has one."""
    found = key(cluster, role_arn)
    return found if view.find(found) is not None else None


def shown(doc: Doc) -> dict[str, Any]:
    return {name: value for name, value in doc.items() if name != "_"}


def _arn(tx: Tx, cluster: Key, principal_arn: str) -> str:
    _, _, _, _, owner, path = principal_arn.split(":", 5)
    kind, _, name = path.partition("/")
    return (
        f"arn:aws:eks:{cluster.scope}:{account.number(tx)}:access-entry/"
        f"{cluster.name}/{kind}/{owner}/{name.rpartition('/')[2]}/{tx.rng.uuid()}"
    )


def unique_id(view: Reader, principal_arn: str) -> str | None:
    """The principal's unique id; None when there is no such principal."""
    doc = principal.find(view, principal_arn)
    return principal.id_of(doc) if doc is not None else None

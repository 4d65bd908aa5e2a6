"""The node role's way into the cluster: an access entry, or a line in aws-auth."""

from __future__ import annotations

from typing import Any

import yaml

from clusters.sim import safe_yaml
from clusters.sim.aws.eks import access_entry, cluster, nodegroup
from clusters.sim.datacenter import control_plane
from clusters.sim.kube import aws_auth, store
from clusters.sim.tx import Tx, thawed
from clusters.sim.world import Key

USERNAME = "system:node:{{EC2PrivateDNSName}}"
GROUPS = ["system:bootstrappers", "system:nodes"]


def mappable(tx: Tx, key: Key) -> bool:
    """Whether the mapping can be written now: aws-auth is in the cluster."""
    here = nodegroup.cluster_of(key)
    return _by_entry(tx, here) or control_plane.writable(tx, cluster.id_of(tx, here))


def add(tx: Tx, key: Key) -> None:
    """Let instances with the group's role in, unless they are in already."""
    here, role = nodegroup.cluster_of(key), tx.need(key)["nodeRole"]
    if _by_entry(tx, here):
        access_entry.admit_node_role(tx, here, role)
    else:
        _add_line(tx, cluster.id_of(tx, here), role)


def remove(tx: Tx, key: Key) -> None:
    """Shut the role out again, unless another node group uses it."""
    here, role = nodegroup.cluster_of(key), tx.need(key)["nodeRole"]
    others = [
        other
        for other, doc in tx.list(nodegroup.KIND, key.scope)
        if other != key and doc["nodeRole"] == role
    ]
    if others:
        return
    entry = access_entry.of_role(tx, here, role)
    if entry is not None:
        tx.remove(entry)
    if not _by_entry(tx, here):
        _remove_line(tx, cluster.id_of(tx, here), role)


def _by_entry(tx: Tx, here: Key) -> bool:
    mode = tx.need(here)["accessConfig"]["authenticationMode"]
    return mode in cluster.API_MODES


def _without_path(role: str) -> str:
    """aws-auth compares role ARNs without their path."""
    head, _, path = role.partition(":role/")
    return f"{head}:role/{path.rpartition('/')[2]}"


def _roles(tx: Tx, cluster_id: str) -> list[Any]:
    doc = tx.find(aws_auth.key(cluster_id))
    data = (doc.get("data") or {}) if doc is not None else {}
    try:
        found = safe_yaml.load(data.get("mapRoles") or "[]")
    except yaml.YAMLError:
        return []
    return found if isinstance(found, list) else []


def _add_line(tx: Tx, cluster_id: str, role: str) -> None:
    lines, arn = _roles(tx, cluster_id), _without_path(role)
    if any(isinstance(line, dict) and line.get("rolearn") == arn for line in lines):
        return
    _write(
        tx,
        cluster_id,
        [*lines, {"groups": GROUPS, "rolearn": arn, "username": USERNAME}],
    )


def _remove_line(tx: Tx, cluster_id: str, role: str) -> None:
    lines, arn = _roles(tx, cluster_id), _without_path(role)
    kept = [x for x in lines if not (isinstance(x, dict) and x.get("rolearn") == arn)]
    if len(kept) < len(lines):
        _write(tx, cluster_id, kept)


def _write(tx: Tx, cluster_id: str, lines: list[Any]) -> None:
    text = yaml.dump(thawed(lines), default_flow_style=False) if lines else "[]\n"
    key = aws_auth.key(cluster_id)
    if tx.find(key) is None:
        body = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": aws_auth.NAME, "namespace": aws_auth.NAMESPACE},
            "data": {"mapRoles": text},
        }
        store.create(tx, cluster_id, body, manager="vpcLambda")
        return
    with store.update(tx, key, manager="vpcLambda") as doc:
        doc.setdefault("data", {})["mapRoles"] = text

"""The Endpoints object that older clients read: the same, in the older form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.controllers.endpoint_slice.behind import Endpoint, Ports
from clusters.sim.kube import store
from clusters.sim.kube.kind import cluster_of
from clusters.sim.tx import Tx
from clusters.sim.world import Key

MANAGER = "kube-controller-manager"
LIMIT = 1000


def write(tx: Tx, key: Key, service: Doc, endpoints: Sequence[Endpoint]) -> None:
    """Bring the Endpoints of a Service in line; those on their way out are left out."""
    staying = [e for e in endpoints if not e.body["conditions"]["terminating"]][:LIMIT]
    groups: dict[Ports, list[Endpoint]] = {}
    for endpoint in staying:
        groups.setdefault(endpoint.ports, []).append(endpoint)
    subsets = [_subset(ports, members) for ports, members in sorted(groups.items())]
    at = Key("k8s.Endpoints", key.scope, key.name)
    known = tx.find(at)
    if known is None:
        labels = service["metadata"].get("labels") or {}
        meta = {
            "name": key.name,
            "namespace": service["metadata"]["namespace"],
            "labels": {
                **labels,
                "endpoints.kubernetes.io/managed-by": "endpoint-controller",
            },
        }
        body = {"apiVersion": "v1", "kind": "Endpoints", "metadata": meta}
        store.create(
            tx, cluster_of(key), {**body, **_content(subsets)}, manager=MANAGER
        )
    elif known.get("subsets", []) != subsets:
        with store.update(tx, at, manager=MANAGER) as changed:
            changed.pop("subsets", None)
            changed.update(_content(subsets))


def remove(tx: Tx, key: Key) -> None:
    """A Service that is gone takes its Endpoints with it."""
    at = Key("k8s.Endpoints", key.scope, key.name)
    if tx.find(at) is not None:
        store.delete(tx, at)


def _content(subsets: list[dict[str, Any]]) -> dict[str, Any]:
    return {"subsets": subsets} if subsets else {}


def _subset(ports: Ports, members: list[Endpoint]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, ready in (("addresses", True), ("notReadyAddresses", False)):
        listed = [_address(member) for member in members if member.ready == ready]
        if listed:
            out[name] = listed
    out["ports"] = [
        {**({"name": name} if name else {}), "port": number, "protocol": protocol}
        for name, number, protocol, _ in ports
    ]
    return out


def _address(member: Endpoint) -> dict[str, Any]:
    body = member.body
    return {
        "ip": body["addresses"][0],
        "nodeName": body["nodeName"],
        "targetRef": body["targetRef"],
    }

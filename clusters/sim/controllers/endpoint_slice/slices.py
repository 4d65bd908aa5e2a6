"""A Service's EndpointSlices: a hundred endpoints each, moved as little as possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.controllers.endpoint_slice.behind import Endpoint, Ports
from clusters.sim.kube import ownership, store
from clusters.sim.kube.kind import cluster_of
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader, index

SERVICE = "kubernetes.io/service-name"
MANAGED = "endpointslice.kubernetes.io/managed-by"
CONTROLLER = "endpointslice-controller.k8s.io"
FULL = 100
Slices = list[tuple[Key, Document]]


def of_service(view: Reader, key: Key) -> Slices:
    """The slices that this controller keeps for a Service."""
    found = view.by("k8s.EndpointSlice", "service", f"{key.scope}/{key.name}")
    return [
        s
        for s in found
        if (s[1]["metadata"].get("labels") or {}).get(MANAGED) == CONTROLLER
    ]


def naming(view: Reader, pod: Key) -> Iterator[Key]:
    """The Services whose slices name a Pod."""
    for key, doc in view.by("k8s.EndpointSlice", "target", f"{pod.scope}/{pod.name}"):
        name = (doc["metadata"].get("labels") or {}).get(SERVICE)
        if name:
            yield Key("k8s.Service", key.scope, name)


def write(tx: Tx, key: Key, endpoints: Sequence[Endpoint]) -> None:
    """Bring the slices in line with the endpoints."""
    groups: dict[Ports, list[Endpoint]] = {}
    for endpoint in endpoints:
        groups.setdefault(endpoint.ports, []).append(endpoint)
    left = of_service(tx, key)
    for ports, members in sorted(groups.items()) or [((), [])]:
        mine = [s for s in left if _ports(s[1]) == ports]
        mine = mine or [s for s in left if _ports(s[1]) not in groups][:1]
        left = [s for s in left if s not in mine]
        _write_group(tx, key, ports, members, mine)
    for at, _ in left:
        store.delete(tx, at)


def _write_group(
    tx: Tx, key: Key, ports: Ports, members: list[Endpoint], mine: Slices
) -> None:
    """Endpoints stay in the slice that has them; new ones fill the gaps."""
    waiting = {member.pod: member for member in members}
    kept: list[tuple[Key, list[Endpoint]]] = []
    for at, doc in mine:
        names = [e["targetRef"]["name"] for e in doc["endpoints"]]
        kept.append((at, [waiting.pop(name) for name in names if name in waiting]))
    new = list(waiting.values())
    for _, held in kept:
        while new and len(held) < FULL:
            held.append(new.pop(0))
    for place, (at, held) in enumerate(kept):
        if held or place == 0:
            _update(tx, at, ports, held)
        else:
            store.delete(tx, at)
    for start in range(0, len(new), FULL):
        _create(tx, key, ports, new[start : start + FULL])
    if not kept and not members:
        _create(tx, key, ports, [])


def _update(tx: Tx, at: Key, ports: Ports, held: list[Endpoint]) -> None:
    known, endpoints = tx.need(at), [endpoint.body for endpoint in held]
    if known["endpoints"] == endpoints and _ports(known) == ports:
        return
    with store.update(tx, at, manager="kube-controller-manager") as body:
        body["endpoints"], body["ports"] = endpoints, _listed(ports)
        body["_"]["synced"] = tx.now


def _create(tx: Tx, key: Key, ports: Ports, held: list[Endpoint]) -> None:
    service = tx.need(key)

    labels = service["metadata"].get("labels") or {}
    body: dict[str, Any] = {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "generateName": f"{key.name}-",
            "namespace": service["metadata"]["namespace"],
            "labels": {**labels, MANAGED: CONTROLLER, SERVICE: key.name},
            "ownerReferences": [ownership.reference(service)],
        },
        "addressType": "IPv4",
        "endpoints": [endpoint.body for endpoint in held],
        "ports": _listed(ports),
        "_": {"synced": tx.now},
    }
    store.create(tx, cluster_of(key), body, manager="kube-controller-manager")


def _listed(ports: Ports) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "port": number,
            "protocol": protocol,
            **({"appProtocol": app} if app else {}),
        }
        for name, number, protocol, app in ports
    ]


def _ports(doc: Doc) -> Ports:
    return tuple(
        (
            p.get("name", ""),
            p["port"],
            p.get("protocol", "TCP"),
            p.get("appProtocol", ""),
        )
        for p in doc.get("ports") or ()
    )


def _targets(key: Key, doc: Doc) -> Iterator[str]:
    for endpoint in doc.get("endpoints") or ():
        if endpoint.get("targetRef"):
            yield f"{key.scope}/{endpoint['targetRef']['name']}"


index("k8s.EndpointSlice", "target", _targets)

"""Leases. Those of nodes are computed when they are read, for they only repeat."""

from __future__ import annotations

from clusters.sim.clock import rendered
from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of, parsed
from clusters.sim.kube.fields import Problem, invalid
from clusters.sim.kube.kind import AGE, NAME, Body, Cell, Column, Kind, register
from clusters.sim.kube.ownership import node_reference
from clusters.sim.world import Document, Key, Reader

LOST = "lost"
"""Where a Node keeps the second since when its kubelet has not been heard."""
NODES = "kube-node-lease"
DURATION = 40
RENEWED_EVERY = 10.0


def node_leases(
    view: Reader, cluster: str, namespace: str
) -> list[tuple[Key, Document]]:
    """The lease of every node."""
    if namespace not in {"", NODES}:
        return []
    scope = f"{cluster}/{NODES}"
    return [
        (Key("k8s.Lease", scope, key.name), _lease(doc))
        for key, doc in view.list("k8s.Node", cluster)
    ]


def _lease(node: Document) -> Document:
    meta = node["metadata"]
    body = {
        "apiVersion": "coordination.k8s.io/v1",
        "kind": "Lease",
        "metadata": {
            "name": meta["name"],
            "namespace": NODES,
            "uid": f"{meta['uid'][:-12]}{int(meta['uid'][-12:], 16) ^ 1:012x}",
            "creationTimestamp": meta["creationTimestamp"],
            "ownerReferences": [node_reference(node)],
        },
        "spec": {"holderIdentity": meta["name"], "leaseDurationSeconds": DURATION},
        "_": {"lost": node.get("_", {}).get(LOST)},
    }
    return Document(body, node.rv)


def renewed(_view: Reader, _key: Key, body: Body, sim: float, wall: float) -> Body:
    """A node's lease as it reads now; it stands still since its kubelet fell silent."""
    hidden = body.get("_", {})
    if "lost" not in hidden:
        return body
    heard = sim if hidden["lost"] is None else hidden["lost"]
    at = heard - heard % RENEWED_EVERY
    born = parsed(body["metadata"]["creationTimestamp"])
    stamp = rendered(max(wall - (sim - at), born)).replace("Z", ".000000Z")
    return {**body, "spec": {**body["spec"], "renewTime": stamp}}


def validate(body: Doc) -> list[Problem]:
    seconds = (body.get("spec") or {}).get("leaseDurationSeconds")
    if seconds is None or seconds > 0:
        return []
    return [invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0")]


def cells(doc: Doc) -> list[Cell]:
    holder = (doc.get("spec") or {}).get("holderIdentity", "")
    return [doc["metadata"]["name"], holder, age_of(doc)]


register(
    Kind(
        "coordination.k8s.io/v1",
        "Lease",
        "leases",
        validate=validate,
        read=renewed,
        virtual=node_leases,
        columns=(NAME, Column("Holder"), AGE),
        cells=cells,
    )
)

"""Which object owns which."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.kind import Body, of_body
from clusters.sim.world import Key


def controller_of(doc: Doc) -> Doc | None:
    """The ownerReference of the controller that manages an object."""
    for owner in doc["metadata"].get("ownerReferences") or ():
        if owner.get("controller"):
            found: Doc = owner
            return found
    return None


def controller_uid(_key: Key, doc: Doc) -> tuple[str, ...]:
    """What the index "owner" files an object under."""
    owner = controller_of(doc)
    return (owner["uid"],) if owner else ()


def reference(owner: Doc) -> Body:
    """The ownerReference that makes `owner` the controller of another object."""
    return {
        "apiVersion": owner["apiVersion"],
        "kind": owner["kind"],
        "name": owner["metadata"]["name"],
        "uid": owner["metadata"]["uid"],
        "controller": True,
        "blockOwnerDeletion": True,
    }


def node_reference(node: Doc) -> Body:
    """The ownerReference of what belongs to a node without being managed by it."""
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "name": node["metadata"]["name"],
        "uid": node["metadata"]["uid"],
    }


def owner_key(cluster: str, namespace: str, owner: Doc) -> Key | None:
    """Where an ownerReference points; None when its kind is not known."""
    kind = of_body(owner)
    return kind.key(cluster, namespace, owner["name"]) if kind else None

"""What every object tells: its name, owners, conditions, and what it owns."""

from __future__ import annotations

from clusters.console.kubernetes import dependents
from clusters.console.kubernetes.describe.parts import (
    Row,
    Section,
    Value,
    Values,
    block,
    link,
    link_to,
    many,
    pairs,
    row,
    text,
    when,
)
from clusters.console.kubernetes.manifests import yaml_of
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import namespace_of, of_body, of_key
from clusters.sim.kube.pods.cells import status_text
from clusters.sim.world import Document, Key, World

TOLD = ("apiVersion", "kind", "metadata", "status")
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
MOST_OWNED = 50
BAD_WHEN_TRUE = ("Pressure", "Unavailable", "Failure", "ReplicaFailure")


def about(world: World, key: Key, body: Doc) -> Section:
    """Name, labels, owners."""
    meta = body["metadata"]
    namespace = namespace_of(key)
    notes = {
        k: v for k, v in (meta.get("annotations") or {}).items() if k != LAST_APPLIED
    }
    rows = [row("Name", key.name, copy=True)]
    if namespace:
        rows.append(Row("Namespace", link("namespaces", "", namespace)))
    rows += [
        row("API version", body["apiVersion"]),
        Row("Created", when(meta.get("creationTimestamp"))),
        Row("Owned by", _owners(world, key, body)),
        pairs("Labels", meta.get("labels")),
        pairs("Annotations", notes),
        row("UID", meta.get("uid"), copy=True),
    ]
    if "deletionTimestamp" in meta:
        rows.append(Row("Deletion asked for", when(meta["deletionTimestamp"])))
        rows.append(many("Waits for", meta.get("finalizers") or ("its grace period",)))
    return Section("About", tuple(rows))


def _owners(world: World, key: Key, body: Doc) -> Values:
    values: list[Value] = []
    for reference, place in dependents.owners(world, key, body):
        shown = f"{reference['kind']} {reference['name']}"
        kind = of_body(reference)
        if place is None or kind is None:
            values.append(Value(f"{shown} (not there)"))
        else:
            values += link(kind.resource, namespace_of(place), place.name, shown)
    return tuple(values) or (Value("Nobody: it was made by hand"),)


def conditions(body: Doc) -> list[Section]:
    """The status conditions, as the API words them."""
    status = body.get("status")
    found = status.get("conditions") if isinstance(status, dict) else None
    if not found:
        return []
    heads = ("Type", "Status", "Reason", "Message", "Since")
    table = tuple(
        (
            text(one["type"]),
            text(one["status"], tone=_tone(one["type"], one["status"])),
            text(one.get("reason")),
            text(one.get("message")),
            when(one.get("lastTransitionTime")),
        )
        for one in found
    )
    return [Section("Conditions", heads=heads, table=table)]


def _tone(condition: str, status: str) -> str:
    if status == "Unknown":
        return "warn"
    bad = condition.endswith(BAD_WHEN_TRUE)
    return "ok" if (status == "True") is not bad else "warn"


def owned(world: World, key: Key, body: Doc) -> list[Section]:
    """What names this object as its owner."""
    found = dependents.owned(world, key, body["metadata"].get("uid", ""))
    if not found:
        return []
    table = tuple(
        (text(of_key(item).kind), link_to(item), text(_state(item, doc)))
        for item, doc in found[:MOST_OWNED]
    )
    left = len(found) - MOST_OWNED
    more = f"And {left} more: choose their kind in the list." if left > 0 else ""
    return [
        Section("It owns", heads=("Kind", "Name", "State"), table=table, empty=more)
    ]


def _state(key: Key, doc: Document) -> str:
    if key.kind == "k8s.Pod":
        return status_text(doc)
    status = doc.get("status") or {}
    if key.kind == "k8s.ReplicaSet":
        wanted = doc["spec"].get("replicas", 0)
        return f"{status.get('readyReplicas', 0)} of {wanted} ready"
    return "Being deleted" if "deletionTimestamp" in doc["metadata"] else "There"


def fields(_world: World, _key: Key, body: Doc) -> list[Section]:
    """Any other kind: each field by its name."""
    rows = [
        Row(
            name,
            block(yaml_of(value)) if isinstance(value, dict | list) else text(value),
        )
        for name, value in body.items()
        if name not in TOLD and value not in (None, {}, [])
    ]
    return [Section("Fields", tuple(rows))] if rows else []

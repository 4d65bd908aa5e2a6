"""Reading a cluster's objects as the console does: with the learner's own rights."""

from __future__ import annotations

from typing import Any

from clusters import callers
from clusters.callers.wall import now
from clusters.sim.commands import User
from clusters.sim.datacenter import control_plane
from clusters.sim.kube import authn, rbac, reading, tables
from clusters.sim.kube.ages import parsed
from clusters.sim.kube.kind import Kind, kinds, namespace_of
from clusters.sim.world import Key, World

NO_ACCESS = (
    "Your current IAM principal doesn't have access to Kubernetes objects on this "
    "cluster. This might be due to the current principal not having an access entry "
    "with permissions to access the cluster."
)
NO_ANSWER = "Unable to connect to the server: no API server answers. AWS replaces it."
NOT_YET = "The cluster's API does not answer yet: AWS is still building it."


def user(world: World, key: Key) -> User | None:
    """Who the learner is in a cluster."""
    return authn.user_for(world, key, callers.learner(world, "console"))


def obstacle(world: World, key: Key, request: rbac.Request) -> str:
    """Why this cannot be read now, in words; empty when it can."""
    doc = world.find(key)
    cluster_id = doc["_"]["id"] if doc else ""
    if not control_plane.answers(world, cluster_id):
        return NOT_YET if doc and doc["status"] == "CREATING" else NO_ANSWER
    who = user(world, key)
    if who is None:
        return NOT_YET if doc and doc["status"] == "CREATING" else NO_ACCESS
    decision = rbac.authorize(world, cluster_id, who, request)
    if decision.allowed:
        return ""
    what = f'{request.target} is forbidden: User "{who.name}" cannot {request.verb}'
    return f'{what} resource "{request.target}" in API group "{request.group}"'


def listable() -> list[Kind]:
    """Every kind that has a list, by group and name."""
    found = [kind for _, kind in kinds.items() if "list" in kind.verbs]
    return sorted(found, key=lambda kind: (kind.group, kind.kind))


def table(world: World, cluster_id: str, kind: Kind, namespace: str) -> dict[str, Any]:
    """The objects of a kind as `kubectl get` shows them; ages tick in the page."""
    at = reading.moment(world, now())
    found = reading.listed(
        world, kind, cluster_id, namespace, reading.Query(), at
    ).items
    shown = [n for n, c in enumerate(kind.columns) if not c.priority]
    heads = [kind.columns[n].name for n in shown]
    return {
        "heads": heads[1:],
        "rows": [
            {
                "name": key.name,
                "namespace": namespace_of(key),
                "cells": _cells(
                    tables.row(world, kind, (key, doc), at, "None"), shown, heads
                ),
                "born": _born(doc),
            }
            for key, doc in found
        ],
    }


def _cells(
    row: dict[str, Any], shown: list[int], heads: list[str]
) -> list[dict[str, Any]]:
    cells = [row["cells"][n] for n in shown][1:]
    return [
        {"head": head, "text": cell, "age": head == "Age"}
        for head, cell in zip(heads[1:], cells, strict=True)
    ]


def _born(doc: Any) -> float:
    stamp = doc["metadata"].get("creationTimestamp")
    return parsed(stamp) if stamp else 0.0


def events_of(world: World, key: Key, uid: str) -> list[dict[str, Any]]:
    """The API's own events about an object, newest first."""
    at = reading.moment(world, now())
    kind = kinds["events"]
    out = []
    for event_key, doc in world.by("k8s.Event", "about", uid) if uid else ():
        if event_key.scope.partition("/")[0] != key.scope.partition("/")[0]:
            continue
        if kind.expired and kind.expired(doc, at.sim):
            continue
        body = reading.shown(world, kind, (event_key, doc), at)
        out.append(
            {
                "type": body.get("type", "Normal"),
                "tone": "warn" if body.get("type") == "Warning" else "info",
                "reason": body.get("reason", ""),
                "message": body.get("message", ""),
                "source": body.get("source", {}).get("component", ""),
                "count": body.get("count", 1),
                "last": body.get("lastTimestamp") or "",
            }
        )
    return sorted(out, key=lambda item: item["last"], reverse=True)

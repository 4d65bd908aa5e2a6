"""Reading a cluster's objects as the console does: with the learner's own rights."""

from __future__ import annotations

from typing import Any

from clusters import callers
from clusters.callers.wall import now
from clusters.sim.commands import User
from clusters.sim.datacenter import control_plane
from clusters.sim.kube import authn, rbac, reading
from clusters.sim.kube.ages import parsed
from clusters.sim.kube.kind import Kind, kinds
from clusters.sim.kube.rbac import authorizer
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
    told = authorizer.refusal(who, request, decision.reason)
    return f"Error from server ({told.code}): {told.message}"


def next_step(why: str) -> str:
    """What to do about an obstacle, and who has to."""
    if not why:
        return ""
    if why == NOT_YET:
        return (
            "Wait: the move is AWS's. This page fills by itself when the API answers."
        )
    if why == NO_ANSWER:
        return "Wait: the move is AWS's. What runs on your nodes keeps running."
    if why == NO_ACCESS:
        return "Create an access entry for your principal and associate an access policy with it."
    if why.startswith("Error from server (Forbidden)"):
        return (
            "Bind a Role or ClusterRole that allows this verb to your user or group, or "
            "associate an EKS access policy with your access entry."
        )
    return "Go back to the list: what is there now is on it."


def listable() -> list[Kind]:
    """Every kind that has a list, by group and name."""
    found = [kind for _, kind in kinds.items() if "list" in kind.verbs]
    return sorted(found, key=lambda kind: (kind.group, kind.kind))


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
        last = body.get("lastTimestamp") or ""
        out.append(
            {
                "type": body.get("type", "Normal"),
                "tone": "warn" if body.get("type") == "Warning" else "info",
                "reason": body.get("reason", ""),
                "message": body.get("message", ""),
                "source": body.get("source", {}).get("component", ""),
                "count": body.get("count", 1),
                "last": last,
                "order": (last, doc.rv),
                "at": parsed(last) if last else 0.0,
            }
        )
    return sorted(out, key=lambda item: item["order"], reverse=True)

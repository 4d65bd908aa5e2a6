"""How a cluster is, in a few words: status, ready counts, and who has work to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from clusters.live.words import OWNER, PAINT, counted, span
from clusters.sim.commands import Doc
from clusters.sim.datacenter import control_plane, etcd, progress
from clusters.sim.kube.pods.cells import status_text
from clusters.sim.world import Document, Key, World

WATCHES = (
    "eks.Cluster",
    "dc.EtcdMember",
    "dc.ApiServer",
    "eks.Nodegroup",
    "eks.Addon",
    "eks.Update",
    "k8s.Node",
    "k8s.Pod",
)
STATUS = {
    "ACTIVE": ("ok", "Active"),
    "CREATING": ("busy", "Creating"),
    "UPDATING": ("busy", "Updating"),
    "DELETING": ("busy", "Deleting"),
    "PENDING": ("wait", "Pending"),
    "FAILED": ("bad", "Failed"),
    "DEGRADED": ("warn", "Degraded"),
    "CREATE_FAILED": ("bad", "Create failed"),
    "DELETE_FAILED": ("bad", "Delete failed"),
}
UNWELL = ("DEGRADED", "CREATE_FAILED", "DELETE_FAILED")
ILL = (("eks.Nodegroup", "Node group", "nodes"), ("eks.Addon", "Add-on", "add-ons"))
"""What may ail beside a cluster, and the tab where it is mended."""
POD_TONES = {
    "Running": "ok",
    "Succeeded": "ok",
    "Completed": "ok",
    "Pending": "wait",
    "ContainerCreating": "busy",
    "PodInitializing": "busy",
    "Terminating": "busy",
}


@dataclass(frozen=True)
class Work:
    """Something that somebody has to do: whose move, and what."""

    owner: str
    owner_word: str
    text: str
    percent: int | None = None
    page: str = ""
    """The tab of the cluster where it is done; empty for AWS's own work."""


def work(owner: str, text: str, percent: int | None = None, page: str = "") -> Work:
    return Work(PAINT[owner], OWNER[owner], text, percent, page)


def status(word: str) -> dict[str, str]:
    """An AWS status as the console words it, with its tone."""
    tone, text = STATUS.get(word, ("wait", word.capitalize()))
    return {"tone": tone, "text": text, "word": word}


def shown_status(doc: Doc) -> dict[str, str]:
    """A cluster's status; one that is Active and ill says so, as EKS's console does."""
    issues = len(doc.get("health", {}).get("issues") or ())
    if issues and doc["status"] == "ACTIVE":
        return {
            "tone": "warn",
            "text": counted(issues, "health issue"),
            "word": doc["status"],
        }
    return status(doc["status"])


def row(world: World, key: Key, doc: Document) -> dict[str, Any]:
    """A cluster as the list shows it."""
    nodes, pods = nodes_of(world, doc), pods_of(world, doc)
    return {
        "name": key.name,
        "status": shown_status(doc),
        "version": doc["version"],
        "nodes": len(nodes),
        "nodes_ready": sum(is_ready(node) for node in nodes),
        "pods": len(pods),
        "pods_ready": sum(is_ready(pod) for pod in pods),
        "todo": list(todo(world, key, doc)),
    }


def nodes_of(world: World, cluster: Doc) -> list[Document]:
    return [doc for _, doc in world.list("k8s.Node", cluster["_"]["id"])]


def pods_of(world: World, cluster: Doc) -> list[Document]:
    """The Pods that are meant to run: completed ones are done."""
    found = world.list("k8s.Pod", cluster["_"]["id"])
    return [d for _, d in found if d.get("status", {}).get("phase") != "Succeeded"]


def is_ready(doc: Doc) -> bool:
    """Whether a Node or a Pod has the condition Ready."""
    conditions = doc.get("status", {}).get("conditions") or ()
    return any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)


def pod_tone(text: str) -> str:
    """The tone of a Pod's STATUS."""
    if text.startswith("Init:") and "/" in text:
        return "busy"
    return POD_TONES.get(text, "bad")


def todo(world: World, key: Key, doc: Doc) -> Iterator[Work]:
    """Who has work to do on a cluster, AWS's first."""
    phase = progress.running(world, key)
    if doc["status"] in ("CREATING", "DELETING"):
        verb = "Building" if doc["status"] == "CREATING" else "Taking apart"
        text = f"{verb}: {phase.title}" if phase else verb
        yield work("aws", f"{text}, {_left(world, key)}", progress.percent(world, key))
        return
    yield from _aws_work(world, doc["_"]["id"])
    update = world.find(Key("eks.Update", f"{key.scope}/{key.name}", _update(doc)))
    if update is not None:
        yield work("aws", f"Making the change: {update['type']}")
    for issue in doc.get("health", {}).get("issues") or ():
        yield work("you", issue.get("message", issue["code"]))
    if doc["status"] == "FAILED":
        yield work("you", "Mend that, then delete the cluster and order it again")
    yield from _ailing(world, f"{key.scope}/{key.name}")
    yield from _your_work(world, doc)


def _left(world: World, key: Key) -> str:
    """`about 6 min left on AWS, 6 s here`: from the phases that are still to come."""
    steps = progress.steps(world, key)
    total = sum(step.usual for step in steps)
    left = total * (100 - progress.percent(world, key)) / 100
    near = f"about {span(ceil(left / 30) * 30)} left on AWS"
    speed = world.clock.speed
    return f"{near}, {span(max(1, left / speed))} here" if speed > 1 else near


def _update(doc: Doc) -> str:
    """The id of the update that is under way."""
    return str(doc["_"].get("update") or "")


def _aws_work(world: World, cluster: str) -> Iterator[Work]:
    for key, member in etcd.members(world, cluster):
        if member["state"] not in control_plane.VOTING:
            yield work("aws", f"Replacing etcd-{key.name} ({member['state']})")
    for key, server in world.list("dc.ApiServer", cluster):
        if server["state"] != "healthy":
            yield work("aws", f"Replacing API server {key.name} ({server['state']})")


def _ailing(world: World, beside: str) -> Iterator[Work]:
    """The node groups and add-ons that EKS itself reports as ill, in its codes."""
    for kind, title, page in ILL:
        for key, doc in world.list(kind, beside):
            if doc["status"] in UNWELL:
                issues = doc.get("health", {}).get("issues") or ()
                words = [STATUS[doc["status"]][1], *(issue["code"] for issue in issues)]
                yield work("you", f"{title} {key.name}: {', '.join(words)}", page=page)


def _your_work(world: World, doc: Doc) -> Iterator[Work]:
    if doc["status"] not in ("ACTIVE", "UPDATING"):
        return
    nodes = nodes_of(world, doc)
    if not nodes:
        yield work("you", "Launch worker nodes: the cluster has none", page="nodes")
        return
    unready = sum(not is_ready(node) for node in nodes)
    if unready:
        yield work("you", f"{counted(unready, 'node')} not Ready", page="nodes")
    troubled: dict[str, int] = {}
    for pod in pods_of(world, doc):
        if not is_ready(pod):
            text = status_text(pod)
            troubled[text] = troubled.get(text, 0) + 1
    for text, count in sorted(troubled.items()):
        yield work("you", f"{counted(count, 'Pod')} {text}", page="resources")

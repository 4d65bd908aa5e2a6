"""The inspector: what a part is, what AWS does about it, and what is yours to do."""

from __future__ import annotations

from typing import Any, NamedTuple

from clusters.console.boxes import Box
from clusters.live.words import PAINT
from clusters.sim.datacenter import control_plane
from clusters.sim.registry import faults
from clusters.sim.world import Key, World

TONES = {"ok": "ok", "busy": "busy", "warn": "warn", "bad": "bad"}


class Sheet(NamedTuple):
    """The lasting words about a sort of part."""

    about: str
    aws: str
    you: str
    kind: str = ""
    """The kind of its document, where it has one that can fail."""


SHEETS = {
    "etcd": Sheet(
        "Holds one of three copies of everything the cluster knows.",
        "Runs three members, one a zone, backs them up and replaces one that fails.",
        "Nothing. You cannot reach etcd; you only use it through the API server.",
        "dc.EtcdMember",
    ),
    "api": Sheet(
        "The front door of the cluster. kubectl, nodes and controllers all talk to it, "
        "and only it talks to etcd.",
        "Runs at least two, in different zones. Replaces, patches and scales them.",
        "Decide who may call it: endpoint access, IAM and RBAC.",
        "dc.ApiServer",
    ),
    "spare": Sheet(
        "Room for another API server.",
        "Adds and takes away servers as the load asks for it. You are not asked.",
        "Nothing.",
    ),
    "nlb": Sheet(
        "The one address behind which all API servers stand.",
        "Runs the load balancer, checks each API server and keeps the name in DNS.",
        "Choose whether it is public, private or both, and from where it may be called.",
        "dc.LoadBalancer",
    ),
    "eni": Sheet(
        "A network cable between the two VPCs: the control plane reaches your nodes "
        "through it, and nodes reach a private endpoint.",
        "Creates it, attaches it, and makes another one when it is lost.",
        "Keep subnets, route tables and security groups open to it.",
        "ec2.NetworkInterface",
    ),
    "kubectl": Sheet(
        "Your own tools, outside of both VPCs.",
        "Checks your token with IAM, then lets access entries and RBAC decide.",
        "Hold credentials that an access entry knows, and a way to the endpoint.",
    ),
    "node": Sheet(
        "An EC2 instance in your account that runs your Pods.",
        "Schedules Pods to it and watches its heartbeat.",
        "Choose, patch and pay for it; give it a role that may join.",
    ),
    "i": Sheet(
        "An EC2 instance that is to be a node. It has not joined the cluster.",
        "Starts the instance. Its kubelet then asks the API server to let it in.",
        "See to it that it can reach the endpoint, and that its role is mapped.",
    ),
}
NOW_AWS = {
    "lost": "AWS has noticed, or soon will, and starts another one in the same zone.",
    "removed": "AWS starts another member in the same zone.",
    "busy": "It is on its way. Nothing you do makes it faster.",
}
QUORUM = {
    True: "Nothing. {votes} of 3 members agree, so your kubectl commands and Pods keep working.",
    False: "Nothing helps but waiting: only {votes} of 3 members agree, so reads work and "
    "changes are refused until AWS restores a second one.",
}


def inspect(world: World, cluster_id: str, box: Box) -> dict[str, Any]:
    """The sheet of a part, with how it is right now."""
    sort = _sort(box.part)
    sheet = SHEETS[sort]
    aws, you = sheet.aws, sheet.you
    if sort in ("etcd", "api") and box.health != "ok" and not box.ghost:
        aws = NOW_AWS["busy"] if box.health == "busy" else NOW_AWS["lost"]
    if sort == "etcd" and not box.ghost:
        votes = control_plane.voters(world, cluster_id)
        you = QUORUM[votes >= control_plane.QUORUM].format(votes=votes)
    working = box.health in ("busy", "bad")
    return {
        "box": box,
        "tone": "wait" if box.ghost else TONES[box.health],
        "about": sheet.about,
        "duties": [
            _duty("aws", "What AWS is doing" if working else "What AWS does", aws),
            _duty("you", "What you need to do" if working else "What you do", you),
        ],
        "faults": [] if box.ghost else possible(sheet.kind),
    }


def possible(kind: str) -> list[dict[str, str]]:
    """The failures that a simulation can cause to a part of this kind."""
    return [
        {"name": name, "title": fault.title}
        for name, fault in faults.items()
        if kind and fault.kind == kind
    ]


def document(part: str, region: str, cluster_id: str) -> Key | None:
    """The document behind a part, where a fault can strike it."""
    sort = _sort(part)
    kind = SHEETS[sort].kind
    if not kind:
        return None
    if kind == "ec2.NetworkInterface":
        return Key(kind, region, part)
    name = "endpoint" if sort == "nlb" else part.partition("-")[2]
    return Key(kind, cluster_id, name)


def _sort(part: str) -> str:
    sort = part.partition("-")[0]
    return sort if sort in SHEETS else "node"


def _duty(owner: str, title: str, text: str) -> dict[str, str]:
    return {"owner": PAINT[owner], "title": title, "text": text}

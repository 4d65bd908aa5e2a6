"""The inspector: what a part is, what AWS does about it, and what is yours to do."""

from __future__ import annotations

from typing import Any, NamedTuple

from clusters.console.map.boxes import Box
from clusters.live.words import PAINT
from clusters.sim.datacenter import control_plane
from clusters.sim.registry import faults
from clusters.sim.world import Key, World

TONES = {"ok": "ok", "busy": "busy", "warn": "warn", "bad": "bad"}


class Prediction(NamedTuple):
    """A question to think about, and what would happen."""

    question: str
    answer: str


NO_PREDICTION = Prediction("", "")


class Sheet(NamedTuple):
    """The lasting words about a sort of part."""

    about: str
    aws: str
    you: str
    kind: str = ""
    """The kind of its document, where it has one that can fail."""
    predict: Prediction = NO_PREDICTION


SHEETS = {
    "etcd": Sheet(
        "Holds one of three copies of everything the cluster knows.",
        "Runs three members, one a zone, backs them up and replaces one that fails.",
        "Nothing. You cannot reach etcd; you only use it through the API server.",
        "dc.EtcdMember",
        Prediction(
            "Predict: what if a second member stopped too?",
            "One of three is no majority. Pods that run go on running and reads still "
            "answer, but the cluster refuses changes until AWS restores a second member.",
        ),
    ),
    "api": Sheet(
        "The front door of the cluster. kubectl, nodes and controllers all talk to it, "
        "and only it talks to etcd.",
        "Runs at least two, in different zones. Replaces, patches and scales them.",
        "Decide who may call it: endpoint access, IAM and RBAC.",
        "dc.ApiServer",
        Prediction(
            "Predict: what happens to your Pods while no API server answers?",
            "They go on running: kubelets work from what they know. Nothing new is "
            "scheduled, nothing that fails on another node is replaced, kubectl waits.",
        ),
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
        Prediction(
            "Predict: does it also carry the traffic of your apps?",
            "No. It only leads to the API servers. A Service of type LoadBalancer makes "
            "one of its own, in your account and on your bill.",
        ),
    ),
    "eni": Sheet(
        "A network cable between the two VPCs: the control plane reaches your nodes "
        "through it, and nodes reach a private endpoint.",
        "Creates it, attaches it, and makes another one when it is lost.",
        "Keep subnets, route tables and security groups open to it.",
        "ec2.NetworkInterface",
        Prediction(
            "Predict: what stops working when all of these are lost?",
            "kubectl logs and exec, webhooks and every other call from the API server to "
            "a node. Your Pods keep talking to each other.",
        ),
    ),
    "kubectl": Sheet(
        "Your own tools, on your laptop, outside of both VPCs.",
        "Checks your token with IAM, then lets access entries and RBAC decide.",
        "Hold credentials that an access entry knows, and a way to the endpoint.",
    ),
    "node": Sheet(
        "An EC2 instance in your account that runs your Pods.",
        "Schedules Pods to it and watches its heartbeat.",
        "Choose, patch and pay for it; give it a role that may join.",
        predict=Prediction(
            "Predict: when are Pods moved from a node that falls silent?",
            "The node turns NotReady after 50 s without a heartbeat. Its Pods tolerate "
            "that for 300 s more, then they are evicted and made anew elsewhere.",
        ),
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
    working = box.health in ("busy", "bad") and box.owner != "you"
    named = facts(world, cluster_id, box)
    ill = working or box.health == "bad"
    return {
        "box": box,
        "tone": "wait" if box.ghost else TONES[box.health],
        "about": sheet.about,
        "duties": [
            _duty("aws", "What AWS is doing" if working else "What AWS does", aws),
            _duty(
                "you", "What you need to do" if ill else "What you do", box.why or you
            ),
        ],
        "predict": sheet.predict,
        "facts": named,
        "instance": dict(named).get("Instance", ""),
        "network": box.part if sort == "eni" else "",
        "node": box.part.removeprefix("node-") if box.part.startswith("node-") else "",
        "faults": [] if box.ghost else possible(sheet.kind),
    }


def facts(world: World, cluster_id: str, box: Box) -> list[tuple[str, str]]:
    """Names that people paste elsewhere, each with what it is."""
    sort = _sort(box.part)
    if sort == "eni":
        return [("Interface", box.part), ("Address", box.detail)]
    if sort == "i":
        return [("Instance", box.part)]
    if sort != "node":
        return []
    name = box.part.removeprefix("node-")
    node = world.find(Key("k8s.Node", cluster_id, name))
    provider = node.get("spec", {}).get("providerID", "") if node else ""
    found = [("Node", name), ("Instance", provider.rpartition("/")[2])]
    return [(what, value) for what, value in found if value]


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

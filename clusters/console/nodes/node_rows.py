"""Nodes and node groups as tables show them."""

from __future__ import annotations

from typing import Any

from clusters.console import summary
from clusters.sim.commands import Doc
from clusters.sim.controllers.scheduler import nodes as offers
from clusters.sim.datacenter import progress
from clusters.sim.kube.ages import parsed
from clusters.sim.kube.kinds.node import status_text
from clusters.sim.kube.workloads import machines
from clusters.sim.world import Document, Key, World

ZONE, TYPE = "topology.kubernetes.io/zone", "node.kubernetes.io/instance-type"
GROUP = "eks.amazonaws.com/nodegroup"
INSTANCE = "ec2.Instance"
FULL, NEARLY = 100, 80
ISSUES = {
    "AutoScalingGroupNotFound": "The Auto Scaling group that EKS made was deleted: "
    "make a new node group, and leave what EKS made alone.",
    "Ec2LaunchTemplateNotFound": "The launch template that EKS made was deleted: make "
    "a new node group, and leave what EKS made alone.",
    "Ec2SubnetInvalidConfiguration": "Public subnets must give their instances public "
    "addresses, or nodes there reach nothing.",
    "Ec2SubnetNotFound": "A subnet of the group was deleted: make a new group.",
    "IamNodeRoleNotFound": "The role was deleted: create it again under this name.",
    "InstanceLimitExceeded": "The account may not run that many processors at once: "
    "lower the group's desired size, choose smaller instance types, or delete other "
    "instances. The group goes on by itself then.",
    "InsufficientFreeAddresses": "A subnet is full: free addresses in it, or make a "
    "group in subnets with room.",
    "NodeCreationFailure": "EKS launched instances, and they did not become nodes: ask "
    "one of them why it is not joining.",
}
"""Health code -> what it comes to, in one sentence."""
UNEXPLAINED = "AWS tells no more than this."


def node(world: World, region: str, key: Key, doc: Document) -> dict[str, Any]:
    """A node, what it is, and how much of it is asked for."""
    labels = doc["metadata"].get("labels") or {}
    text, state = status_text(doc), offers.state(world, key.scope, doc)
    instance = machines.instance_id(doc)
    return {
        "name": key.name,
        "parts": _parts(key.name),
        "tone": _tone(text),
        "status": text,
        "cordoned": bool(doc["spec"].get("unschedulable")),
        "why": _why(doc),
        "instance": instance,
        "instance_known": world.find(Key(INSTANCE, region, instance)) is not None,
        "zone": labels.get(ZONE, ""),
        "type": labels.get(TYPE, ""),
        "group": labels.get(GROUP, ""),
        "kubelet": doc.get("status", {}).get("nodeInfo", {}).get("kubeletVersion", ""),
        "meters": [
            _meter("Pods", state, "pods"),
            _meter("CPU", state, "cpu"),
            _meter("Memory", state, "memory"),
        ],
        "born": parsed(doc["metadata"]["creationTimestamp"]),
    }


def _parts(name: str) -> list[str]:
    """Where a long name may be broken: after the host, which tells nodes apart."""
    host, dot, domain = name.partition(".")
    return [host, dot + domain] if dot else [host]


def _tone(text: str) -> str:
    if text.endswith("SchedulingDisabled") and text.startswith("Ready"):
        return "warn"
    return "ok" if text == "Ready" else "bad"


def _why(doc: Doc) -> str:
    for condition in doc.get("status", {}).get("conditions") or ():
        if condition["type"] == "Ready" and condition["status"] != "True":
            return str(condition.get("message", ""))
    return ""


def _meter(title: str, state: offers.NodeState, resource: str) -> dict[str, Any]:
    """How much of a resource is asked for, as a labelled progress."""
    used, offered = state.used.get(resource, 0), state.offered.get(resource, 0)
    percent = 100 * used // offered if offered else 0
    tone = "bad" if percent >= FULL else "warn" if percent >= NEARLY else "info"
    text = f"{_amount(resource, used)} of {_amount(resource, offered)}"
    return {"title": title, "percent": percent, "tone": tone, "text": text}


def _amount(resource: str, count: int) -> str:
    if resource == "cpu":
        return f"{count}m" if count % 1000 else str(count // 1000)
    if resource == "memory":
        return f"{count // 1024**2}Mi"
    return str(count)


def group(world: World, key: Key, doc: Doc) -> dict[str, Any]:
    """A node group, how it stands and what ails it."""
    sizes, failed = doc["scalingConfig"], doc["status"] == "CREATE_FAILED"
    phase = None if failed else progress.running(world, key)
    return {
        "name": key.name,
        "status": summary.status(doc["status"]),
        "phase": phase.title if phase else "",
        "percent": progress.percent(world, key) if phase else None,
        "min": sizes["minSize"],
        "desired": sizes["desiredSize"],
        "max": sizes["maxSize"],
        "types": ", ".join(doc.get("instanceTypes") or ()) or "From the template",
        "image": doc["amiType"],
        "release": doc.get("releaseVersion", ""),
        "issues": [
            {
                "code": issue["code"],
                "message": issue["message"],
                "means": ISSUES.get(issue["code"], UNEXPLAINED),
                "resources": list(issue.get("resourceIds") or ()),
            }
            for issue in doc.get("health", {}).get("issues") or ()
        ],
    }

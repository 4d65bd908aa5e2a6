"""The ends of a way: what stands there, under which address, behind which interface.

An end is named as addresses of pages name it: `laptop`, `internet`, `api`, `aws/ecr`,
`node/<name or instance>`, `pod/<namespace>/<name>`, `service/<namespace>/<name>`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from clusters.sim.commands import Doc
from clusters.sim.network.internet import primary_interface
from clusters.sim.network.path import Hop, Path, path
from clusters.sim.world import Document, Key, Reader

ENDED = ("Succeeded", "Failed")


class Spot(NamedTuple):
    """An end inside the VPC. `card` is its interface, as this end uses it."""

    called: str
    card: Doc
    instance: Key
    node: str
    own_network: bool
    """Whether it is a Pod with an address of its own, and not the node itself."""


def cluster_id(view: Reader, cluster: Key) -> str:
    doc = view.find(cluster)
    if doc is None:
        raise KeyError(cluster)
    return str(doc["_"]["id"])


def spot(view: Reader, cluster: Key, end: str) -> Spot | Path:
    """The node or Pod of this name, or why nothing stands there."""
    sort, _, name = end.partition("/")
    if sort == "pod":
        return _pod(view, cluster, name)
    return _node(view, cluster, name)


def _node(view: Reader, cluster: Key, name: str) -> Spot | Path:
    own = cluster_id(view, cluster)
    node = view.find(Key("k8s.Node", own, name))
    instance = Key("ec2.Instance", cluster.scope, instance_of(node) if node else name)
    machine = view.find(instance)
    if machine is None:
        return nothing(name, f"There is no node and no instance {name}.")
    if machine["State"]["Name"] != "running":
        return nothing(instance.name, f"Instance {instance.name} is not running.")
    card = primary_interface(view, instance)
    if card is None:
        return nothing(name, f"{instance.name} has no network interface.")
    joined = name if node else _joined_as(view, own, instance.name)
    return Spot(instance.name, card, instance, joined, own_network=False)


def instance_of(node: Doc) -> str:
    provider: str = node.get("spec", {}).get("providerID") or ""
    return provider.rpartition("/")[2]


def _joined_as(view: Reader, own: str, instance: str) -> str:
    nodes = view.list("k8s.Node", own)
    return next((key.name for key, doc in nodes if instance_of(doc) == instance), "")


def _pod(view: Reader, cluster: Key, name: str) -> Spot | Path:
    called = f"Pod {name}"
    namespace, _, short = name.partition("/")
    pod = view.find(Key("k8s.Pod", f"{cluster_id(view, cluster)}/{namespace}", short))
    if pod is None:
        return nothing(called, f"There is no Pod {name}.")
    node, status = pod["spec"].get("nodeName", ""), pod.get("status", {})
    address = status.get("podIP", "")
    if not node:
        return nothing(called, f"{called} runs nowhere: no node was found for it yet.")
    if not address or status.get("phase") in ENDED:
        why = f"{called} is {status.get('phase', 'Pending')} and has no address."
        return nothing(called, why)
    machine = _node(view, cluster, node)
    if isinstance(machine, Path):
        return machine
    own = not pod["spec"].get("hostNetwork")
    card = _card_with(view, machine.instance, address) if own else machine.card
    if card is None:
        why = f"No interface of {machine.called} holds {address}, the address of {called}."
        return nothing(called, why)
    return Spot(called, seen_from(card, address, called), machine.instance, node, own)


def _card_with(view: Reader, instance: Key, address: str) -> Document | None:
    for _, card in view.by("ec2.NetworkInterface", "instance", instance.name):
        held = (item["PrivateIpAddress"] for item in card["PrivateIpAddresses"])
        if address in held:
            return card
    return None


def seen_from(card: Doc, address: str, called: str) -> dict[str, Any]:
    """An interface as the one who uses this address of it has it."""
    hidden = {**card.get("_", {}), "called": called}
    return {**card, "PrivateIpAddress": address, "_": hidden}


def nothing(name: str, why: str) -> Path:
    return path(Hop(name, "you", ok=False, why=why))

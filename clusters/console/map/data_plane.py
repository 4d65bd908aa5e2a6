"""The lower half of the map: the learner's subnets, with the nodes and Pods in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from clusters.console.map import boxes
from clusters.console.map.boxes import NodeBox, PodMark, SubnetFrame
from clusters.live.words import counted
from clusters.sim.aws.ec2 import resource
from clusters.sim.commands import Doc
from clusters.sim.datacenter import owners
from clusters.sim.world import Document, Key, World

MOST_NODES = 12
"""A zone shows so many nodes one by one."""
MOST_MARKS = 240
"""A map draws so many Pods as squares; with more, only those in trouble are drawn."""
ENDED = ("terminated", "shutting-down")

Placed = dict[str, list[NodeBox]]
PodsByNode = dict[str, list[tuple[Key, Document]]]


def frames(world: World, key: Key, cluster: Doc, pods: PodsByNode) -> list[SubnetFrame]:
    """The cluster's subnets and those with its nodes, with what runs in them."""
    placed = nodes(world, key, cluster["_"]["id"], pods)
    wanted = [*cluster["resourcesVpcConfig"]["subnetIds"], *sorted(placed)]
    room: dict[str, int] = {}
    out = []
    for subnet_id in dict.fromkeys(wanted):
        doc = world.find(resource.SUBNET.key(key.scope, subnet_id))
        if doc is None:
            continue
        zone, inside = doc["AvailabilityZone"], placed.get(subnet_id, [])
        left = room.setdefault(zone, MOST_NODES)
        shown, hidden = inside[:left], inside[left:]
        room[zone] = left - len(shown)
        out.append(
            SubnetFrame(
                id=subnet_id,
                cidr=doc["CidrBlock"],
                zone=zone,
                nodes=tuple(shown),
                more=len(hidden),
                more_ill=sum(node.box.health != "ok" for node in hidden),
            )
        )
    return out


def pods_by_node(world: World, cluster_id: str) -> PodsByNode:
    """Every Pod under the name of its node; those that wait for one under none."""
    out: PodsByNode = defaultdict(list)
    for key, pod in world.list("k8s.Pod", cluster_id):
        out[pod["spec"].get("nodeName", "")].append((key, pod))
    return out


def nodes(world: World, key: Key, cluster_id: str, pods: PodsByNode) -> Placed:
    """Nodes by subnet: those that joined, then instances on their way."""
    crowded = sum(map(len, pods.values())) > MOST_MARKS
    instances = {k.name: d for k, d in instances_of(world, key)}
    out: Placed = defaultdict(list)
    for node_key, node in world.list("k8s.Node", cluster_id):
        provider = node.get("spec", {}).get("providerID", "").rpartition("/")[2]
        instance = instances.pop(provider, None)
        out[instance["SubnetId"] if instance else ""].append(
            _node(world, node_key, node, pods.get(node_key.name, []), crowded=crowded)
        )
    for name, doc in sorted(instances.items()):
        if doc["State"]["Name"] not in ENDED:
            instance_key = Key("ec2.Instance", key.scope, name)
            out[doc["SubnetId"]].append(NodeBox(boxes.instance_box(instance_key, doc)))
    return out


def instances_of(world: World, key: Key) -> list[tuple[Key, Document]]:
    """The instances that carry the cluster's tag, as nodes must."""
    tag = f"kubernetes.io/cluster/{key.name}"
    return [
        (instance, doc)
        for instance, doc in world.list("ec2.Instance", key.scope)
        if any(t["Key"] == tag for t in doc.get("Tags") or ())
    ]


def _node(
    world: World,
    key: Key,
    doc: Document,
    pods: Sequence[tuple[Key, Document]],
    *,
    crowded: bool,
) -> NodeBox:
    box = doc.once("box", lambda: boxes.node_box(key, doc))
    marks = tuple([_mark(world, *pod) for pod in pods])
    ill = tuple([mark for mark in marks if mark.health == "bad"])
    if ill and box.health == "ok":
        trouble = f"{box.state}, {counted(len(ill), 'Pod')} in trouble"
        box = replace(box, health="warn", state=trouble)
    shown = ill if crowded or len(marks) > boxes.MOST_PODS else marks
    return NodeBox(box, shown[: boxes.MOST_PODS], len(marks))


def _mark(world: World, key: Key, doc: Document) -> PodMark:
    """A Pod's square, made once for each of its versions."""

    def drawn() -> PodMark:
        system = owners.of_object(world, key, doc) != "you"
        return boxes.pod_mark(key, doc, system=system)

    return doc.once("mark", drawn)

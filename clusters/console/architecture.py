"""The architecture map: both halves of a cluster, from the World as it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from clusters.console import boxes
from clusters.console.boxes import Box, Column, NodeBox, SubnetFrame
from clusters.live.words import counted
from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.eks import cross_account
from clusters.sim.commands import Doc
from clusters.sim.datacenter import load_balancer
from clusters.sim.world import Document, Key, World

WATCHES = (
    "eks.Cluster",
    "dc.EtcdMember",
    "dc.ApiServer",
    "dc.LoadBalancer",
    "ec2.NetworkInterface",
    "ec2.Instance",
    "k8s.Node",
    "k8s.Pod",
)
MOST_NODES = 12
"""A subnet shows so many nodes one by one."""
ENDED = ("terminated", "shutting-down")


def build(world: World, key: Key, cluster: Doc, zones: Sequence[str]) -> dict[str, Any]:
    """All boxes, where they stand, and how they are wired."""
    cluster_id = cluster["_"]["id"]
    etcd = by_zone(world, "dc.EtcdMember", cluster_id, boxes.etcd_box)
    servers = by_zone(world, "dc.ApiServer", cluster_id, boxes.server_box)
    interfaces = [boxes.interface_box(*e) for e in cross_account.attached(world, key)]
    frames = subnets(world, key, cluster)
    columns = [
        Column(
            zone=zone,
            etcd=etcd.get(zone)
            or boxes.waiting_box(f"etcd-{letter}", f"etcd-{letter}", "etcd", zone),
            server=servers.get(zone) or _no_server(servers, zone, at),
            interface=next((b for b in interfaces if b.zone == zone), None),
            subnets=tuple(frame for frame in frames if frame.zone == zone),
        )
        for at, (zone, letter) in enumerate(zip(zones, "abc", strict=False))
    ]
    balancer = _balancer(world, cluster_id, cluster)
    kubectl = _kubectl(cluster, balancer)
    vpc = world.find(
        resource.VPC.key(key.scope, cluster["resourcesVpcConfig"]["vpcId"])
    )
    joined = wired(columns, balancer, kubectl)
    return {
        "columns": columns,
        "balancer": balancer,
        "kubectl": kubectl,
        "public": cluster["resourcesVpcConfig"]["endpointPublicAccess"],
        "vpc": cluster["resourcesVpcConfig"]["vpcId"],
        "vpc_cidr": vpc["CidrBlock"] if vpc else "deleted",
        "waiting_pods": _waiting_pods(world, cluster_id),
        "wires": ", ".join(wire for wire, _, _ in joined),
        "parts": _parts(columns, balancer, kubectl, joined),
    }


def by_zone(world: World, kind: str, cluster_id: str, box: Any) -> dict[str, Box]:
    """The control plane's machines of a kind, one a zone."""
    found = (box(key, doc) for key, doc in world.list(kind, cluster_id))
    return {item.zone: item for item in found}


def subnets(world: World, key: Key, cluster: Doc) -> list[SubnetFrame]:
    """The cluster's subnets and those with its nodes, with what runs in them."""
    nodes = _nodes(world, key, cluster["_"]["id"])
    wanted = [*cluster["resourcesVpcConfig"]["subnetIds"], *sorted(nodes)]
    frames = []
    for subnet_id in dict.fromkeys(wanted):
        doc = world.find(resource.SUBNET.key(key.scope, subnet_id))
        if doc is None:
            continue
        inside = nodes.get(subnet_id, [])
        frames.append(
            SubnetFrame(
                id=subnet_id,
                cidr=doc["CidrBlock"],
                zone=doc["AvailabilityZone"],
                nodes=tuple(inside[:MOST_NODES]),
                more=max(0, len(inside) - MOST_NODES),
            )
        )
    return frames


def _nodes(world: World, key: Key, cluster_id: str) -> dict[str, list[NodeBox]]:
    """Nodes by subnet: those that joined, then instances on their way."""
    pods: dict[str, list[tuple[Key, Document]]] = defaultdict(list)
    for pod_key, pod in world.list("k8s.Pod", cluster_id):
        pods[pod["spec"].get("nodeName", "")].append((pod_key, pod))
    instances = {k.name: d for k, d in instances_of(world, key)}
    out: dict[str, list[NodeBox]] = defaultdict(list)
    for node_key, node in world.list("k8s.Node", cluster_id):
        provider = node.get("spec", {}).get("providerID", "").rpartition("/")[2]
        instance = instances.pop(provider, None)
        zone = node["metadata"].get("labels", {}).get("topology.kubernetes.io/zone", "")
        subnet_id = instance["SubnetId"] if instance else ""
        box = boxes.node_box(node_key, node, zone)
        own = pods.get(node_key.name, [])
        marks = tuple(boxes.pod_mark(*item) for item in own)
        shown = marks if len(marks) <= boxes.MOST_PODS else ()
        out[subnet_id].append(
            NodeBox(_troubled(box, marks), shown, len(marks) - len(shown))
        )
    for name, doc in sorted(instances.items()):
        if doc["State"]["Name"] not in ENDED:
            instance_key = Key("ec2.Instance", key.scope, name)
            out[doc["SubnetId"]].append(NodeBox(boxes.instance_box(instance_key, doc)))
    return out


def _troubled(box: Box, marks: Sequence[boxes.PodMark]) -> Box:
    """A node that is well itself, but has a Pod that is not."""
    bad = sum(mark.health == "bad" for mark in marks)
    if not bad or box.health != "ok":
        return box
    return replace(
        box, health="warn", state=f"{box.state}, {counted(bad, 'Pod')} in trouble"
    )


def instances_of(world: World, key: Key) -> list[tuple[Key, Document]]:
    """The instances that carry the cluster's tag, as nodes must."""
    tag = f"kubernetes.io/cluster/{key.name}"
    return [
        (instance, doc)
        for instance, doc in world.list("ec2.Instance", key.scope)
        if any(t["Key"] == tag for t in doc.get("Tags") or ())
    ]


def _no_server(servers: dict[str, Box], zone: str, at: int) -> Box:
    wanted = 2 - len(servers)
    if wanted > 0 and at < 2:  # noqa: PLR2004 two servers, in the first two zones
        return boxes.waiting_box(f"api-{at + 1}", f"API server {at + 1}", "api", zone)
    return boxes.spare_box(zone)


def _balancer(world: World, cluster_id: str, cluster: Doc) -> Box:
    doc = world.find(load_balancer.key(cluster_id))
    if doc is None:
        return boxes.waiting_box("nlb", "API endpoint", "nlb", "")
    targets = doc["targets"]
    healthy = sum(state == "healthy" for state in targets.values())
    health = (
        "ok" if healthy == len(targets) and healthy else "warn" if healthy else "bad"
    )
    if cluster["status"] == "CREATING" and health != "ok":
        health = "busy"
    return Box(
        part="nlb",
        title="API endpoint",
        owner="aws",
        icon="nlb",
        detail="Load balancer",
        state=f"{healthy} of {len(targets)} targets healthy",
        health=health,
    )


def _kubectl(cluster: Doc, balancer: Box) -> Box:
    public = cluster["resourcesVpcConfig"]["endpointPublicAccess"]
    state, health = "Can reach the public endpoint", "ok"
    if not public:
        state, health = "Cannot reach a private endpoint from outside the VPC", "bad"
    elif balancer.health != "ok":
        state, health = "The endpoint does not answer fully", balancer.health
    if balancer.ghost:
        state, health = "There is no endpoint yet", "ok"
    return Box("kubectl", "kubectl", "you", "term", "On your laptop", state, health)


def _waiting_pods(world: World, cluster_id: str) -> str:
    count = sum(
        not pod["spec"].get("nodeName") for _, pod in world.list("k8s.Pod", cluster_id)
    )
    return f"{counted(count, 'Pod')} waiting for a node" if count else ""


Wire = tuple[str, str, str]


def wired(columns: Sequence[Column], balancer: Box, kubectl: Box) -> list[Wire]:
    """Every wire as the script draws it, with the two parts that it joins."""
    out: list[Wire] = []

    def join(a: Box | None, b: Box | None, kind: str = "-") -> None:
        if a is None or b is None or a.ghost or b.ghost:
            return
        flow = " bad" if "bad" in (a.health, b.health) else ""
        out.append((f"c-{a.part}>c-{b.part} {kind}{flow}", a.part, b.part))

    servers = [c.server for c in columns]
    interfaces = [c.interface for c in columns if c.interface]
    join(kubectl, balancer)
    for at, server in enumerate(servers):
        join(balancer, server, "over" if at else "-")
    for left, right in pairwise(columns):
        join(left.etcd, right.etcd, "raft")
    for column in columns:
        join(column.server, column.etcd)
        join(column.server, column.interface)
        nearest = column.interface or (interfaces[-1] if interfaces else None)
        for frame in column.subnets:
            for node in frame.nodes[:1]:
                join(nearest, node.box)
    return out


def _parts(
    columns: Sequence[Column], balancer: Box, kubectl: Box, wires: Sequence[Wire]
) -> list[Box]:
    """Every box in reading order, with the names of what it is connected to."""
    found: list[Box] = [balancer]
    found += [c.etcd for c in columns if c.etcd]
    found += [c.server for c in columns if c.server]
    found += [c.interface for c in columns if c.interface]
    found.append(kubectl)
    found += [n.box for c in columns for f in c.subnets for n in f.nodes]
    names = {box.part: box.title for box in found}
    near: dict[str, list[str]] = defaultdict(list)
    for _, a, b in wires:
        near[a].append(names[b])
        near[b].append(names[a])
    return [replace(box, links=tuple(near.get(box.part, ()))) for box in found]

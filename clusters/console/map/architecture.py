"""The architecture map: both halves of a cluster, from the World as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from clusters.console.map import boxes, data_plane
from clusters.console.map.boxes import Box, Column, SubnetFrame
from clusters.console.map.wires import parts, wired
from clusters.live.words import counted
from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.eks import cross_account
from clusters.sim.commands import Doc
from clusters.sim.datacenter import load, load_balancer
from clusters.sim.network import reachability
from clusters.sim.world import Key, World

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
SERVERS = 2
KILO, SHARP = 1000, 100


@lru_cache(maxsize=8)
def of(world: World, key: Key) -> dict[str, Any] | None:
    """The map of a cluster, drawn once for all panels that show this World."""
    cluster = world.find(key)
    if cluster is None:
        return None
    zones = [f"{key.scope}{letter}" for letter in "abc"]
    return build(world, key, cluster, zones)


def build(world: World, key: Key, cluster: Doc, zones: Sequence[str]) -> dict[str, Any]:
    """All boxes, where they stand, and how they are wired."""
    pods = data_plane.pods_by_node(world, cluster["_"]["id"])
    frames = data_plane.frames(world, key, cluster, pods)
    columns = _columns(world, key, cluster, zones, frames)
    public = cluster["resourcesVpcConfig"]["endpointPublicAccess"]
    balancer = _balancer(world, cluster)
    kubectl = _kubectl(world, key, balancer)
    vpc_id = cluster["resourcesVpcConfig"]["vpcId"]
    vpc = world.find(resource.VPC.key(key.scope, vpc_id))
    joined = wired(columns, balancer, kubectl, public=public)
    return {
        "columns": columns,
        "balancer": balancer,
        "kubectl": kubectl,
        "public": public,
        "free": _free(columns),
        "vpc": vpc_id,
        "vpc_cidr": vpc["CidrBlock"] if vpc else "deleted",
        "waiting_pods": _waiting_pods(len(pods.get("", ()))),
        "wires": ", ".join(wire.text for wire in joined),
        "parts": parts(columns, balancer, kubectl, joined),
        "dense": any(len(f.nodes) > SERVERS for c in columns for f in c.subnets),
        "hidden": sum(f.more for c in columns for f in c.subnets),
    }


def _columns(
    world: World,
    key: Key,
    cluster: Doc,
    zones: Sequence[str],
    frames: Sequence[SubnetFrame],
) -> list[Column]:
    """One column a zone, control plane and data plane."""
    members = _members(world, cluster["_"]["id"])
    servers = _servers(world, cluster["_"]["id"])
    interfaces = [boxes.interface_box(*e) for e in cross_account.attached(world, key)]
    gone = cluster["status"] in ("DELETING", "FAILED")
    out = []
    for at, (zone, letter) in enumerate(zip(zones, "abc", strict=False)):
        name = f"etcd-{letter}"
        etcd = members.get(zone) or boxes.waiting_box(
            name, name, "etcd", zone, gone=gone
        )
        server = servers.get(zone) or _no_server(len(servers), zone, at, gone=gone)
        interface = next((b for b in interfaces if b.zone == zone), None)
        own: tuple[SubnetFrame, ...] = tuple(f for f in frames if f.zone == zone)
        out.append(Column(zone, etcd, server, interface, own))
    return out


def _members(world: World, cluster_id: str) -> Mapping[str, Box]:
    """etcd by zone."""
    size = byte_text(load.stored(world, cluster_id))
    found = world.list("dc.EtcdMember", cluster_id)
    return {doc["zone"]: boxes.etcd_box(key, doc, size) for key, doc in found}


def _servers(world: World, cluster_id: str) -> Mapping[str, Box]:
    """API servers by zone."""
    rate = f"{load.requests(world, cluster_id):.1f} requests/s"
    found = world.list("dc.ApiServer", cluster_id)
    return {doc["zone"]: boxes.server_box(key, doc, rate) for key, doc in found}


def _free(columns: Sequence[Column]) -> int:
    """The first column, from 1, with no interface on the line; the last if none."""
    taken = [column.interface is not None for column in columns]
    return taken.index(False) + 1 if False in taken else len(columns)


def byte_text(size: float) -> str:
    """`3.1 MB`, `840 kB`."""
    size /= KILO
    unit = "kB"
    if size >= KILO:
        size, unit = size / KILO, "MB"
    return f"{size:.0f} {unit}" if size >= SHARP else f"{size:.1f} {unit}"


def _no_server(there: int, zone: str, at: int, *, gone: bool) -> Box:
    if there < SERVERS and at < SERVERS:
        title = f"API server {at + 1}"
        return boxes.waiting_box(f"api-{at + 1}", title, "api", zone, gone=gone)
    return boxes.spare_box(zone)


def _balancer(world: World, cluster: Doc) -> Box:
    doc = world.find(load_balancer.key(cluster["_"]["id"]))
    if doc is None:
        gone = cluster["status"] in ("DELETING", "FAILED")
        return boxes.waiting_box("nlb", "API endpoint", "nlb", "", gone=gone)
    targets = doc["targets"]
    healthy = sum(state == "healthy" for state in targets.values())
    health = (
        "ok" if healthy == len(targets) and healthy else "warn" if healthy else "bad"
    )
    if cluster["status"] in ("CREATING", "DELETING") and health != "ok":
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


def _kubectl(world: World, key: Key, balancer: Box) -> Box:
    """kubectl on the learner's laptop, which is outside of the VPC."""
    way = reachability.laptop_to_api(world, key)
    state, health = "Can reach the public endpoint", "ok"
    if not way.ok:
        state, health = "Cannot reach the endpoint", "bad"
    elif balancer.ghost:
        state = "There is no endpoint yet"
    elif balancer.health != "ok":
        state, health = "The endpoint does not answer fully", balancer.health
    return Box(
        part="kubectl",
        title="kubectl",
        owner="you",
        icon="term",
        detail="On your laptop",
        state=state,
        health=health,
        why=way.reason,
    )


def _waiting_pods(count: int) -> str:
    return f"{counted(count, 'Pod')} waiting for a node" if count else ""

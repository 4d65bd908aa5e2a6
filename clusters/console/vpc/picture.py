"""The picture of a cluster's VPC: its zones, subnets, and what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from clusters.console import summary
from clusters.console.map import data_plane
from clusters.console.map.boxes import Marked
from clusters.console.vpc import words
from clusters.live.words import counted
from clusters.sim.aws.ec2 import resource
from clusters.sim.commands import Doc
from clusters.sim.datacenter import control_plane
from clusters.sim.kube.workloads import machines, pods
from clusters.sim.world import Document, Key, World

WATCHES = (
    "eks.Cluster",
    "dc.ApiServer",
    "ec2.Vpc",
    "ec2.Subnet",
    "ec2.RouteTable",
    "ec2.InternetGateway",
    "ec2.NatGateway",
    "ec2.SecurityGroup",
    "ec2.NetworkInterface",
    "ec2.Instance",
    "elb.LoadBalancer",
    "k8s.Node",
    "k8s.Pod",
    "k8s.Service",
    "k8s.EndpointSlice",
)
"""What the picture shows and what the path tester asks about."""
MOST = 8
"""A subnet shows so many things one by one."""
WAYS_OUT = {"igw": "out by the internet gateway", "nat": "out through NAT"}
NAT_HEALTH = {"available": "ok", "pending": "busy", "deleting": "busy"}


@dataclass(frozen=True)
class Thing(Marked):
    """One box. `id` is what the inspector is asked for; `lit` is the tested path's."""

    id: str
    title: str
    detail: str
    owner: str
    icon: str
    state: str = ""
    health: str = "ok"
    lit: str = ""
    current: bool = False


@dataclass(frozen=True)
class Frame:
    """A subnet with what stands in it."""

    thing: Thing
    way: words.Way
    room: words.Room
    used: bool
    things: tuple[Thing, ...]
    more: int


@dataclass(frozen=True)
class Marks:
    """What the page is about: the part inspected, and the path lit up."""

    inspect: str
    lit: Mapping[str, str]

    def on(self, thing: Thing) -> Thing:
        lit = self.lit.get(thing.id, "")
        return replace(thing, lit=lit, current=thing.id == self.inspect)


def build(world: World, key: Key, cluster: Doc, marks: Marks) -> dict[str, Any] | None:
    """Everything in the picture; None when the VPC is gone."""
    settings = cluster["resourcesVpcConfig"]
    vpc = world.find(resource.VPC.key(key.scope, settings["vpcId"]))
    if vpc is None:
        return None
    frames = _frames(world, key, cluster, marks)
    zones = sorted({zone for zone, _ in frames})
    return {
        "id": settings["vpcId"],
        "current": marks.inspect == settings["vpcId"],
        "cidr": vpc["CidrBlock"],
        "outside": [marks.on(t) for t in _outside(world, cluster)],
        "gateways": [marks.on(t) for t in gateways(world, key.scope, vpc["VpcId"])],
        "columns": [(zone, [f for z, f in frames if z == zone]) for zone in zones],
        "count": len(zones),
        "tables": [marks.on(t) for t in tables(world, vpc["VpcId"])],
        "groups": [marks.on(t) for t in groups(world, vpc["VpcId"], settings)],
        "balancers": [marks.on(t) for t in balancers(world, vpc["VpcId"])],
    }


def _outside(world: World, cluster: Doc) -> list[Thing]:
    settings = cluster["resourcesVpcConfig"]
    answers = control_plane.answers(world, cluster["_"]["id"])
    public = settings["endpointPublicAccess"]
    state = "A healthy API server answers" if answers else "No API server answers"
    busy = cluster["status"] == "CREATING"
    return [
        Thing("internet", "The internet", "Everybody else", "both", "globe"),
        Thing("laptop", "Your laptop", "kubectl, aws", "you", "term"),
        Thing("aws", "AWS services", "ECR, STS, EC2", "aws", "cloud"),
        Thing(
            "api",
            "API server",
            f"{'Public' if public else 'Private only'} endpoint",
            "aws",
            "api",
            state,
            "ok" if answers else "busy" if busy else "bad",
        ),
    ]


def gateways(world: World, region: str, vpc: str) -> list[Thing]:
    found = world.by("ec2.InternetGateway", "vpc", vpc)
    return [
        Thing(key.name, "Internet gateway", key.name, "you", "globe", "Attached")
        for key, _ in found
        if key.scope == region
    ]


def tables(world: World, vpc: str) -> list[Thing]:
    out = []
    for key, doc in world.by("ec2.RouteTable", "vpc", vpc):
        main = any(a["Main"] for a in doc["Associations"])
        own = sum("SubnetId" in a for a in doc["Associations"])
        lost = [r for r in doc["Routes"] if words.is_lost(world, key.scope, r)]
        usual = "Main route table" if main else "Route table"
        thing = Thing(
            key.name,
            words.name_of(doc) or usual,
            f"{counted(own, 'subnet')}, {_leads_out(doc)}",
            "you",
            "fwd",
            f"{counted(len(lost), 'black hole')}" if lost else "",
            "bad" if lost else "ok",
        )
        out.append(thing)
    return out


def _leads_out(table: Doc) -> str:
    for route in table["Routes"]:
        if route.get("DestinationCidrBlock") == words.EVERYWHERE:
            by = words.target_of(route).partition("-")[0]
            return WAYS_OUT.get(by, "out another way")
    return "no way out"


def groups(world: World, vpc: str, settings: Doc) -> list[Thing]:
    """The groups that something wears; the cluster's own ones first."""
    own = settings.get("clusterSecurityGroupId")
    more = settings["securityGroupIds"]
    out = []
    for key, doc in world.by("ec2.SecurityGroup", "vpc", vpc):
        worn = len(world.by("ec2.NetworkInterface", "group", key.name))
        role = ""
        if key.name == own:
            role = "Cluster security group, "
        elif key.name in more:
            role = "Additional group of the control plane, "
        thing = Thing(
            key.name,
            doc["GroupName"],
            f"{role}{counted(worn, 'interface')}",
            "both" if key.name == own else "you",
            "shield",
        )
        out.append(((key.name != own, key.name not in more, not worn), thing))
    return [thing for _, thing in sorted(out, key=lambda item: item[0])]


def balancers(world: World, vpc: str) -> list[Thing]:
    return [
        Thing(
            key.name,
            f"{doc['Type'].capitalize()} load balancer",
            f"For {doc['_']['service'][0].partition('/')[2]}/{doc['_']['service'][1]}",
            "both",
            "nlb",
            f"{counted(len(doc['Instances']), 'instance')} behind it",
            "ok" if doc["Instances"] else "warn",
        )
        for key, doc in world.list("elb.LoadBalancer")
        if doc["VPCId"] == vpc
    ]


def _frames(
    world: World, key: Key, cluster: Doc, marks: Marks
) -> list[tuple[str, Frame]]:
    settings = cluster["resourcesVpcConfig"]
    inside = _inside(world, key, cluster, settings["vpcId"])
    out = []
    for at, doc in world.by("ec2.Subnet", "vpc", settings["vpcId"]):
        room = words.room(world, at, doc)
        things = inside.get(at.name, [])
        # What the reader asked about is shown, however full the subnet is.
        things.sort(
            key=lambda thing: thing.id != marks.inspect and thing.id not in marks.lit
        )
        thing = Thing(at.name, doc["CidrBlock"], at.name, "you", "layers")
        frame = Frame(
            marks.on(thing),
            words.way_out(world, key.scope, doc),
            room,
            at.name in settings["subnetIds"],
            tuple(marks.on(t) for t in things[:MOST]),
            max(0, len(things) - MOST),
        )
        out.append((doc["AvailabilityZone"], frame))
    return sorted(out, key=lambda item: (item[0], item[1].thing.title))


def _inside(world: World, key: Key, cluster: Doc, vpc: str) -> dict[str, list[Thing]]:
    """What stands in each subnet: control plane's interfaces, gateways, instances."""
    out: dict[str, list[Thing]] = defaultdict(list)
    own = cluster["_"]["id"]
    for at, doc in world.by("ec2.NetworkInterface", "vpc", vpc):
        if not doc.get("Attachment", {}).get("InstanceId"):
            thing = _interface(at, doc)
            if thing:
                out[doc["SubnetId"]].append(thing)
    for at, doc in world.by("ec2.NatGateway", "vpc", vpc):
        state = doc["State"]
        if state != "deleted":
            address = doc["NatGatewayAddresses"][0].get("PublicIp", "private")
            health = NAT_HEALTH.get(state, "bad")
            thing = Thing(
                at.name, "NAT gateway", address, "both", "loop", state, health
            )
            out[doc["SubnetId"]].append(thing)
    ours = {at.name for at, _ in data_plane.instances_of(world, key)}
    for at, doc in world.by("ec2.Instance", "vpc", vpc):
        if doc["State"]["Name"] not in data_plane.ENDED:
            out[doc["SubnetId"]].append(_instance(world, own, at, doc, at.name in ours))
    return out


def _interface(key: Key, doc: Document) -> Thing | None:
    """An interface with nothing else to stand for it; a NAT gateway has its own box."""
    if doc["InterfaceType"] == "nat_gateway":
        return None
    told = words.whose(doc)
    return Thing(
        key.name, told.title, doc["PrivateIpAddress"], told.owner, "eni", doc["Status"]
    )


def _instance(
    world: World,
    own: str,
    key: Key,
    doc: Document,
    ours: bool,  # noqa: FBT001
) -> Thing:
    cards = world.by("ec2.NetworkInterface", "instance", key.name)
    joined = [n for n in machines.nodes_of(world, key.name) if n[0].scope == own]
    running = doc["State"]["Name"] == "running"
    if not joined:
        title = "Instance, not joined" if ours else "EC2 instance"
        state = doc["State"]["Name"]
        health = "warn" if ours and running else "ok" if running else "busy"
        detail = doc.get("PrivateIpAddress", "")
        return Thing(key.name, title, detail, "you", "node", state, health)
    held = pods.on_node(world, own, joined[0][0].name)
    detail = f"{counted(len(cards), 'ENI')}, {counted(len(held), 'Pod')}"
    ready = summary.is_ready(joined[0][1])
    return Thing(
        key.name,
        f"Node {doc.get('PrivateIpAddress', '')}",
        detail,
        "you",
        "node",
        "Ready" if ready else "NotReady",
        "ok" if ready else "bad",
    )

"""What one part of a VPC is: whose, how it is set, and what is next."""

from __future__ import annotations

from collections.abc import Callable

from clusters.console import things
from clusters.console.vpc import networks, wearers
from clusters.console.vpc.places import PLACES
from clusters.console.vpc.sheet import Sheet
from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, World

Describe = Callable[[World, Key, Doc, Key, Document], Sheet]
DESCRIBED: dict[str, Describe] = {
    "ec2.Vpc": networks.vpc,
    "ec2.Subnet": networks.subnet,
    "ec2.RouteTable": networks.table,
    "ec2.InternetGateway": networks.gateway,
    "ec2.NatGateway": networks.nat,
    "ec2.SecurityGroup": wearers.group,
    "ec2.NetworkInterface": wearers.interface,
    "ec2.Instance": wearers.instance,
    "elb.LoadBalancer": wearers.balancer,
}


def inspect(world: World, key: Key, cluster: Doc, part: str) -> Sheet | None:
    """The sheet of a part; None when there is no such part in the cluster's VPC."""
    if part in PLACES:
        return PLACES[part](world, key, cluster)
    prefix = part.partition("-")[0] if "-" in part else "elb"
    kind = things.PREFIXES.get(prefix, "elb.LoadBalancer")
    at = Key(kind, key.scope, part)
    doc = world.find(at)
    vpc = cluster["resourcesVpcConfig"]["vpcId"]
    if doc is None or vpc not in _vpcs(doc):
        return None
    return DESCRIBED[kind](world, key, cluster, at, doc)


def _vpcs(doc: Doc) -> list[str]:
    """The VPC that a document is of; a gateway may be attached to one."""
    own = doc.get("VpcId") or doc.get("VPCId")
    return [own] if own else [a["VpcId"] for a in doc.get("Attachments", ())]

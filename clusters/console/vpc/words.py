"""Routes, rules and interfaces of a VPC, in words, and whose each is."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple

from clusters.sim.aws.ec2 import subnet
from clusters.sim.aws.ec2.security_group_rule import SIDES, Rule, rule_id, rules
from clusters.sim.commands import Doc
from clusters.sim.network import routes
from clusters.sim.network.firewall import CROSS_ACCOUNT
from clusters.sim.network.internet import SOMEWHERE
from clusters.sim.world import Document, Key, Reader

EVERYWHERE = "0.0.0.0/0"
ROLES = {
    "kubernetes.io/role/elb": "internet-facing load balancers may stand here",
    "kubernetes.io/role/internal-elb": "internal load balancers may stand here",
}
PROTOCOLS = {"-1": "All traffic", "icmp": "ICMP", "icmpv6": "ICMPv6"}


class Whose(NamedTuple):
    """What an interface is: its name, whose it is, and who made it for what."""

    title: str
    owner: str
    about: str


def whose(card: Doc) -> Whose:
    """Whose interface this is. AWS makes some of them in your subnets."""
    told = card["Description"]
    if told.startswith(CROSS_ACCOUNT):
        about = (
            "EKS made it in your subnet and attached it to an API server in AWS's own "
            "account: the control plane reaches your nodes by it. You cannot detach it."
        )
        return Whose("Cross-account ENI", "aws", about)
    if card["InterfaceType"] == "nat_gateway":
        about = "EC2 made it for your NAT gateway; it goes when the gateway goes."
        return Whose("NAT gateway's ENI", "both", about)
    if card["_"].get("elb"):
        about = "AWS made it for a load balancer that one of your Services asked for."
        return Whose("Load balancer's ENI", "both", about)
    if told.startswith("aws-K8S-"):
        about = (
            "The VPC CNI on the node attached it, to have addresses for Pods at hand. "
            "Its addresses come out of your subnet."
        )
        return Whose("Pods' ENI", "you", about)
    if card.get("Attachment", {}).get("InstanceId"):
        about = "The instance's first interface: the node's own address, then Pods'."
        return Whose("Node's ENI", "you", about)
    return Whose(
        "Network interface", "you", "Attached to nothing; it is yours to delete."
    )


def route_words(view: Reader, region: str, route: Doc) -> str:
    """What a route does with the packets for its destination."""
    if route.get("GatewayId") == "local":
        return "stays in the VPC: every subnet reaches every other one"
    target = target_of(route)
    rest = route.get("DestinationCidrBlock") == EVERYWHERE
    what = "everything else" if rest else "what is meant for it"
    if is_lost(view, region, route):
        return f"to {target}, which is gone or detached: a black hole, {what} is lost"
    if target.startswith("igw-"):
        return f"to {target}: {what} goes to the internet, if it has a public address"
    if target.startswith("nat-"):
        return f"to {target}: {what} goes to the internet under the NAT's address"
    return f"to {target}: {what} is handed to it"


def is_lost(view: Reader, region: str, route: Doc) -> bool:
    """Whether a route is a black hole."""
    return not routes.leads(view, region, route)


def target_of(route: Doc) -> str:
    names = ("GatewayId", "NatGatewayId", "NetworkInterfaceId", "InstanceId")
    return str(next(route[name] for name in names if route.get(name)))


class Way(NamedTuple):
    """How a subnet gets out of its VPC."""

    word: str
    text: str
    by: str = ""


def way_out(view: Reader, region: str, doc: Doc) -> Way:
    """Whether a subnet is public: that is its route's doing, not a setting."""
    route = routes.route_to(view, doc, SOMEWHERE)
    if route is None:
        return Way("Isolated", "No route leads out of the VPC.")
    target = target_of(route)
    if not routes.leads(view, region, route):
        return Way("Broken", f"Its route out leads to {target}, which is gone.", target)
    if target.startswith("igw-"):
        return Way("Public", f"Its route out leads to {target}.", target)
    return Way("Private", f"Its route out leads through {target}.", target)


class Room(NamedTuple):
    """How many addresses a subnet has left."""

    free: int
    usable: int
    tone: str

    @property
    def taken(self) -> int:
        return self.usable - self.free


def room(view: Reader, key: Key, doc: Document) -> Room:
    free = subnet.free_count(view, key, doc)
    usable = ipaddress.IPv4Network(doc["CidrBlock"]).num_addresses - subnet.RESERVED
    tone = "bad" if free < 1 else "warn" if free * 10 < usable else "ok"
    return Room(free, usable, tone)


def tags(doc: Doc) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in doc.get("Tags") or ()}


def name_of(doc: Doc) -> str:
    return tags(doc).get("Name", "")


def role_words(doc: Doc) -> list[str]:
    """The tags that say which load balancers a subnet is for, with what they mean."""
    held = tags(doc)
    return [
        f"{tag}: {text}" for tag, text in ROLES.items() if held.get(tag) in ("", "1")
    ]


class RuleRow(NamedTuple):
    """One rule of a security group. `text` is the whole of it in words."""

    id: str
    egress: bool
    traffic: str
    peer: str
    text: str


def rule_rows(group: Doc, *, egress: bool) -> list[RuleRow]:
    own = group["GroupId"]
    return [
        _row(own, rule, egress=egress)
        for permission in group[SIDES[egress]]
        for rule in rules(permission)
    ]


def _row(group_id: str, rule: Rule, *, egress: bool) -> RuleRow:
    traffic = _traffic(rule)
    who = rule.peer
    if rule.peer == EVERYWHERE:
        who = "anywhere (0.0.0.0/0)" if egress else "anyone (0.0.0.0/0)"
    elif rule.peer == group_id:
        who = "whatever wears this same group"
    elif rule.peers == "UserIdGroupPairs":
        who = f"whatever wears {rule.peer}"
    text = f"{traffic} {'to' if egress else 'from'} {who}"
    known = rule_id(group_id, rule, egress=egress)
    return RuleRow(known, egress, traffic, rule.peer, text)


def _traffic(rule: Rule) -> str:
    if rule.protocol in PROTOCOLS:
        return PROTOCOLS[rule.protocol]
    name = rule.protocol.upper()
    if (rule.low, rule.high) == (0, 65535):
        return f"{name}, all ports"
    ports = str(rule.low) if rule.low == rule.high else f"{rule.low} to {rule.high}"
    return f"{name} {ports}"

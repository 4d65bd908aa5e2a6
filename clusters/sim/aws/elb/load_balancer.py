"""The noun: a load balancer, its interfaces, and how it is taken away."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

KIND = "elb.LoadBalancer"
NETWORK = "network"


def all_of(view: Reader, region: str, *, network: bool) -> list[tuple[Key, Document]]:
    """Network load balancers, or all others: each API knows its own sort only."""
    found = view.list(KIND, region)
    return [(key, doc) for key, doc in found if (doc["Type"] == NETWORK) == network]


def arn(region: str, account: str, doc: Doc) -> str:
    """A network load balancer's ARN: the end of its DNS name is the end of it, too."""
    name = doc["LoadBalancerName"]
    unique = doc["DNSName"].partition(".")[0].rpartition("-")[2]
    place = f"arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer"
    return f"{place}/net/{name}/{unique}"


def remove(tx: Tx, key: Key) -> None:
    """Take it away with its interfaces. Its security group stays: that is the account's."""
    doc = tx.need(key)
    for card, body in tx.by("ec2.NetworkInterface", "vpc", doc["VPCId"]):
        if body["_"].get("elb") == key.name:
            tx.remove(card)
    tx.remove(key)
    tx.tell(
        key,
        "elb",
        "DeleteLoadBalancer",
        f"The load balancer {key.name} is deleted, and with it its interfaces. Its "
        "security group stays until you delete it.",
        owner="you",
        by="you",
        next="you",
    )

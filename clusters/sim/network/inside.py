"""From one thing in a VPC to another: nodes and Pods among themselves."""

from __future__ import annotations

from clusters.sim.network import firewall
from clusters.sim.network.ends import Spot
from clusters.sim.network.path import Hop, Path, path
from clusters.sim.world import Reader


def between(view: Reader, start: Spot, end: Spot, port: int) -> Path:
    """From a node or Pod to another one of the same VPC.

    The VPC CNI gives a Pod an address of its node's interfaces, so the groups of those
    decide, and a packet within one VPC keeps the Pod's address.
    """
    if start.instance == end.instance:
        why = (
            f"Both are on {start.instance.name}: the packet does not leave it, so no "
            "security group looks at it."
        )
        return path(Hop(start.instance.name, "you", ok=True, why=why))
    vpc = start.card["VpcId"]
    why = (
        f"Every route table of {vpc} holds its local route, so all of its subnets "
        "reach each other."
    )
    return path(
        firewall.egress(view, start.card, end.card, port),
        Hop(f"local route of {vpc}", "aws", ok=True, why=why),
        firewall.ingress(view, end.card, start.card, port),
    )

"""Public subnets that give no public addresses: nodes in them could not reach out."""

from __future__ import annotations

from collections.abc import Sequence

from clusters.sim.network import routes
from clusters.sim.world import Key, Reader

ANYWHERE = "203.0.113.10"
MESSAGE = (
    "One or more Amazon EC2 Subnets of [{subnets}] for node group {group} does not "
    "automatically assign public IP addresses to instances launched into it. If you want "
    "your instances to be assigned a public IP address, then you need to enable "
    "auto-assign public IP address for the subnet. See IP addressing in VPC guide: "
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html#subnet-public-ip"
)


def without_addresses(view: Reader, region: str, subnets: Sequence[str]) -> list[str]:
    """Those of the subnets that lead to an internet gateway but assign no address."""
    found = []
    for subnet_id in subnets:
        doc = view.find(Key("ec2.Subnet", region, subnet_id))
        route = routes.route_to(view, doc, ANYWHERE) if doc else None
        gateway = str((route or {}).get("GatewayId", ""))
        if doc and gateway.startswith("igw-") and not doc["MapPublicIpOnLaunch"]:
            found.append(subnet_id)
    return found

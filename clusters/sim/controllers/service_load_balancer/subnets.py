"""Which subnets a load balancer goes into: one per zone, public or internal."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.network import routes
from clusters.sim.network.internet import SOMEWHERE
from clusters.sim.world import Document, Key, Reader

PUBLIC_ROLE, INTERNAL_ROLE = "kubernetes.io/role/elb", "kubernetes.io/role/internal-elb"
ON = ("", "1")


def chosen(
    view: Reader, region: str, vpc: str, *, internal: bool
) -> list[tuple[Key, Document]]:
    """The subnets in order of their zones; empty when none will do."""
    best: dict[str, tuple[tuple[bool, str], Key, Document]] = {}
    for key, doc in view.by("ec2.Subnet", "vpc", vpc):
        tagged = _tags(doc).get(INTERNAL_ROLE if internal else PUBLIC_ROLE) in ON
        if not internal and not _is_public(view, region, doc):
            continue
        rank = (not tagged, key.name)
        zone = doc["AvailabilityZone"]
        if zone not in best or rank < best[zone][0]:
            best[zone] = (rank, key, doc)
    return [(key, doc) for _, (_, key, doc) in sorted(best.items())]


def _is_public(view: Reader, region: str, subnet: Doc) -> bool:
    route = routes.route_to(view, subnet, SOMEWHERE)
    if route is None or not route.get("GatewayId", "").startswith("igw-"):
        return False
    return routes.leads(view, region, route)


def _tags(doc: Doc) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in doc.get("Tags") or ()}

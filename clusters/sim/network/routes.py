"""Where a packet that leaves a subnet goes: route tables and their targets."""

from __future__ import annotations

import ipaddress

from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, Reader


def table_of(view: Reader, subnet: Doc) -> Document | None:
    """The table that a subnet uses: its own, or the main one of its VPC."""
    own = view.by("ec2.RouteTable", "subnet", subnet["SubnetId"])
    if own:
        return own[0][1]
    tables = view.by("ec2.RouteTable", "vpc", subnet["VpcId"])
    return next(
        (doc for _, doc in tables if any(a["Main"] for a in doc["Associations"])), None
    )


def route_to(view: Reader, subnet: Doc, address: str) -> Doc | None:
    """The most specific route for an address."""
    table = table_of(view, subnet)
    if table is None:
        return None
    wanted = ipaddress.ip_address(address)
    fitting = [
        (block.prefixlen, route)
        for route in table["Routes"]
        if (block := _block(route)) is not None and wanted in block
    ]
    return max(fitting, key=lambda item: item[0])[1] if fitting else None


def _block(route: Doc) -> ipaddress.IPv4Network | None:
    destination = route.get("DestinationCidrBlock")
    return ipaddress.IPv4Network(destination) if destination else None


def leads(view: Reader, region: str, route: Doc) -> bool:
    """Whether a route's target exists and can carry traffic; else it is a black hole."""
    if route.get("NatGatewayId"):
        gateway = view.find(Key("ec2.NatGateway", region, route["NatGatewayId"]))
        return gateway is not None and gateway["State"] in ("pending", "available")
    if route.get("NetworkInterfaceId"):
        return (
            view.find(Key("ec2.NetworkInterface", region, route["NetworkInterfaceId"]))
            is not None
        )
    if route.get("InstanceId"):
        return view.find(Key("ec2.Instance", region, route["InstanceId"])) is not None
    gateway_id = route.get("GatewayId", "")
    if gateway_id == "local":
        return True
    found = view.find(Key("ec2.InternetGateway", region, gateway_id))
    return found is not None and bool(found["Attachments"])

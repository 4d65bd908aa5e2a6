"""Can something in a VPC reach the internet, and under which address."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.network import firewall, routes
from clusters.sim.network.path import Hop, Path, path
from clusters.sim.world import Document, Key, Reader

SOMEWHERE = "198.51.100.10"
"""Stands for any address out there; a documentation block, so no route names it."""


def primary_interface(view: Reader, key: Key) -> Document | None:
    """The interface itself, or the first one of an instance."""
    if key.kind == "ec2.NetworkInterface":
        return view.find(key)
    cards = view.by("ec2.NetworkInterface", "instance", key.name)
    return min(
        (card for _, card in cards),
        key=lambda card: int(card["Attachment"]["DeviceIndex"]),
        default=None,
    )


def to_internet(view: Reader, key: Key, port: int = 443) -> Path:
    """From an instance or interface out of the VPC on a TCP port."""
    card = primary_interface(view, key)
    if card is None:
        why = f"{key.name} has no network interface."
        return path(Hop("network interface", "you", ok=False, why=why))
    first = firewall.egress(view, card, SOMEWHERE, port)
    return path(first, *_way_out(view, key.scope, card))


def public_address(view: Reader, key: Key) -> str:
    """The address that the internet sees it come from; empty without a way out."""
    card = primary_interface(view, key)
    if card is None:
        return ""
    subnet = view.find(Key("ec2.Subnet", key.scope, card["SubnetId"]))
    route = routes.route_to(view, subnet, SOMEWHERE) if subnet else None
    if route is None:
        return ""
    if route.get("NatGatewayId"):
        gateway = view.find(Key("ec2.NatGateway", key.scope, route["NatGatewayId"]))
        addresses = gateway["NatGatewayAddresses"] if gateway else [{}]
        return str(addresses[0].get("PublicIp", ""))
    return str(card.get("Association", {}).get("PublicIp", ""))


def _way_out(view: Reader, region: str, card: Doc) -> list[Hop]:
    subnet = view.find(Key("ec2.Subnet", region, card["SubnetId"]))
    if subnet is None:
        why = f"The subnet {card['SubnetId']} is gone."
        return [Hop("subnet", "you", ok=False, why=why)]
    route = routes.route_to(view, subnet, SOMEWHERE)
    name = f"route table of {subnet['SubnetId']}"
    if route is None:
        why = (
            f"The route table of {subnet['SubnetId']} has no route to the internet: "
            "add 0.0.0.0/0 to a NAT gateway, or to an internet gateway for instances "
            "with public addresses."
        )
        return [Hop(name, "you", ok=False, why=why)]
    if not routes.leads(view, region, route):
        why = (
            f"The route {route['DestinationCidrBlock']} of {subnet['SubnetId']} is a black "
            f"hole: {_target(route)} is gone or detached."
        )
        return [Hop(name, "you", ok=False, why=why)]
    why = f"{route['DestinationCidrBlock']} goes to {_target(route)}."
    return [Hop(name, "you", ok=True, why=why), *_gateways(view, region, card, route)]


def _target(route: Doc) -> str:
    names = ("GatewayId", "NatGatewayId", "NetworkInterfaceId", "InstanceId")
    return str(next(route[name] for name in names if route.get(name)))


def _gateways(view: Reader, region: str, card: Doc, route: Doc) -> list[Hop]:
    if route.get("NatGatewayId"):
        return _through_nat(view, region, route["NatGatewayId"])
    if str(route.get("GatewayId", "")).startswith("igw-"):
        return [_internet_gateway(card, route["GatewayId"])]
    why = f"{_target(route)} does not lead to the internet here."
    return [Hop(_target(route), "you", ok=False, why=why)]


def _internet_gateway(card: Doc, gateway: str) -> Hop:
    if "PublicIp" in card.get("Association", {}):
        why = f"It goes out as {card['Association']['PublicIp']}."
        return Hop(gateway, "you", ok=True, why=why)
    why = (
        f"{card['NetworkInterfaceId']} has no public address, and {gateway} carries only "
        "those that have one: turn on auto-assign public IPv4 addresses for "
        f"{card['SubnetId']}, or route through a NAT gateway."
    )
    return Hop(gateway, "you", ok=False, why=why)


def _through_nat(view: Reader, region: str, gateway_id: str) -> list[Hop]:
    gateway = view.find(Key("ec2.NatGateway", region, gateway_id))
    if gateway is None or gateway["State"] != "available":
        state = "gone" if gateway is None else gateway["State"]
        why = f"NAT gateway {gateway_id} is {state}, not available."
        return [Hop(gateway_id, "you", ok=False, why=why)]
    address = gateway["NatGatewayAddresses"][0].get("PublicIp")
    if not address:
        why = f"NAT gateway {gateway_id} is private: it has no public address."
        return [Hop(gateway_id, "you", ok=False, why=why)]
    first = Hop(gateway_id, "you", ok=True, why=f"It goes out as {address}.")
    subnet = view.find(Key("ec2.Subnet", region, gateway["SubnetId"]))
    route = routes.route_to(view, subnet, SOMEWHERE) if subnet else None
    out = str(route.get("GatewayId", "")) if route else ""
    name = f"route table of {gateway['SubnetId']}"
    if (
        route is not None
        and out.startswith("igw-")
        and routes.leads(view, region, route)
    ):
        return [first, Hop(name, "you", ok=True, why=f"0.0.0.0/0 goes to {out}.")]
    why = (
        f"NAT gateway {gateway_id} stands in {gateway['SubnetId']}, whose route table "
        "has no route to an internet gateway: a NAT gateway needs a public subnet."
    )
    return [first, Hop(name, "you", ok=False, why=why)]

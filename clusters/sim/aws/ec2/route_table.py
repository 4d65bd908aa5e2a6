"""Route tables: routes, associations, and which table a subnet uses."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import account, resource
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.network import routes
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

ROUTE_TABLE = resource.ROUTE_TABLE
TARGETS = ("GatewayId", "NatGatewayId", "NetworkInterfaceId", "InstanceId")
"""The members of a route of which exactly one names where it leads."""


def create(
    tx: Tx, vpc_key: Key, *, main: bool = False, tags: Iterable[Doc] = ()
) -> Key:
    """A route table of a VPC, with its local route."""
    table_id = ROUTE_TABLE.new_id(tx)
    key = ROUTE_TABLE.key(vpc_key.scope, table_id)
    local = {
        "DestinationCidrBlock": tx.need(vpc_key)["CidrBlock"],
        "GatewayId": "local",
        "Origin": "CreateRouteTable",
        "State": "active",
    }
    doc: dict[str, Any] = {
        "Associations": [_association(tx, table_id, Main=True)] if main else [],
        "PropagatingVgws": [],
        "RouteTableId": table_id,
        "Routes": [local],
        "VpcId": vpc_key.name,
        "OwnerId": account.number(tx),
        **resource.tagged(ROUTE_TABLE, tags),
        "_": {"created": tx.now},
    }
    tx.add(key, doc)
    return key


def _association(tx: Tx, table_id: str, **members: Any) -> dict[str, Any]:
    return {
        "Main": False,
        "RouteTableAssociationId": f"rtbassoc-0{tx.rng.hex(16)}",
        "RouteTableId": table_id,
        "AssociationState": {"State": "associated"},
        **members,
    }


def is_main(doc: Doc) -> bool:
    return any(association["Main"] for association in doc["Associations"])


def associate(tx: Tx, key: Key, subnet_id: str) -> str:
    """Have a subnet use this table; its association id."""
    new = _association(tx, key.name, SubnetId=subnet_id)
    with tx.edit(key) as doc:
        doc["Associations"].append(new)
    return str(new["RouteTableAssociationId"])


def associated(view: Reader, region: str, association_id: str) -> tuple[Key, Doc]:
    """The table and the association of this id."""
    for key, doc in view.list(ROUTE_TABLE.kind, region):
        for association in doc["Associations"]:
            if association["RouteTableAssociationId"] == association_id:
                return key, association
    text = f"The association ID '{association_id}' does not exist"
    raise Refusal("InvalidAssociationID.NotFound", text)


def disassociate(tx: Tx, key: Key, association_id: str) -> None:
    with tx.edit(key) as doc:
        doc["Associations"] = [
            a
            for a in doc["Associations"]
            if a["RouteTableAssociationId"] != association_id
        ]


def route_at(doc: Doc, destination: str) -> Doc | None:
    """The route with exactly this destination."""
    return next(
        (r for r in doc["Routes"] if r.get("DestinationCidrBlock") == destination), None
    )


def destination(request: Doc) -> str:
    """The block that a requested route is for, in its normal form."""
    text = request.get("DestinationCidrBlock")
    if not text:
        message = (
            "The request must contain exactly one of destinationCidrBlock, "
            "destinationIpv6CidrBlock or destinationPrefixListId"
        )
        raise Refusal("MissingParameter", message)
    try:
        return str(ipaddress.IPv4Network(text, strict=False))
    except ValueError:
        message = (
            f"Value ({text}) for parameter destinationCidrBlock is invalid. "
            "This is not a valid CIDR block."
        )
        raise Refusal("InvalidParameterValue", message) from None


def make_main(tx: Tx, key: Key) -> str:
    """Have the table serve the VPC's subnets that have none of their own."""
    new = _association(tx, key.name, Main=True)
    with tx.edit(key) as doc:
        doc["Associations"].append(new)
    return str(new["RouteTableAssociationId"])


def add_route(tx: Tx, key: Key, destination: str, target: Doc) -> None:
    """A route; `target` is one member such as {"GatewayId": …}."""
    with tx.edit(key) as doc:
        doc["Routes"].append(
            {
                "DestinationCidrBlock": destination,
                **target,
                "Origin": "CreateRoute",
                "State": "active",
            }
        )


def remove_route(tx: Tx, key: Key, destination: str) -> None:
    """Take away the route with exactly this destination."""
    if route_at(tx.need(key), destination) is None:
        text = f"no route with destination-cidr-block {destination} in route table {key.name}"
        raise Refusal("InvalidRoute.NotFound", text)
    with tx.edit(key) as doc:
        doc["Routes"] = [
            r for r in doc["Routes"] if r.get("DestinationCidrBlock") != destination
        ]


def target(view: Reader, region: str, table: Doc, request: Doc) -> dict[str, str]:
    """Where a requested route leads; refused when that is not of this network."""
    named = {name: request[name] for name in TARGETS if request.get(name)}
    if len(named) != 1:
        text = (
            "The request must contain exactly one of gatewayId, natGatewayId, "
            "networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, "
            "transitGatewayId, localGatewayId or carrierGatewayId"
        )
        raise Refusal("InvalidParameterCombination", text)
    name, value = next(iter(named.items()))
    if name == "GatewayId" and value.startswith("nat-"):
        name = "NatGatewayId"
    if name == "GatewayId":
        gateway = resource.INTERNET_GATEWAY.require(view, region, value)
        if all(a["VpcId"] != table["VpcId"] for a in gateway["Attachments"]):
            raise _elsewhere(table, f"network gateway {value}")
    else:
        kind = resource.of_id(value)
        found = kind.require(view, region, value)
        if found["VpcId"] != table["VpcId"]:
            raise _elsewhere(table, f"{kind.type} {value}")
    return {name: value}


def _elsewhere(table: Doc, other: str) -> Refusal:
    text = (
        f"route table {table['RouteTableId']} and {other} belong to different networks"
    )
    return Refusal("InvalidParameterValue", text)


def shown(view: Reader, key: Key, doc: Document) -> dict[str, Any]:
    """As DescribeRouteTables shows it: routes to what is gone are black holes."""
    found = [
        {
            **route,
            "State": "active" if routes.leads(view, key.scope, route) else "blackhole",
        }
        for route in doc["Routes"]
    ]
    return {**resource.shown(doc), "Routes": found}

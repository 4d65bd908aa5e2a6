"""NAT gateways: a way to the internet for subnets without public addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import account, elastic_ip, network_interface, resource
from clusters.sim.catalog.timings import ec2 as timings
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key

NAT_GATEWAY = resource.NAT_GATEWAY


def create(
    tx: Tx,
    subnet_key: Key,
    allocation_id: str,
    *,
    client_token: str = "",
    tags: Iterable[Doc] = (),
) -> Key:
    """A gateway on its way; with no allocation it is a private one."""
    place = tx.need(subnet_key)
    _check_quota(tx, subnet_key.scope, place["AvailabilityZone"])
    gateway_id = NAT_GATEWAY.new_id(tx)
    key = NAT_GATEWAY.key(subnet_key.scope, gateway_id)
    about = f"Interface for NAT Gateway {gateway_id}"
    interface = network_interface.create(
        tx, subnet_key, (), about, requester_managed=True
    )
    network_interface.attach_managed(tx, interface, "amazon-aws")
    with tx.edit(interface) as card:
        card["InterfaceType"] = "nat_gateway"
        # Nothing may reach a NAT gateway first, and no group stops what it sends.
        card["Groups"] = []
    doc: dict[str, Any] = {
        "CreateTime": tx.epoch,
        "NatGatewayAddresses": [_address(tx, interface, allocation_id)],
        "NatGatewayId": gateway_id,
        "State": "pending",
        "SubnetId": subnet_key.name,
        "VpcId": place["VpcId"],
        **resource.tagged(NAT_GATEWAY, tags),
        "ConnectivityType": "public" if allocation_id else "private",
        "_": {
            "created": tx.now,
            "until": tx.now + timings.NAT_GATEWAY_PENDING.draw(tx.rng),
            "interface": interface.name,
            "token": client_token,
        },
    }
    tx.add(key, doc)
    return key


def _check_quota(tx: Tx, region: str, zone: str) -> None:
    held = sum(
        doc["State"] in ("pending", "available")
        and tx.need(resource.SUBNET.key(region, doc["SubnetId"]))["AvailabilityZone"]
        == zone
        for _, doc in tx.list(NAT_GATEWAY.kind, region)
    )
    text = f"The maximum number of NAT Gateways has been reached in availability zone {zone}."
    account.within(
        tx, "nat_gateways", held + 1, Refusal("NatGatewayLimitExceeded", text)
    )


def _address(tx: Tx, interface: Key, allocation_id: str) -> dict[str, Any]:
    card = tx.need(interface)
    found: dict[str, Any] = {
        "NetworkInterfaceId": interface.name,
        "PrivateIp": card["PrivateIpAddress"],
        "IsPrimary": True,
        "Status": "associating",
    }
    if not allocation_id:
        return found
    address = resource.ADDRESS.key(interface.scope, allocation_id)
    association_id = elastic_ip.associate(tx, address, interface)
    return {
        **found,
        "AllocationId": allocation_id,
        "AssociationId": association_id,
        "PublicIp": tx.need(address)["PublicIp"],
    }


def delete(tx: Tx, key: Key) -> None:
    """Begin to delete a gateway; its address stays the account's."""
    with tx.edit(key) as doc:
        doc["State"] = "deleting"
        doc["_"]["until"] = tx.now + timings.NAT_GATEWAY_DELETING.draw(tx.rng)


def let_go(tx: Tx, key: Key) -> None:
    """Give back the interface and the Elastic IP of a gateway that is no more."""
    doc = tx.need(key)
    for address in doc["NatGatewayAddresses"]:
        allocation = resource.ADDRESS.key(key.scope, address.get("AllocationId", ""))
        if tx.find(allocation) is not None:
            elastic_ip.disassociate(tx, allocation)
    interface = resource.NETWORK_INTERFACE.key(key.scope, doc["_"]["interface"])
    if tx.find(interface) is not None:
        tx.remove(interface)

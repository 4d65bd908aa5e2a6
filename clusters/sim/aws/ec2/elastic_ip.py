"""Elastic IP addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import account, network_interface, resource
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key

ADDRESS = resource.ADDRESS


def allocate(tx: Tx, region: str, tags: Iterable[Doc] = ()) -> Key:
    """A public address of the account's own."""
    held = len(tx.list(ADDRESS.kind, region))
    text = "The maximum number of addresses has been reached."
    account.within(tx, "addresses", held + 1, Refusal("AddressLimitExceeded", text))
    allocation_id = ADDRESS.new_id(tx)
    key = ADDRESS.key(region, allocation_id)
    doc: dict[str, Any] = {
        "AllocationId": allocation_id,
        "Domain": "vpc",
        "NetworkBorderGroup": region,
        "PublicIp": account.public_address(tx),
        "PublicIpv4Pool": "amazon",
        **resource.tagged(ADDRESS, tags),
        "_": {"created": tx.now},
    }
    tx.add(key, doc)
    return key


def associate(tx: Tx, key: Key, interface: Key, instance_id: str = "") -> str:
    """Give an interface the address; the association's id."""
    if tx.need(key).get("AssociationId"):
        text = f"resource {key.name} is already associated with associate-id {tx.need(key)['AssociationId']}"
        raise Refusal("Resource.AlreadyAssociated", text)
    association_id = f"eipassoc-0{tx.rng.hex(16)}"
    card = tx.need(interface)
    with tx.edit(key) as doc:
        doc["AssociationId"] = association_id
        doc["NetworkInterfaceId"] = interface.name
        doc["NetworkInterfaceOwnerId"] = card["OwnerId"]
        doc["PrivateIpAddress"] = card["PrivateIpAddress"]
        if instance_id:
            doc["InstanceId"] = instance_id
    ids = {"AllocationId": key.name, "AssociationId": association_id}
    network_interface.publish(tx, interface, tx.need(key)["PublicIp"], **ids)
    return association_id


def disassociate(tx: Tx, key: Key) -> None:
    """Take the address from whatever has it."""
    interface = resource.NETWORK_INTERFACE.key(
        key.scope, tx.need(key).get("NetworkInterfaceId", "")
    )
    if tx.find(interface) is not None:
        network_interface.unpublish(tx, interface)
    members = (
        "AssociationId",
        "NetworkInterfaceId",
        "NetworkInterfaceOwnerId",
        "PrivateIpAddress",
        "InstanceId",
    )
    with tx.edit(key) as doc:
        for member in members:
            doc.pop(member, None)

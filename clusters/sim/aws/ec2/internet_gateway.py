"""Internet gateways: a VPC's door to the internet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import account, resource
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key

INTERNET_GATEWAY = resource.INTERNET_GATEWAY


def create(tx: Tx, region: str, tags: Iterable[Doc] = ()) -> Key:
    """A gateway that no VPC has yet."""
    gateway_id = INTERNET_GATEWAY.new_id(tx)
    key = INTERNET_GATEWAY.key(region, gateway_id)
    doc: dict[str, Any] = {
        "Attachments": [],
        "InternetGatewayId": gateway_id,
        "OwnerId": account.number(tx),
        **resource.tagged(INTERNET_GATEWAY, tags),
        "_": {"created": tx.now},
    }
    tx.add(key, doc)
    return key


def attach(tx: Tx, key: Key, vpc_id: str) -> None:
    """Give a VPC the gateway; each may have one."""
    for attachment in tx.need(key)["Attachments"]:
        text = (
            f"resource {key.name} is already attached to network {attachment['VpcId']}"
        )
        raise Refusal("Resource.AlreadyAssociated", text)
    if tx.by(INTERNET_GATEWAY.kind, "vpc", vpc_id):
        text = f"Network {vpc_id} already has an internet gateway attached"
        raise Refusal("InvalidParameterValue", text)
    with tx.edit(key) as doc:
        doc["Attachments"].append({"State": "available", "VpcId": vpc_id})


def detach(tx: Tx, key: Key, vpc_id: str) -> None:
    """Take the gateway from its VPC, where nothing has a public address any more."""
    if all(a["VpcId"] != vpc_id for a in tx.need(key)["Attachments"]):
        text = f"resource {key.name} is not attached to network {vpc_id}"
        raise Refusal("Gateway.NotAttached", text)
    cards = tx.by("ec2.NetworkInterface", "vpc", vpc_id)
    if any("Association" in card for _, card in cards):
        text = (
            f"Network {vpc_id} has some mapped public address(es). Please unmap those "
            "public address(es) before detaching the gateway."
        )
        raise Refusal("DependencyViolation", text)
    with tx.edit(key) as doc:
        doc["Attachments"] = []

"""NAT gateways come up, or fail for want of an internet gateway, and go."""

from __future__ import annotations

from clusters.sim.aws.ec2 import nat_gateway
from clusters.sim.catalog.timings import ec2 as timings
from clusters.sim.commands import Doc
from clusters.sim.registry import Again, Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key


@controller("nat-gateway", watches("ec2.NatGateway"), provisioning=True)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    if doc is None or doc["State"] == "available":
        return None
    left = float(doc["_"]["until"] - tx.now)
    over = doc["State"] in ("deleted", "failed")
    if left > 0:
        return Again(left) if over else left
    if over:
        tx.remove(key)
        return None
    if doc["State"] == "deleting":
        return _end(tx, key, "deleted", {"DeleteTime": tx.epoch})
    if doc["ConnectivityType"] == "public" and not _has_gateway(tx, doc):
        text = f"Network {doc['VpcId']} has no Internet gateway attached"
        failure = {"FailureCode": "Gateway.NotAttached", "FailureMessage": text}
        return _end(tx, key, "failed", failure)
    return _come_up(tx, key, doc)


def _has_gateway(tx: Tx, doc: Document) -> bool:
    return bool(tx.by("ec2.InternetGateway", "vpc", doc["VpcId"]))


def _come_up(tx: Tx, key: Key, doc: Document) -> Wait:
    with tx.edit(key) as body:
        body["State"] = "available"
        for address in body["NatGatewayAddresses"]:
            address["Status"] = "succeeded"
    public = doc["NatGatewayAddresses"][0].get("PublicIp", "no public address")
    message = f"NAT gateway {key.name} is available ({public})."
    tx.tell(key, "ec2", "NatGatewayAvailable", message, owner="you")
    return None


def _end(tx: Tx, key: Key, state: str, members: Doc) -> Wait:
    nat_gateway.let_go(tx, key)
    with tx.edit(key) as doc:
        doc["State"] = state
        doc.update(members)
        doc["_"]["until"] = tx.now + timings.TERMINATED_SHOWN.seconds
    if state == "failed":
        message = f"NAT gateway {key.name} failed: {members['FailureMessage']}."
        tx.tell(
            key,
            "ec2",
            "NatGatewayFailed",
            message,
            owner="you",
            next="you",
            severity="error",
        )
    else:
        tx.tell(
            key,
            "ec2",
            "NatGatewayDeleted",
            f"NAT gateway {key.name} is deleted.",
            owner="you",
        )
    return Again(timings.TERMINATED_SHOWN.seconds)

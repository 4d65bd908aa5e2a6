"""Instances start, stop and end; a terminated one is shown for about an hour."""

from __future__ import annotations

from clusters.sim.aws.ec2 import account, instance, instance_end, network_interface
from clusters.sim.catalog.timings import ec2 as timings
from clusters.sim.registry import Again, Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

MOVES = {
    "pending": "running",
    "stopping": "stopped",
    "shutting-down": "terminated",
}
"""What a state on its way becomes."""


@controller("instance", watches("ec2.Instance"), provisioning=True)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    if doc is None:
        return None
    state = doc["State"]["Name"]
    left = float(doc["_"].get("until", 0.0) - tx.now)
    if state == "terminated":
        return _forget(tx, key, left)
    if state not in MOVES:
        return None
    if left > 0:
        return left
    return _move(tx, key, doc, MOVES[state])


def _forget(tx: Tx, key: Key, left: float) -> Wait:
    if left > 0:
        return Again(left)
    tx.remove(key)
    return None


def _move(tx: Tx, key: Key, doc: Document, state: str) -> Wait:
    if state == "terminated":
        instance_end.release(tx, key)
    with tx.edit(key) as body:
        body["State"] = instance.state(state)
        if state == "running":
            body["_"]["running"] = tx.now
            body["_"]["checked"] = tx.now + timings.INSTANCE_STATUS_CHECKS.draw(tx.rng)
        if state == "stopped":
            body.pop("PublicIpAddress", None)
            body["PublicDnsName"] = ""
        if state == "terminated":
            body["_"]["until"] = tx.now + timings.TERMINATED_SHOWN.seconds
            for gone in ("PrivateIpAddress", "PublicIpAddress"):
                body.pop(gone, None)
            body["PrivateDnsName"] = body["PublicDnsName"] = ""
            body["BlockDeviceMappings"] = []
    _address(tx, key, state)
    _tell(tx, key, doc, state)
    return Again(timings.TERMINATED_SHOWN.seconds) if state == "terminated" else None


def _address(tx: Tx, key: Key, state: str) -> None:
    """A stopped instance loses its public address; a started one gets a new one."""
    doc = tx.need(key)
    interface = Key("ec2.NetworkInterface", key.scope, doc["_"]["interface"])
    card = tx.find(interface)
    if card is None or "AllocationId" in card.get("Association", {}):
        return
    if state == "stopped" and "Association" in card:
        network_interface.unpublish(tx, interface)
        with tx.edit(key) as body:
            body["_"]["public"] = True
    if state == "running" and doc["_"].get("public") and "Association" not in card:
        network_interface.publish(tx, interface, account.public_address(tx))
        shown = tx.need(interface)["Association"]
        with tx.edit(key) as body:
            body["PublicIpAddress"] = shown["PublicIp"]
            body["PublicDnsName"] = shown["PublicDnsName"]


def _tell(tx: Tx, key: Key, doc: Document, state: str) -> None:
    messages = {
        "stopped": f"Instance {key.name} is stopped.",
        "terminated": f"Instance {key.name} is terminated.",
        "running": (
            f"Instance {key.name} ({doc['InstanceType']}) runs in "
            f"{doc['Placement']['AvailabilityZone']} at {doc.get('PrivateIpAddress')}."
        ),
    }
    tx.tell(key, "ec2", f"Instance{state.capitalize()}", messages[state], owner="you")

"""What an instance gives back when it has ended: interfaces, addresses, volumes."""

from __future__ import annotations

from clusters.sim.aws.ec2 import elastic_ip, resource, volume
from clusters.sim.tx import Tx
from clusters.sim.world import Key


def release(tx: Tx, key: Key) -> None:
    """Take away what goes with the instance; the rest is detached."""
    for interface, card in tx.by("ec2.NetworkInterface", "instance", key.name):
        _disassociate(tx, interface)
        if card["Attachment"]["DeleteOnTermination"]:
            tx.remove(interface)
        else:
            _detach(tx, interface)
    for disk in volume.attached(tx, key.scope, key.name):
        tx.remove(disk)


def _disassociate(tx: Tx, interface: Key) -> None:
    for address, doc in tx.list(resource.ADDRESS.kind, interface.scope):
        if doc.get("NetworkInterfaceId") == interface.name:
            elastic_ip.disassociate(tx, address)


def _detach(tx: Tx, interface: Key) -> None:
    with tx.edit(interface) as doc:
        del doc["Attachment"]
        doc["Status"] = "available"

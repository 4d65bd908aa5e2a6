"""ec2:AssociateAddress."""

from __future__ import annotations

from clusters.sim.aws.ec2 import elastic_ip, instance
from clusters.sim.aws.ec2.resource import ADDRESS, INSTANCE, NETWORK_INTERFACE
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Key


@operation("ec2:AssociateAddress")
def associate_address(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request.get("AllocationId", "")
    doc = ADDRESS.require(tx, caller.region, name)
    interface_id, instance_id = _target(tx, caller, request)
    key = ADDRESS.key(caller.region, name)
    if doc.get("NetworkInterfaceId") == interface_id:
        return {"AssociationId": doc["AssociationId"]}
    if doc.get("AssociationId") and request.get("AllowReassociation", True):
        elastic_ip.disassociate(tx, key)
    interface = NETWORK_INTERFACE.key(caller.region, interface_id)
    made = elastic_ip.associate(tx, key, interface, instance_id)
    if instance_id:
        _show(tx, INSTANCE.key(caller.region, instance_id), interface)
    return {"AssociationId": made}


def _target(tx: Tx, caller: Caller, request: Doc) -> tuple[str, str]:
    """The interface, and its instance when the request names one."""
    if request.get("NetworkInterfaceId"):
        card = NETWORK_INTERFACE.require(
            tx, caller.region, request["NetworkInterfaceId"]
        )
        return card["NetworkInterfaceId"], card.get("Attachment", {}).get(
            "InstanceId", ""
        )
    if not request.get("InstanceId"):
        text = "You must specify either an InstanceId or a NetworkInterfaceId"
        raise Refusal("MissingParameter", text)
    doc = instance.require(tx, caller.region, request["InstanceId"])
    return doc["_"]["interface"], request["InstanceId"]


def _show(tx: Tx, key: Key, interface: Key) -> None:
    association = tx.need(interface)["Association"]
    with tx.edit(key) as doc:
        doc["PublicIpAddress"] = association["PublicIp"]
        doc["PublicDnsName"] = association["PublicDnsName"]

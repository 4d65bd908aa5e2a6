"""ec2:ModifyNetworkInterfaceAttribute."""

from __future__ import annotations

from clusters.sim.aws.ec2 import resource, security_group
from clusters.sim.aws.ec2.resource import INSTANCE, NETWORK_INTERFACE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:ModifyNetworkInterfaceAttribute")
def modify_network_interface_attribute(tx: Tx, caller: Caller, request: Doc) -> Doc:
    NETWORK_INTERFACE.require(tx, caller.region, request["NetworkInterfaceId"])
    key = NETWORK_INTERFACE.key(caller.region, request["NetworkInterfaceId"])
    groups = request.get("Groups")
    with tx.edit(key) as doc:
        if groups:
            doc["Groups"] = security_group.references(tx, caller.region, groups)
        if "Description" in request:
            doc["Description"] = request["Description"].get("Value", "")
        if "SourceDestCheck" in request:
            doc["SourceDestCheck"] = bool(resource.setting(request, "SourceDestCheck"))
    holder = INSTANCE.key(
        caller.region, tx.need(key).get("Attachment", {}).get("InstanceId", "")
    )
    body = tx.find(holder)
    if groups and body is not None and body["_"]["interface"] == key.name:
        with tx.edit(holder) as shown:
            shown["SecurityGroups"] = tx.need(key)["Groups"]
    return {}

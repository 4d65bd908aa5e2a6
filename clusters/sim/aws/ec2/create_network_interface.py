"""ec2:CreateNetworkInterface."""

from __future__ import annotations

from clusters.sim.aws.ec2 import network_interface, resource
from clusters.sim.aws.ec2.resource import NETWORK_INTERFACE, SUBNET
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateNetworkInterface")
def create_network_interface(tx: Tx, caller: Caller, request: Doc) -> Doc:
    SUBNET.require(tx, caller.region, request["SubnetId"])
    key = network_interface.create(
        tx,
        SUBNET.key(caller.region, request["SubnetId"]),
        request.get("Groups") or (),
        request.get("Description", ""),
        tags=resource.requested_tags(request, NETWORK_INTERFACE),
    )
    return {"NetworkInterface": resource.shown(tx.need(key))}

"""ec2:DeleteNetworkInterface."""

from __future__ import annotations

from clusters.sim.aws.ec2 import network_interface
from clusters.sim.aws.ec2.resource import NETWORK_INTERFACE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteNetworkInterface")
def delete_network_interface(tx: Tx, caller: Caller, request: Doc) -> Doc:
    NETWORK_INTERFACE.require(tx, caller.region, request["NetworkInterfaceId"])
    key = NETWORK_INTERFACE.key(caller.region, request["NetworkInterfaceId"])
    network_interface.delete(tx, key)
    return {}

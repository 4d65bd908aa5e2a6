"""ec2:ModifySubnetAttribute."""

from __future__ import annotations

from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.ec2.resource import SUBNET
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

ATTRIBUTES = (
    "MapPublicIpOnLaunch",
    "AssignIpv6AddressOnCreation",
    "EnableDns64",
    "MapCustomerOwnedIpOnLaunch",
)
NAME_OPTIONS = {
    "EnableResourceNameDnsARecordOnLaunch": "EnableResourceNameDnsARecord",
    "EnableResourceNameDnsAAAARecordOnLaunch": "EnableResourceNameDnsAAAARecord",
}


@operation("ec2:ModifySubnetAttribute")
def modify_subnet_attribute(tx: Tx, caller: Caller, request: Doc) -> Doc:
    SUBNET.require(tx, caller.region, request["SubnetId"])
    with tx.edit(SUBNET.key(caller.region, request["SubnetId"])) as doc:
        for name in ATTRIBUTES:
            if name in request:
                doc[name] = bool(resource.setting(request, name))
        options = doc["PrivateDnsNameOptionsOnLaunch"]
        for name, member in NAME_OPTIONS.items():
            if name in request:
                options[member] = bool(resource.setting(request, name))
        if "PrivateDnsHostnameTypeOnLaunch" in request:
            options["HostnameType"] = request["PrivateDnsHostnameTypeOnLaunch"]
    return {}

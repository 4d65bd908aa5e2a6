"""ec2:DeleteSecurityGroup."""

from __future__ import annotations

from clusters.sim.aws.ec2 import security_group
from clusters.sim.aws.ec2.resource import SECURITY_GROUP
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteSecurityGroup")
def delete_security_group(tx: Tx, caller: Caller, request: Doc) -> Doc:
    if request.get("GroupId"):
        SECURITY_GROUP.require(tx, caller.region, request["GroupId"])
        key = SECURITY_GROUP.key(caller.region, request["GroupId"])
    else:
        key = security_group.named(tx, caller.region, request.get("GroupName", ""))
    security_group.delete(tx, key)
    return {"Return": True, "GroupId": key.name}

"""ec2:CreateSecurityGroup."""

from __future__ import annotations

import re

from clusters.sim.aws.ec2 import account, resource, security_group
from clusters.sim.aws.ec2.resource import SECURITY_GROUP, VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Key

NAME = re.compile(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{1,255}")


@operation("ec2:CreateSecurityGroup")
def create_security_group(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name, about = request["GroupName"], request.get("Description", "")
    if name.startswith("sg-") or not NAME.fullmatch(name):
        text = f"Invalid value '{name}' for groupName. It may not start with 'sg-' and may hold up to 255 of a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{{}}!$*"
        raise Refusal("InvalidParameterValue", text)
    if name == "default":
        text = "Cannot use reserved security group name: default"
        raise Refusal("InvalidGroup.Reserved", text)
    if not about:
        text = "The request must contain the parameter GroupDescription"
        raise Refusal("MissingParameter", text)
    held = len(tx.list(SECURITY_GROUP.kind, caller.region))
    text = "You have exceeded the number of VPC security groups allowed per instance."
    refusal = Refusal("SecurityGroupLimitExceeded", text)
    account.within(tx, "security_groups", held + 1, refusal)
    tags = resource.requested_tags(request, SECURITY_GROUP)
    key = security_group.create(tx, _vpc(tx, caller, request), name, about, tags=tags)
    doc = tx.need(key)
    shown = {name: doc[name] for name in ("GroupId", "SecurityGroupArn")}
    return {**shown, "Tags": doc.get("Tags", [])}


def _vpc(tx: Tx, caller: Caller, request: Doc) -> Key:
    """The VPC that the request names, or the default one."""
    if request.get("VpcId"):
        VPC.require(tx, caller.region, request["VpcId"])
        return VPC.key(caller.region, request["VpcId"])
    for key, doc in tx.list(VPC.kind, caller.region):
        if doc["IsDefault"]:
            return key
    raise Refusal("VPCIdNotSpecified", "No default VPC for this user")

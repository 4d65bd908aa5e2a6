"""ec2:DescribeSecurityGroups."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe, security_group
from clusters.sim.aws.ec2.resource import SECURITY_GROUP
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "group-id": "GroupId",
    "group-name": "GroupName",
    "description": "Description",
    "owner-id": "OwnerId",
    "vpc-id": "VpcId",
    "ip-permission.cidr": "IpPermissions.IpRanges.CidrIp",
    "ip-permission.from-port": "IpPermissions.FromPort",
    "ip-permission.to-port": "IpPermissions.ToPort",
    "ip-permission.protocol": "IpPermissions.IpProtocol",
    "ip-permission.group-id": "IpPermissions.UserIdGroupPairs.GroupId",
    "egress.ip-permission.cidr": "IpPermissionsEgress.IpRanges.CidrIp",
    "egress.ip-permission.group-id": "IpPermissionsEgress.UserIdGroupPairs.GroupId",
    "egress.ip-permission.protocol": "IpPermissionsEgress.IpProtocol",
}


@operation("ec2:DescribeSecurityGroups", reads=True)
def describe_security_groups(tx: Tx, caller: Caller, request: Doc) -> Doc:
    for name in request.get("GroupNames") or ():
        security_group.named(tx, caller.region, name)
    items = describe.found(
        tx, caller, SECURITY_GROUP, request, ids="GroupIds", paths=PATHS
    )
    if request.get("GroupNames"):
        items = [item for item in items if item["GroupName"] in request["GroupNames"]]
    return describe.answer("SecurityGroups", items, request)

"""ec2:DescribeAvailabilityZones."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import account, describe
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "zone-name": "ZoneName",
    "zone-id": "ZoneId",
    "zone-type": "ZoneType",
    "region-name": "RegionName",
    "state": "State",
    "opt-in-status": "OptInStatus",
    "group-name": "GroupName",
}


@operation("ec2:DescribeAvailabilityZones", reads=True)
def describe_availability_zones(tx: Tx, caller: Caller, request: Doc) -> Doc:
    items = [
        _shown(tx, caller.region, zone) for zone in account.zones(tx, caller.region)
    ]
    for member, name in (("ZoneNames", "ZoneName"), ("ZoneIds", "ZoneId")):
        wanted = request.get(member) or ()
        known = {item[name] for item in items}
        if set(wanted) - known:
            text = f"Invalid availability zone: [{min(set(wanted) - known)}]"
            raise Refusal("InvalidParameterValue", text)
        items = [item for item in items if not wanted or item[name] in wanted]
    return {"AvailabilityZones": describe.kept(items, request, PATHS)}


def _shown(tx: Tx, region: str, zone: str) -> dict[str, Any]:
    return {
        "State": "available",
        "OptInStatus": "opt-in-not-required",
        "Messages": [],
        "RegionName": region,
        "ZoneName": zone,
        "ZoneId": account.zone_id(tx, zone),
        "GroupName": region,
        "NetworkBorderGroup": region,
        "ZoneType": "availability-zone",
    }

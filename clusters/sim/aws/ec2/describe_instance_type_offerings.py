"""ec2:DescribeInstanceTypeOfferings."""

from __future__ import annotations

from clusters.sim.aws.ec2 import account, describe
from clusters.sim.catalog import instance_types
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {"instance-type": "InstanceType", "location": "Location"}


@operation("ec2:DescribeInstanceTypeOfferings", reads=True)
def describe_instance_type_offerings(tx: Tx, caller: Caller, request: Doc) -> Doc:
    kind = request.get("LocationType", "region")
    zones = account.zones(tx, caller.region)
    places = {
        "region": [caller.region],
        "availability-zone": zones,
        "availability-zone-id": [account.zone_id(tx, zone) for zone in zones],
    }.get(kind, [])
    items = [
        {"InstanceType": name, "LocationType": kind, "Location": place}
        for name in sorted(instance_types.TYPES)
        for place in places
    ]
    kept = describe.kept(items, request, PATHS)
    return describe.answer("InstanceTypeOfferings", kept, request)

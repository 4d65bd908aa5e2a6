"""ec2:DescribeRegions."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe
from clusters.sim.catalog import regions
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "region-name": "RegionName",
    "endpoint": "Endpoint",
    "opt-in-status": "OptInStatus",
}


@operation("ec2:DescribeRegions", reads=True)
def describe_regions(_tx: Tx, _caller: Caller, request: Doc) -> Doc:
    wanted = request.get("RegionNames") or list(regions.ZONE_PREFIXES)
    for name in wanted:
        if name not in regions.ZONE_PREFIXES:
            text = f"Invalid region specified: [{name}]"
            raise Refusal("InvalidParameterValue", text)
    items = [
        {
            "Endpoint": f"ec2.{name}.amazonaws.com",
            "RegionName": name,
            "OptInStatus": "opt-in-not-required",
        }
        for name in wanted
    ]
    return {"Regions": describe.kept(items, request, PATHS)}

"""ec2:DescribeRegions."""

from __future__ import annotations

from clusters.sim.aws.ec2 import account, describe
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
    wanted = request.get("RegionNames") or account.REGIONS
    for name in wanted:
        if name not in account.REGIONS:
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

"""autoscaling:DescribeScalingActivities."""

from __future__ import annotations

from clusters.sim.aws import paging
from clusters.sim.aws.autoscaling import activity, group
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("autoscaling:DescribeScalingActivities", reads=True)
def describe_scaling_activities(tx: Tx, caller: Caller, request: Doc) -> Doc:
    if request.get("AutoScalingGroupName"):
        name = request["AutoScalingGroupName"]
        group.require(tx, caller.region, name)
        keys = [group.key(caller.region, name)]
    else:
        keys = [key for key, _ in tx.list(group.KIND, caller.region)]
    wanted = request.get("ActivityIds") or ()
    found = [
        {name: value for name, value in doc.items() if name != "_"}
        for key in keys
        for _, doc in activity.of_group(tx, key)
        if not wanted or doc["ActivityId"] in wanted
    ]
    found.sort(key=lambda doc: -float(doc["StartTime"]))
    invalid = Refusal("InvalidNextToken", "The token is not valid")
    page, more = paging.page(found, request, invalid, size="MaxRecords", most=100)
    return {"Activities": page, **more}

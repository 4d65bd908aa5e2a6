"""autoscaling:DescribeAutoScalingGroups."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.aws import paging
from clusters.sim.aws.autoscaling import group
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("autoscaling:DescribeAutoScalingGroups", reads=True)
def describe_auto_scaling_groups(tx: Tx, caller: Caller, request: Doc) -> Doc:
    wanted = request.get("AutoScalingGroupNames") or ()
    found = [
        group.shown(tx, key, doc)
        for key, doc in tx.list(group.KIND, caller.region)
        if not wanted or key.name in wanted
    ]
    found = [item for item in found if _passes(item, request.get("Filters") or ())]
    invalid = Refusal("InvalidNextToken", "The token is not valid")
    page, more = paging.page(found, request, invalid, size="MaxRecords", most=50)
    return {"AutoScalingGroups": page, **more}


def _passes(item: Doc, filters: Iterable[Doc]) -> bool:
    return all(_passes_one(item["Tags"], entry) for entry in filters)


def _passes_one(tags: Iterable[Doc], entry: Doc) -> bool:
    name, values = entry.get("Name", ""), entry.get("Values") or ()
    if name.startswith("tag:"):
        wanted = name.removeprefix("tag:")
        return any(tag["Key"] == wanted and tag["Value"] in values for tag in tags)
    member = {"tag-key": "Key", "tag-value": "Value"}.get(name)
    if member is None:
        raise Refusal("ValidationError", f"The filter '{name}' is invalid")
    return any(tag[member] in values for tag in tags)

"""autoscaling:DescribeTags."""

from __future__ import annotations

from clusters.sim.aws import paging
from clusters.sim.aws.autoscaling import group
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("autoscaling:DescribeTags", reads=True)
def describe_tags(tx: Tx, caller: Caller, request: Doc) -> Doc:
    found = [
        tag
        for _, doc in tx.list(group.KIND, caller.region)
        for tag in doc["Tags"]
        if all(_passes(tag, entry) for entry in request.get("Filters") or ())
    ]
    invalid = Refusal("InvalidNextToken", "The token is not valid")
    page, more = paging.page(found, request, invalid, size="MaxRecords", most=50)
    return {"Tags": page, **more}


def _passes(tag: Doc, entry: Doc) -> bool:
    members = {
        "auto-scaling-group": "ResourceId",
        "key": "Key",
        "value": "Value",
        "propagate-at-launch": "PropagateAtLaunch",
    }
    name = entry.get("Name", "")
    if name not in members:
        raise Refusal("ValidationError", f"The filter '{name}' is invalid")
    value = tag[members[name]]
    text = str(value).lower() if isinstance(value, bool) else value
    return text in (entry.get("Values") or ())

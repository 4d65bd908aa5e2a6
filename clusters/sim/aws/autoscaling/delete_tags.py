"""autoscaling:DeleteTags."""

from __future__ import annotations

from clusters.sim.aws.autoscaling import group
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("autoscaling:DeleteTags")
def delete_tags(tx: Tx, caller: Caller, request: Doc) -> Doc:
    for tag in request["Tags"]:
        name = tag.get("ResourceId", "")
        group.require(tx, caller.region, name)
        with tx.edit(group.key(caller.region, name)) as doc:
            doc["Tags"] = [held for held in doc["Tags"] if held["Key"] != tag["Key"]]
    return {}

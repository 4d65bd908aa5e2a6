"""cloudformation:DescribeStackResource."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import stack, stack_resource
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:DescribeStackResource", reads=True)
def describe_stack_resource(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = stack.require(tx, caller.region, request["StackName"])
    name = request["LogicalResourceId"]
    doc = tx.find(stack_resource.key(tx, key, name))
    if doc is None:
        raise ValidationError(f"Resource {name} does not exist for stack {key.name}")
    found = stack_resource.shown(doc)
    found["LastUpdatedTimestamp"] = found.pop("Timestamp")
    return {"StackResourceDetail": found}

"""cloudformation:DescribeStackResources."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import stack, stack_resource
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key


@operation("cloudformation:DescribeStackResources", reads=True)
def describe_stack_resources(tx: Tx, caller: Caller, request: Doc) -> Doc:
    wanted = request.get("LogicalResourceId")
    if request.get("StackName"):
        key = stack.require(tx, caller.region, request["StackName"])
        items = stack_resource.of_stack(tx, key)
    else:
        items = _holding(tx, caller, request.get("PhysicalResourceId", ""))
    found = [
        stack_resource.shown(doc) for item, doc in items if wanted in (None, item.name)
    ]
    return {"StackResources": found}


def _holding(tx: Tx, caller: Caller, physical: str) -> list[tuple[Key, Document]]:
    """All resources of the stack that holds this physical id."""
    for key, _ in tx.list(stack.KIND, caller.region):
        items = stack_resource.of_stack(tx, key)
        if any(doc["PhysicalResourceId"] == physical for _, doc in items):
            return items
    raise ValidationError(f"Stack for {physical} does not exist")

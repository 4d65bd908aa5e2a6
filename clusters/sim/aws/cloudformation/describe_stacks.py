"""cloudformation:DescribeStacks."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, stack
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:DescribeStacks", reads=True)
def describe_stacks(tx: Tx, caller: Caller, request: Doc) -> Doc:
    if request.get("StackName"):
        key = stack.require(tx, caller.region, request["StackName"])
        return {"Stacks": [stack.shown(tx.need(key))]}
    found = [stack.shown(doc) for _, doc in tx.list(stack.KIND, caller.region)]
    return answers.page("Stacks", found, request)

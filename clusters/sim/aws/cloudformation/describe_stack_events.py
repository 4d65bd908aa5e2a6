"""cloudformation:DescribeStackEvents."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, event, stack
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:DescribeStackEvents", reads=True)
def describe_stack_events(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request.get("StackName", "")
    key = stack.located(tx, caller.region, name)
    if key is None:
        raise ValidationError(f"Stack [{name}] does not exist")
    found = event.of_stack(tx, tx.need(key))
    return answers.page("StackEvents", found, request)

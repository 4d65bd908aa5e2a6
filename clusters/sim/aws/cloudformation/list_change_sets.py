"""cloudformation:ListChangeSets."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, change_set, stack
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

MEMBERS = (
    "StackId",
    "StackName",
    "ChangeSetId",
    "ChangeSetName",
    "ExecutionStatus",
    "Status",
    "StatusReason",
    "CreationTime",
    "Description",
)


@operation("cloudformation:ListChangeSets", reads=True)
def list_change_sets(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = stack.require(tx, caller.region, request["StackName"])
    found = [
        {name: doc[name] for name in MEMBERS if name in doc}
        for _, doc in change_set.of_stack(tx, key)
    ]
    return answers.page("Summaries", found, request)

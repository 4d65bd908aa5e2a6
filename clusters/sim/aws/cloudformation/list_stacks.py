"""cloudformation:ListStacks."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, stack
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

MEMBERS = (
    "StackId",
    "StackName",
    "CreationTime",
    "LastUpdatedTime",
    "DeletionTime",
    "StackStatus",
    "StackStatusReason",
    "DriftInformation",
)


@operation("cloudformation:ListStacks", reads=True)
def list_stacks(tx: Tx, caller: Caller, request: Doc) -> Doc:
    wanted = request.get("StackStatusFilter") or ()
    found = []
    for kind in (stack.KIND, stack.GONE):
        for _, doc in tx.list(kind, caller.region):
            if wanted and doc["StackStatus"] not in wanted:
                continue
            entry = {name: doc[name] for name in MEMBERS if name in doc}
            if "Description" in doc:
                entry["TemplateDescription"] = doc["Description"]
            found.append(entry)
    found.sort(key=lambda entry: -float(entry["CreationTime"]))
    return answers.page("StackSummaries", found, request)

"""cloudformation:ListStackResources."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, stack, stack_resource
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

MEMBERS = (
    "LogicalResourceId",
    "PhysicalResourceId",
    "ResourceType",
    "ResourceStatus",
    "ResourceStatusReason",
    "DriftInformation",
)


@operation("cloudformation:ListStackResources", reads=True)
def list_stack_resources(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = stack.require(tx, caller.region, request["StackName"])
    found = [
        {
            **{name: doc[name] for name in MEMBERS if name in doc},
            "LastUpdatedTimestamp": doc["Timestamp"],
        }
        for _, doc in stack_resource.of_stack(tx, key)
    ]
    return answers.page("StackResourceSummaries", found, request)

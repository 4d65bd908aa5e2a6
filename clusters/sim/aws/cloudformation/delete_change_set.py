"""cloudformation:DeleteChangeSet."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import change_set
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:DeleteChangeSet")
def delete_change_set(tx: Tx, caller: Caller, request: Doc) -> Doc:
    found = change_set.find(tx, caller.region, request)
    if found is not None:
        tx.remove(found)
    return {}

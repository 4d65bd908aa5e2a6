"""cloudformation:DescribeChangeSet."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, change_set
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:DescribeChangeSet", reads=True)
def describe_change_set(tx: Tx, caller: Caller, request: Doc) -> Doc:
    doc = tx.need(change_set.located(tx, caller.region, request))
    page = answers.page("Changes", doc["Changes"], request)
    return {**{name: value for name, value in doc.items() if name != "_"}, **page}

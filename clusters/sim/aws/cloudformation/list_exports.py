"""cloudformation:ListExports."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, stack
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:ListExports", reads=True)
def list_exports(tx: Tx, caller: Caller, request: Doc) -> Doc:
    found = [
        {"ExportingStackId": owner, "Name": name, "Value": value}
        for name, (owner, value) in sorted(stack.exports(tx, caller.region).items())
    ]
    return answers.page("Exports", found, request)

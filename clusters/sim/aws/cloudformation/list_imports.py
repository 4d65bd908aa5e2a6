"""cloudformation:ListImports."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, stack
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:ListImports", reads=True)
def list_imports(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request["ExportName"]
    users = stack.importers(tx, caller.region, [name])[name]
    if not users:
        raise ValidationError(f"Export '{name}' is not imported by any stack.")
    return answers.page("Imports", users, request)

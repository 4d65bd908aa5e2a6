"""A stack's outputs, and what it exports to others."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import intrinsics, stack
from clusters.sim.aws.cloudformation.errors import (
    TemplateFormatError,
    ValidationError,
)
from clusters.sim.aws.cloudformation.scope import StackScope
from clusters.sim.tx import Tx


def worked_out(tx: Tx, view: StackScope) -> list[dict[str, str]]:
    """The outputs whose condition is met; refused where another stack has the name."""
    found = []
    taken = stack.exports(tx, view.key.scope)
    own = tx.need(view.key)["StackId"]
    for name, declared in view.template.outputs.items():
        if not view.met(declared):
            continue
        doc = intrinsics.evaluated(declared, view)
        export = (doc.get("Export") or {"Name": ""}).get("Name")
        if "Value" not in doc or export is None:
            raise TemplateFormatError(f"Output {name} is malformed.")
        entry = {"OutputKey": name, "OutputValue": intrinsics.text_of(doc["Value"])}
        if doc.get("Description"):
            entry["Description"] = str(doc["Description"])
        if export:
            holder = taken.get(intrinsics.text_of(export), (own, ""))[0]
            if holder != own:
                raise ValidationError(
                    f"Export with name {export} is already exported by stack "
                    f"{holder.split('/')[1]}"
                )
            entry["ExportName"] = intrinsics.text_of(export)
        found.append(entry)
    return found

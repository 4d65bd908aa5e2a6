"""ec2:DeleteTags."""

from __future__ import annotations

from clusters.sim.aws.ec2 import resource
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteTags")
def delete_tags(tx: Tx, caller: Caller, request: Doc) -> Doc:
    wanted = request.get("Tags")
    if wanted is not None:
        wanted = resource.checked_tags(wanted)
    for name in request["Resources"]:
        kind = resource.of_id(name)
        kind.require(tx, caller.region, name)
        with tx.edit(kind.key(caller.region, name)) as doc:
            left = [tag for tag in doc.pop(kind.tags, ()) if not _named(tag, wanted)]
            doc.update(resource.tagged(kind, left))
    return {}


def _named(tag: Doc, wanted: list[Doc] | None) -> bool:
    """Whether a tag shall go: no list means all but AWS's own."""
    if wanted is None:
        return not str(tag["Key"]).startswith("aws:")
    return any(
        entry["Key"] == tag["Key"] and entry.get("Value") in (None, tag["Value"])
        for entry in wanted
    )

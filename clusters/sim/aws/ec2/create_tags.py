"""ec2:CreateTags."""

from __future__ import annotations

from clusters.sim.aws.ec2 import resource
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateTags")
def create_tags(tx: Tx, caller: Caller, request: Doc) -> Doc:
    tags = resource.checked_tags(request["Tags"])
    for tag in tags:
        if tag["Key"].lower().startswith("aws:"):
            text = "Tag keys starting with 'aws:' are reserved for internal use"
            raise Refusal("InvalidParameterValue", text)
    for name in request["Resources"]:
        kind = resource.of_id(name)
        kind.require(tx, caller.region, name)
        with tx.edit(kind.key(caller.region, name)) as doc:
            held = {tag["Key"]: tag for tag in doc.get(kind.tags, ())}
            held |= {tag["Key"]: tag for tag in tags}
            doc.update(resource.tagged(kind, held.values()))
    return {}

"""UntagResource."""

from __future__ import annotations

from clusters.sim.aws.eks import tagging
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:UntagResource")
def untag_resource(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = tagging.require(tx, request["resourceArn"])
    with tx.edit(key) as doc:
        for name in request["tagKeys"]:
            doc["tags"].pop(name, None)
    return {}

"""ListTagsForResource."""

from __future__ import annotations

from clusters.sim.aws.eks import tagging
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:ListTagsForResource", reads=True)
def list_tags_for_resource(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    return {"tags": dict(tx.need(tagging.require(tx, request["resourceArn"]))["tags"])}

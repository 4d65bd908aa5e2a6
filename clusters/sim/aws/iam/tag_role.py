"""iam:TagRole."""

from __future__ import annotations

from clusters.sim.aws.iam import role, tags
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:TagRole")
def tag_role(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = role.require(tx, request["RoleName"])
    with tx.edit(key) as doc:
        doc["Tags"] = tags.merged(doc["Tags"], request["Tags"])
    return {}

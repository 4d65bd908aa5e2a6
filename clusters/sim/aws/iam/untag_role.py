"""iam:UntagRole."""

from __future__ import annotations

from clusters.sim.aws.iam import role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:UntagRole")
def untag_role(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = role.require(tx, request["RoleName"])
    with tx.edit(key) as doc:
        doc["Tags"] = [t for t in doc["Tags"] if t["Key"] not in request["TagKeys"]]
    return {}

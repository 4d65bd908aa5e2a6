"""iam:ListRoleTags."""

from __future__ import annotations

from clusters.sim.aws.iam import listing, role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:ListRoleTags", reads=True)
def list_role_tags(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    doc = tx.need(role.require(tx, request["RoleName"]))
    return listing.listed("Tags", list(doc["Tags"]), request)

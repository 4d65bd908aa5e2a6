"""iam:ListRoles."""

from __future__ import annotations

from clusters.sim.aws.iam import listing, role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

ONLY_IN_GET_ROLE = ("PermissionsBoundary", "Tags")


@operation("iam:ListRoles", reads=True)
def list_roles(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    found = [
        {k: v for k, v in role.shown(doc).items() if k not in ONLY_IN_GET_ROLE}
        for _, doc in tx.list(role.KIND)
        if listing.below(doc["Path"], request)
    ]
    return listing.listed("Roles", found, request)

"""iam:ListUsers."""

from __future__ import annotations

from clusters.sim.aws.iam import listing, user
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

ONLY_IN_GET_USER = ("PermissionsBoundary", "Tags")


@operation("iam:ListUsers", reads=True)
def list_users(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    found = [
        {k: v for k, v in doc.items() if k not in ONLY_IN_GET_USER}
        for _, doc in tx.list(user.KIND)
        if listing.below(doc["Path"], request)
    ]
    return listing.listed("Users", found, request)

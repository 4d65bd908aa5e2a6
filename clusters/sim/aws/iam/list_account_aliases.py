"""iam:ListAccountAliases."""

from __future__ import annotations

from clusters.sim.aws.iam import listing
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:ListAccountAliases", reads=True)
def list_account_aliases(_tx: Tx, _caller: Caller, request: Doc) -> Doc:
    # An account has no alias until somebody names it, which cannot be done here.
    return listing.listed("AccountAliases", [], request)

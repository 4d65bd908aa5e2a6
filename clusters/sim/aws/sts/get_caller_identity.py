"""sts:GetCallerIdentity."""

from __future__ import annotations

from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("sts:GetCallerIdentity", reads=True)
def get_caller_identity(_tx: Tx, caller: Caller, _request: Doc) -> Doc:
    return {
        "UserId": caller.principal_id,
        "Account": caller.account,
        "Arn": caller.arn,
    }

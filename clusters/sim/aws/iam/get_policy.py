"""iam:GetPolicy."""

from __future__ import annotations

from clusters.sim.aws.iam import policy
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:GetPolicy", reads=True)
def get_policy(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    return {"Policy": policy.require_shown(tx, request["PolicyArn"])}

"""iam:DeletePolicy."""

from __future__ import annotations

from clusters.sim.aws.iam import policy
from clusters.sim.aws.iam.errors import DeleteConflict
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:DeletePolicy")
def delete_policy(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = policy.require_own(tx, request["PolicyArn"])
    if policy.attached(tx, request["PolicyArn"]):
        raise DeleteConflict("Cannot delete a policy attached to entities.")
    tx.remove(key)
    return {}

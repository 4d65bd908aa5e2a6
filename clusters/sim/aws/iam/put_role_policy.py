"""iam:PutRolePolicy."""

from __future__ import annotations

import json

from clusters.sim.aws.iam import policy_document, role
from clusters.sim.aws.iam.errors import LimitExceeded
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

INLINE_SIZE = 10_240
"""Characters of all inline policies of a role together, blanks not counted."""


@operation("iam:PutRolePolicy")
def put_role_policy(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = role.require_changeable(tx, request["RoleName"])
    name = request["PolicyName"]
    document = policy_document.identity(request["PolicyDocument"], INLINE_SIZE)
    policies = {**tx.need(key)["Policies"], name: document}
    written = json.dumps(list(policies.values()), separators=(",", ":"))
    if len(written) > INLINE_SIZE:
        raise LimitExceeded(
            f"Maximum policy size of {INLINE_SIZE} bytes exceeded for role {key.name}"
        )
    with tx.edit(key) as doc:
        doc["Policies"] = policies
    return {}

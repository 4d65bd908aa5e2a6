"""iam:GetUser."""

from __future__ import annotations

from clusters.sim.aws.iam import user
from clusters.sim.aws.iam.errors import ValidationError
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:GetUser", reads=True)
def get_user(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request.get("UserName")
    if name is None:
        if ":user/" not in caller.arn:
            raise ValidationError(
                "Must specify userName when calling with non-User credentials"
            )
        name = caller.arn.rpartition("/")[2]
    return {"User": tx.need(user.require(tx, name))}

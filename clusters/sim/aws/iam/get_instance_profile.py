"""iam:GetInstanceProfile."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:GetInstanceProfile", reads=True)
def get_instance_profile(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    found = instance_profile.require(tx, request["InstanceProfileName"])
    return {"InstanceProfile": instance_profile.shown(tx, tx.need(found))}

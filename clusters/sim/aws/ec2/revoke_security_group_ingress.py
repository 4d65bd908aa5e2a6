"""ec2:RevokeSecurityGroupIngress."""

from __future__ import annotations

from clusters.sim.aws.ec2 import security_group, security_group_rule
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:RevokeSecurityGroupIngress")
def revoke_security_group_ingress(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = security_group.located(tx, caller.region, request)
    old = security_group_rule.named(tx, key, request, egress=False)
    security_group_rule.withdraw(tx, key, old, egress=False)
    return {"Return": True}

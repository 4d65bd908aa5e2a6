"""ec2:AuthorizeSecurityGroupIngress."""

from __future__ import annotations

from clusters.sim.aws.ec2 import security_group, security_group_rule
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:AuthorizeSecurityGroupIngress")
def authorize_security_group_ingress(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = security_group.located(tx, caller.region, request)
    group = tx.need(key)
    new = security_group_rule.requested(tx, caller.region, group, request)
    security_group_rule.grant(tx, key, new, egress=False)
    return security_group_rule.answer(group, new, egress=False)

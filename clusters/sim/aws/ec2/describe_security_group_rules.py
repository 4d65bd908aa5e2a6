"""ec2:DescribeSecurityGroupRules."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe, security_group_rule
from clusters.sim.aws.ec2.resource import SECURITY_GROUP
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {"group-id": "GroupId", "security-group-rule-id": "SecurityGroupRuleId"}


@operation("ec2:DescribeSecurityGroupRules", reads=True)
def describe_security_group_rules(tx: Tx, caller: Caller, request: Doc) -> Doc:
    rules = [
        rule
        for _, group in tx.list(SECURITY_GROUP.kind, caller.region)
        for rule in security_group_rule.shown(group)
    ]
    wanted = request.get("SecurityGroupRuleIds") or ()
    known = {rule["SecurityGroupRuleId"] for rule in rules}
    for name in wanted:
        if name not in known:
            text = f"The security group rule ID '{name}' does not exist"
            raise Refusal("InvalidSecurityGroupRuleId.NotFound", text)
    if wanted:
        rules = [rule for rule in rules if rule["SecurityGroupRuleId"] in wanted]
    items = describe.kept(rules, request, PATHS)
    return describe.answer("SecurityGroupRules", items, request)

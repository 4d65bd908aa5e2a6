"""elasticloadbalancing:DeleteLoadBalancer: a network load balancer, by its ARN."""

from __future__ import annotations

from clusters.sim.aws.elb import load_balancer
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("elasticloadbalancing:DeleteLoadBalancer")
def delete_load_balancer(tx: Tx, caller: Caller, request: Doc) -> Doc:
    for key, doc in load_balancer.all_of(tx, caller.region, network=True):
        arn = load_balancer.arn(caller.region, caller.account, doc)
        if arn == request["LoadBalancerArn"]:
            load_balancer.remove(tx, key)
    return {}

"""elb:DeleteLoadBalancer. One that is not there is deleted, too."""

from __future__ import annotations

from clusters.sim.aws.elb import load_balancer
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("elb:DeleteLoadBalancer")
def delete_load_balancer(tx: Tx, caller: Caller, request: Doc) -> Doc:
    for key, _ in load_balancer.all_of(tx, caller.region, network=False):
        if key.name == request["LoadBalancerName"]:
            load_balancer.remove(tx, key)
    return {}

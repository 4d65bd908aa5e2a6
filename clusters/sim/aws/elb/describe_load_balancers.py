"""elb:DescribeLoadBalancers."""

from __future__ import annotations

from clusters.sim.aws.elb import load_balancer
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

MEMBERS = (
    "LoadBalancerName",
    "DNSName",
    "Scheme",
    "VPCId",
    "AvailabilityZones",
    "Subnets",
    "SecurityGroups",
    "ListenerDescriptions",
    "Instances",
    "CreatedTime",
)


@operation("elb:DescribeLoadBalancers")
def describe_load_balancers(tx: Tx, caller: Caller, request: Doc) -> Doc:
    found = dict(load_balancer.all_of(tx, caller.region, network=False))
    by_name = {key.name: doc for key, doc in found.items()}
    wanted = request.get("LoadBalancerNames") or list(by_name)
    for name in wanted:
        if name not in by_name:
            text = f"There is no ACTIVE Load Balancer named '{name}'"
            raise Refusal("LoadBalancerNotFound", text, 400)
    return {
        "LoadBalancerDescriptions": [
            {member: by_name[name][member] for member in MEMBERS} for name in wanted
        ]
    }

"""Deleting a network load balancer that outlived its cluster."""

from __future__ import annotations

from clusters.sim.aws.elb import load_balancer
from tests.sim.accounts import ACCOUNT, REGION
from tests.sim.aws.elb.orphans import with_orphan


def test_a_network_one_is_known_by_its_arn_only():
    hands = with_orphan("nlb")
    [(key, doc)] = hands.world.list("elb.LoadBalancer")
    assert hands.aws("elb:DescribeLoadBalancers")["LoadBalancerDescriptions"] == []

    hands.aws("elb:DeleteLoadBalancer", LoadBalancerName=key.name)
    assert hands.world.find(key) is not None

    arn = load_balancer.arn(REGION, ACCOUNT, doc)
    hands.aws("elasticloadbalancing:DeleteLoadBalancer", LoadBalancerArn=arn)
    assert hands.world.find(key) is None

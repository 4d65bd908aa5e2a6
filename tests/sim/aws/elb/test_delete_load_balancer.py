"""Deleting a load balancer that outlived its cluster."""

from __future__ import annotations

import pytest

from clusters.sim.errors import Refusal
from tests.sim.accounts import REGION, Hands, with_cluster
from tests.sim.aws.elb.orphans import with_orphan


def interfaces(hands: Hands, name: str) -> int:
    cards = hands.world.list("ec2.NetworkInterface", REGION)
    return sum(doc["_"].get("elb") == name for _, doc in cards)


def test_a_classic_one_goes_with_its_interfaces_and_its_group_may_go_then():
    hands = with_orphan()
    [found] = hands.aws("elb:DescribeLoadBalancers")["LoadBalancerDescriptions"]
    name, [group] = found["LoadBalancerName"], found["SecurityGroups"]
    assert interfaces(hands, name) > 0
    with pytest.raises(Refusal, match="dependent object"):
        hands.aws("ec2:DeleteSecurityGroup", GroupId=group)

    hands.aws("elb:DeleteLoadBalancer", LoadBalancerName=name)
    hands.aws("ec2:DeleteSecurityGroup", GroupId=group)

    assert interfaces(hands, name) == 0
    assert hands.world.list("elb.LoadBalancer") == []


def test_deleting_one_that_is_not_there_is_no_mistake_but_describing_it_is():
    hands = Hands(with_cluster())

    assert hands.aws("elb:DeleteLoadBalancer", LoadBalancerName="never") == {}
    with pytest.raises(Refusal, match="no ACTIVE Load Balancer named 'never'"):
        hands.aws("elb:DescribeLoadBalancers", LoadBalancerNames=["never"])

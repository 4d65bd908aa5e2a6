"""Losing a cross-account interface."""

from __future__ import annotations

from clusters.sim.aws.eks import cross_account
from tests.sim.aws.eks.account import DEMO, REGION, with_cluster, with_nodegroup
from tests.sim.aws.refusing import refuses


def test_it_is_gone_from_the_learners_subnet():
    account = with_cluster()
    key, _ = cross_account.attached(account.world, DEMO)[0]
    account.fault("cross-account-interface-loss", key)
    assert account.world.find(key) is None
    assert account.told("ec2")[-1].reason == "CrossAccountInterfaceLost"


def test_only_cross_account_interfaces_can_be_lost_so():
    account = with_nodegroup()
    cards = account.world.list("ec2.NetworkInterface", REGION)
    key = next(key for key, doc in cards if not doc["_"].get("cluster"))
    with refuses("NotCrossAccount", status=409):
        account.fault("cross-account-interface-loss", key)

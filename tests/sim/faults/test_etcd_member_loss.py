"""Losing an etcd member."""

from __future__ import annotations

from clusters.sim.datacenter import etcd
from clusters.sim.world import Key
from tests.sim.aws.eks.account import with_cluster
from tests.sim.aws.refusing import refuses


def test_the_sentence_says_how_many_are_left_and_that_aws_must_act():
    account = with_cluster()
    leader = etcd.leader(account.world, account.cluster_id)
    assert leader is not None
    account.fault("etcd-member-loss", leader)
    (lost,) = [told for told in account.told() if told.reason == "EtcdMemberLost"]
    assert "2 of 3 take part" in lost.message
    assert "writes wait for an election" in lost.message
    assert lost.next == "aws"


def test_what_is_lost_cannot_be_lost_again():
    account = with_cluster()
    key = Key("dc.EtcdMember", account.cluster_id, "a")
    account.fault("etcd-member-loss", key)
    with refuses("AlreadyLost", "takes no part already", 409):
        account.fault("etcd-member-loss", key)

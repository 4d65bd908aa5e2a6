"""etcd as a whole: elections, a quorum lost, a restore."""

from __future__ import annotations

import pytest

from clusters.sim.datacenter import control_plane, etcd
from clusters.sim.errors import Refusal
from tests.sim.aws.eks.account import with_cluster


def lose(account, state: str) -> None:
    members = etcd.members(account.world, account.cluster_id)
    key = next(key for key, doc in members if doc["state"] == state)
    account.fault("etcd-member-loss", key)


def group(account):
    return account.need(etcd.group(account.cluster_id))


def test_a_lost_leader_is_followed_by_another_within_seconds():
    account = with_cluster()
    term = group(account)["term"]
    lose(account, "leader")
    assert not control_plane.writable(account.world, account.cluster_id)
    account.later(4)
    assert control_plane.writable(account.world, account.cluster_id)
    assert group(account)["term"] == term + 1
    assert account.told("etcd")[-1].reason == "EtcdLeaderElected"


def test_two_lost_members_stop_writes_but_not_reads():
    account = with_cluster()
    lose(account, "follower")
    lose(account, "follower")
    account.later(1)
    here = account.cluster_id
    assert not control_plane.writable(account.world, here)
    assert control_plane.answers(account.world, here)
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}}
    with pytest.raises(Refusal, match="etcdserver: request timed out"):
        account.kube("create", "configmaps", namespace="default", body=body)
    assert "EtcdQuorumLost" in account.reasons("etcd")
    assert account.told("etcd")[-1].next == "aws"


def test_aws_restores_a_lost_quorum_in_ten_to_twenty_minutes():
    account = with_cluster()
    names = {k.name for k, _ in account.world.list("k8s.Namespace", account.cluster_id)}
    lose(account, "follower")
    lose(account, "leader")
    account.later(600)
    assert not control_plane.writable(account.world, account.cluster_id)
    account.later(600)
    assert control_plane.writable(account.world, account.cluster_id)
    assert group(account)["state"] == "healthy"
    now = {k.name for k, _ in account.world.list("k8s.Namespace", account.cluster_id)}
    assert now == names


def test_controllers_inside_the_cluster_rest_without_a_quorum_and_catch_up_after():
    account = with_cluster()
    lose(account, "follower")
    lose(account, "leader")
    account.later(1)
    pods = account.world.list("k8s.Pod", account.cluster_id)
    account.remove(pods[0][0])
    account.later(300)
    assert len(account.world.list("k8s.Pod", account.cluster_id)) == 1
    account.later(1200)
    assert len(account.world.list("k8s.Pod", account.cluster_id)) == 2

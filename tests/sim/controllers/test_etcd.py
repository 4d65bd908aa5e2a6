"""etcd members: they join one after another, and a lost one is replaced."""

from __future__ import annotations

from clusters.sim.datacenter import control_plane, etcd
from clusters.sim.world import Key
from tests.sim.aws.eks.account import an_account, with_cluster


def follower(account) -> Key:
    members = etcd.members(account.world, account.cluster_id)
    return next(key for key, doc in members if doc["state"] == "follower")


def states(account) -> list[str]:
    return sorted(
        d["state"] for _, d in etcd.members(account.world, account.cluster_id)
    )


def test_never_do_two_members_join_at_once():
    account = an_account()
    account.order_cluster()
    seen = []
    for _ in range(400):
        account.later(1)
        now = states(account)
        if now not in seen[-1:]:
            seen.append(now)
    assert all(now.count("joining") <= 1 for now in seen)
    assert seen[-1] == ["follower", "follower", "leader"]


def test_a_lost_member_is_replaced_in_its_zone_in_about_four_minutes():
    account = with_cluster()
    key = follower(account)
    before = account.need(key)
    account.fault("etcd-member-loss", key)
    seen = ["lost"]
    for _ in range(300):
        account.later(1)
        state = account.need(key)["state"]
        if state != seen[-1]:
            seen.append(state)
    assert seen == ["lost", "starting", "joining", "follower"]
    assert account.need(key)["zone"] == before["zone"]
    assert account.need(key)["instance"] != before["instance"]


def test_with_two_left_all_goes_on():
    account = with_cluster()
    account.fault("etcd-member-loss", follower(account))
    for _ in range(250):
        account.later(1)
        assert control_plane.writable(account.world, account.cluster_id)
    assert states(account) == ["follower", "follower", "leader"]

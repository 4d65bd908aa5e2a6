"""API servers: the leases they take, and how a lost one is replaced."""

from __future__ import annotations

from clusters.sim.datacenter import api_server, control_plane
from clusters.sim.world import Key
from tests.sim.aws.eks.account import DEMO, with_cluster


def servers(account) -> dict[str, Key]:
    return {
        key.name: key for key, _ in api_server.all_of(account.world, account.cluster_id)
    }


def holder(account, lease: str) -> Key | None:
    return api_server.holder(account.world, account.cluster_id, lease)


def test_each_lease_has_one_holder():
    account = with_cluster()
    for lease in api_server.LEASES:
        held = [
            doc["leases"][lease]
            for _, doc in api_server.all_of(account.world, account.cluster_id)
        ]
        assert sorted(held) == [False, True]


def test_a_lost_server_is_replaced_in_about_four_minutes_while_the_other_serves():
    account = with_cluster()
    key = servers(account)["1"]
    before = account.need(key)["instance"]
    account.fault("api-server-loss", key)
    for _ in range(200):
        account.later(1)
        assert control_plane.writable(account.world, account.cluster_id)
        assert account.need(key)["state"] != "healthy"
    account.later(90)
    assert account.need(key)["state"] == "healthy"
    assert account.need(key)["instance"] != before
    assert account.told("kube-apiserver")[-1].reason == "ControlPlaneReplaced"
    assert account.need(DEMO)["status"] == "ACTIVE"


def test_the_leases_of_a_lost_server_run_out_before_the_other_takes_them():
    account = with_cluster()
    lost = holder(account, "kube-scheduler")
    assert lost is not None
    account.fault("api-server-loss", lost)
    account.later(10)
    assert holder(account, "kube-scheduler") is None
    account.later(50)
    found = holder(account, "kube-scheduler")
    assert found not in (None, lost)


def test_without_any_server_nothing_answers_until_the_first_replacement():
    account = with_cluster()
    for key in servers(account).values():
        account.fault("api-server-loss", key)
    account.later(150)
    assert not control_plane.answers(account.world, account.cluster_id)
    account.later(150)
    assert control_plane.answers(account.world, account.cluster_id)

"""The endpoint's load balancer: in at once, out after missed checks."""

from __future__ import annotations

from clusters.sim.datacenter import load_balancer
from clusters.sim.world import Key
from tests.sim.aws.eks.account import with_cluster


def targets(account) -> dict[str, str]:
    return account.need(load_balancer.key(account.cluster_id))["targets"]


def test_both_servers_are_targets_of_an_active_cluster():
    assert targets(with_cluster()) == {"1": "healthy", "2": "healthy"}


def test_a_lost_server_is_left_out_after_ten_to_twenty_seconds_and_taken_in_again():
    account = with_cluster()
    account.fault("api-server-loss", Key("dc.ApiServer", account.cluster_id, "1"))
    account.later(9)
    assert targets(account)["1"] == "healthy"
    account.later(12)
    assert targets(account) == {"1": "unhealthy", "2": "healthy"}
    account.later(300)
    assert targets(account)["1"] == "healthy"

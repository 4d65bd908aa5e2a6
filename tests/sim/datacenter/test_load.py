"""What a control plane carries, computed when read."""

from __future__ import annotations

from clusters.sim.datacenter import load
from tests.sim.accounts import Hands, cluster_id, with_cluster


def test_each_node_that_is_heard_of_adds_its_heartbeats():
    hands = Hands(with_cluster())
    here = cluster_id(hands.world)
    before = load.requests(hands.world, here)

    hands.aws(
        "eks:UpdateNodegroupConfig",
        clusterName="demo",
        nodegroupName="web",
        scalingConfig={"minSize": 4, "maxSize": 4, "desiredSize": 4},
    )
    hands.later(60)

    assert round(load.requests(hands.world, here) - before, 3) == 0.2


def test_without_a_server_nothing_is_asked():
    assert load.requests(with_cluster(), "nowhere") == 0


def test_what_is_stored_grows_with_what_is_written():
    hands = Hands(with_cluster())
    here = cluster_id(hands.world)
    before = load.stored(hands.world, here)

    hands.kube(
        "create",
        "configmaps",
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "big"},
            "data": {"a": "x" * 5000},
        },
        name="big",
    )

    assert load.stored(hands.world, here) > before + 5000

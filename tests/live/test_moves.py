"""Whose move is next, and what it is: for every reason, in the World as it is now."""

from __future__ import annotations

import pytest

from clusters.live import links, moves
from clusters.live.moves import Case
from clusters.sim.tx import Tx
from clusters.sim.world import Key
from tests.live.reasons import all_reasons, written
from tests.sim.accounts import SITE, Hands, cluster_id, with_cluster


def test_every_reason_that_the_simulation_tells_has_its_words():
    unknown = sorted(reason for reason in all_reasons() if moves.known(reason) is None)

    assert unknown == []


def test_no_rule_is_about_what_nobody_tells():
    assert set(moves.RULES) - all_reasons() == set()


def test_the_walk_through_the_source_finds_reasons():
    found = written()

    assert {"FailedScheduling", "NodeCreationFailure", "EtcdQuorumLost"} <= found
    assert {"FailedMount", "Unauthorized", "ApiServerHealthy", "BackOff"} <= found


@pytest.fixture
def hands():
    return Hands(with_cluster())


def deployment(name, **container):
    labels = {"app": name}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {
                    "containers": [{"name": "c", "image": "nginx:1.27", **container}]
                },
            },
        },
    }


def asking(cpu):
    return {"resources": {"requests": {"cpu": cpu}}}


def pod_of(hands, name):
    found = hands.world.list("k8s.Pod", f"{cluster_id(hands.world)}/default")
    return next(key for key, _ in found if key.name.startswith(name))


def moved(hands, key, reason, told="you"):
    here = links.where("bcdfghjkmn", hands.world)
    return moves.move(Case(here, key, reason, told))


def test_a_pod_that_asks_too_much_is_the_learners_move(hands):
    hands.kube("create", "deployments.apps", deployment("big", **asking("100")))

    found = moved(hands, pod_of(hands, "big"), "FailedScheduling")

    assert found.whose == "you"
    assert "lower the Pod's request for CPU" in found.text
    assert found.href.endswith("/cluster/demo/nodes/")


def test_a_move_that_was_made_meanwhile_is_noticed(hands):
    hands.kube("create", "deployments.apps", deployment("web"))
    hands.later(60)

    found = moved(hands, pod_of(hands, "web"), "FailedScheduling")

    assert found.whose == "nobody"
    assert found.text.startswith("The move has been made since then. Pod default/web")
    assert "is ready" in found.text


def test_nothing_waits_for_what_is_gone(hands):
    gone = Key("k8s.Pod", f"{cluster_id(hands.world)}/default", "web-1")

    found = moved(hands, gone, "BackOff")

    assert found.whose == "nobody"
    assert "Pod default/web-1 is gone" in found.text


def test_an_image_that_cannot_be_pulled_is_the_learners_move(hands):
    body = deployment("web", image="nginx:1.4.9-nope")
    hands.kube("create", "deployments.apps", body)
    hands.later(60)

    found = moved(hands, pod_of(hands, "web"), "BackOff")

    assert found.whose == "you"
    assert "image cannot be pulled" in found.text


def test_nodes_that_are_on_their_way_are_awss_move(hands):
    hands.kube("create", "deployments.apps", deployment("big", **asking("100")))
    group = Key("eks.Nodegroup", "us-west-2/demo", "web")
    with_group = {**hands.world.find(group), "status": "CREATING"}
    world = changed(hands.world, group, with_group)

    found = moves.move(
        Case(links.where("x", world), pod_of(hands, "big"), "FailedScheduling", "you")
    )

    assert found.whose == "aws"
    assert "Node group web is CREATING" in found.text


def changed(world, key, body):
    tx = Tx(world, SITE)
    tx.put(key, body)
    return tx.world()


def test_a_new_cluster_waits_for_nodes_until_it_has_some(hands):
    key = Key("eks.Cluster", "us-west-2", "demo")

    assert moved(hands, key, "ClusterActive").whose == "nobody"


def test_what_only_informs_is_nobodys_move(hands):
    hands.kube("create", "deployments.apps", deployment("web"))
    hands.later(60)

    found = moved(hands, pod_of(hands, "web"), "Pulled", "nobody")

    assert found.whose == "nobody"
    assert "kubelet goes on by itself" in found.text


def test_every_rule_answers_for_a_thing_that_is_gone(hands):
    here = links.where("bcdfghjkmn", hands.world)
    for reason in sorted(all_reasons()):
        case = Case(here, Key("k8s.Pod", "c" * 32, "web-1"), reason, "you")

        assert moves.move(case).text.endswith(".")

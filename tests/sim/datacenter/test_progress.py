"""Progress comes from phases, never from a timer."""

from __future__ import annotations

from clusters.sim.datacenter import progress
from clusters.sim.world import Key
from tests.sim.aws.eks.account import (
    DEMO,
    WEB,
    an_account,
    with_cluster,
    with_nodegroup,
)


def test_the_percentage_only_grows_and_ends_at_a_hundred():
    account = an_account()
    account.order_cluster()
    seen = [progress.percent(account.world, DEMO)]
    while account.need(DEMO)["status"] == "CREATING":
        account.later(5)
        seen.append(progress.percent(account.world, DEMO))
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert seen[-1] == 100
    assert len(set(seen)) > 12


def test_it_stands_still_while_a_phase_does():
    account = an_account()
    account.order_cluster()
    account.later(40)
    before = progress.percent(account.world, DEMO)
    account.later(5)
    assert progress.percent(account.world, DEMO) == before


def test_steps_say_what_is_done_what_runs_and_whose_it_is():
    account = an_account()
    account.order_cluster()
    account.later(100)
    found = {step.name: step for step in progress.steps(account.world, DEMO)}
    assert found["certificates"].state == "done"
    assert found["certificates"].took is not None
    assert found["etcd"].state == "running"
    assert found["api-servers"].state == "waiting"
    assert found["etcd"].owner == "aws"
    assert found["cross-account-interfaces"].owner == "both"
    assert not found["etcd"].published
    assert progress.running(account.world, DEMO) == found["etcd"]


def test_a_deletion_has_steps_of_its_own():
    account = with_cluster()
    account.eks("DeleteCluster", name="demo")
    account.later(35)
    names = [step.name for step in progress.steps(account.world, DEMO)]
    assert names == ["stop-api-servers", "remove-interfaces", "destroy-etcd"]
    assert 0 < progress.percent(account.world, DEMO) < 100


def test_a_node_group_waits_for_what_is_yours():
    account = with_cluster()
    account.order_nodegroup()
    account.later(45)
    running = progress.running(account.world, WEB)
    assert running is not None
    assert (running.name, running.by) == ("nodes-join", "you")
    assert progress.percent(with_nodegroup().world, WEB) == 100


def test_what_is_not_there_has_no_progress():
    world = an_account().world
    assert progress.percent(world, Key("eks.Cluster", "us-west-2", "x")) == 0
    assert progress.steps(world, DEMO) == []

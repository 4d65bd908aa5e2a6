"""The Celery tasks, called as a worker calls them."""

from __future__ import annotations

import time

import pytest

from clusters import guests, runtime, tasks
from clusters.models import Sandbox
from clusters.runtime import commit
from clusters.steps import drive
from tests.clusters.getting_started import Learner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def learner():
    return Learner("paused")


def test_advancing_runs_what_is_due_and_gives_the_sandbox_back():
    hasty = Learner("600x")
    hasty.take("create-cluster")
    before = hasty.world.rv

    end = time.monotonic() + 10
    while hasty.world.rv == before and time.monotonic() < end:
        tasks.advance_sandboxes([hasty.id])

    assert hasty.world.rv > before
    assert Sandbox.objects.get(id=hasty.id).leased_until == 0


def test_a_sandbox_that_is_gone_does_not_keep_the_others_waiting(learner):
    gone = Learner("paused")
    runtime.delete(gone.id)
    learner.aws("ec2:CreateVpc", CidrBlock="10.0.0.0/16")

    tasks.advance_sandboxes([gone.id, learner.id])

    assert Sandbox.objects.get(id=learner.id).wake_at is None


@pytest.mark.parametrize(
    ("task", "step"),
    [
        (tasks.create_cluster, "create-cluster"),
        (tasks.launch_nodes, "launch-nodes"),
        (tasks.configure_kubectl, "configure-kubectl"),
        (tasks.deploy_app, "deploy-app"),
    ],
)
def test_each_step_has_a_task_that_takes_it(learner, task, step):
    drive.start(learner.id, step, {})

    task(learner.id)

    assert learner.status(step).state in {"waiting", "failed"}


def test_one_task_takes_along_the_other_steps_that_are_on_their_way(learner):
    learner.take("create-cluster")
    drive.start(learner.id, "launch-nodes", {})

    tasks.create_cluster(learner.id)

    assert learner.status("launch-nodes").state == "failed"


def test_tidying_rests_a_clock_that_nobody_uses():
    learner = Learner("1x")
    learner.take("create-cluster")
    long_ago = commit.now() - guests.REST_AFTER - 1
    Sandbox.objects.filter(id=learner.id).update(used_at=long_ago)

    tasks.tidy()

    assert learner.world.clock.mode == "paused"

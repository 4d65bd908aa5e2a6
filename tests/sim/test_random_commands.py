"""Whatever is asked, in whatever order: refusals, never a crash; and it replays."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.sim import engine, history
from clusters.sim.commands import AwsCall, ClockCall, FaultCall, KubeCall
from clusters.sim.errors import Refusal
from clusters.sim.world import Key
from tests.examples import examples
from tests.sim.accounts import (
    ADMIN,
    REGION,
    SITE,
    START,
    caller,
    cluster_id,
    with_cluster,
)

pytestmark = pytest.mark.property

WORLD = with_cluster()
CLUSTER = cluster_id(WORLD)
NAMES = ("web", "demo", "x")
ORDER = {
    "clusterName": "demo",
    "roleArn": "arn:aws:iam::123456789012:role/eksClusterRole",
    "resourcesVpcConfig": {"subnetIds": [k.name for k, _ in WORLD.list("ec2.Subnet")]},
}
"""What the door requires of a call; it never lets one through without."""


def labelled(name: str, image: str, replicas: int) -> dict:
    labels = {"app": name}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [{"name": "c", "image": image}]},
            },
        },
    }


def kube(verb: str, resource: str, group: str = "", **more) -> KubeCall:
    return KubeCall(ADMIN, CLUSTER, verb, group, "v1", resource, "default", **more)


names = st.sampled_from(NAMES)
images = st.sampled_from(["nginx", "busybox", "nowhere/none:1", "BAD"])
deployments = st.builds(labelled, names, images, st.integers(-1, 4))
commands = st.one_of(
    st.builds(lambda b: kube("create", "deployments", "apps", body=b), deployments),
    st.builds(
        lambda b: kube(
            "update", "deployments", "apps", name=b["metadata"]["name"], body=b
        ),
        deployments,
    ),
    st.builds(lambda n: kube("delete", "deployments", "apps", name=n), names),
    st.builds(
        lambda n, r: kube(
            "patch",
            "deployments",
            "apps",
            name=n,
            body={"spec": {"replicas": r}},
            patch_type="application/merge-patch+json",
        ),
        names,
        st.sampled_from([0, 2, "three", None]),
    ),
    st.builds(
        lambda n: kube("create", "configmaps", body={"metadata": {"name": n}}), names
    ),
    st.builds(
        lambda pod: kube("delete", "pods", name=pod),
        st.sampled_from([k.name for k, _ in WORLD.list("k8s.Pod")] + ["none"]),
    ),
    st.builds(
        lambda action, n: AwsCall(
            caller(WORLD),
            action,
            {**ORDER, "nodegroupName": n, "name": n},
        ),
        st.sampled_from(
            [
                "eks:DeleteCluster",
                "eks:DeleteNodegroup",
                "eks:DescribeCluster",
                "eks:CreateCluster",
                "eks:Nonsense",
            ]
        ),
        names,
    ),
    st.builds(
        lambda key: FaultCall("etcd-member-loss", "dc.EtcdMember", CLUSTER, key),
        st.sampled_from("abcd"),
    ),
    st.builds(
        lambda key: FaultCall("api-server-loss", "dc.ApiServer", CLUSTER, key),
        st.sampled_from("123"),
    ),
    st.builds(
        lambda mode: ClockCall(mode=mode),
        st.sampled_from(["1x", "60x", "auto", "warp"]),
    ),
    st.just(ClockCall(step=True)),
)
stories = st.lists(st.tuples(commands, st.floats(0, 40)), max_size=8)
patient = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def told(story):
    """Run a story: the worlds on the way, their records, and what was refused."""
    world, wall, records, refused = WORLD, START + 5000.0, [], []
    for command, pause in story:
        wall += round(pause, 3)
        for step in (command, None):
            try:
                if step is None:
                    outcome = engine.advance(world, wall + 0.5, SITE)
                else:
                    outcome = engine.execute(world, step, wall, SITE)
            except Refusal as refusal:
                refused.append((refusal.code, refusal.message, refusal.status))
                continue
            records.append(history.record(world, outcome.world, outcome.changes, wall))
            world = outcome.world
    return world, records, refused


@patient
@given(stories)
def test_random_commands_never_crash_and_refuse_in_words(story):
    world, records, refused = told(story)
    for code, message, status in refused:
        # etcd's own errors come through the API server without a reason.
        assert code or message.startswith("etcdserver: ")
        assert message
        assert status >= 400
    spins = [
        event.told
        for record in records
        for event in history.events(record)
        if event.told.reason == "ControllerSpinning"
    ]
    assert spins == []
    assert world.rv >= WORLD.rv


@patient
@given(stories)
def test_the_same_commands_at_the_same_times_give_the_same_log_byte_for_byte(story):
    first, second = told(story), told(story)
    assert json.dumps(first[1]) == json.dumps(second[1])
    assert first[2] == second[2]


@patient
@given(stories)
def test_a_cold_load_equals_the_warm_world(story):
    ran, records, _ = told(story)
    stored = json.loads(json.dumps(records))
    cold, _ = history.replayed(WORLD, stored)
    assert history.snapshot(cold) == history.snapshot(ran)
    again = history.from_snapshot(json.loads(json.dumps(history.snapshot(ran))))
    assert history.snapshot(again) == history.snapshot(ran)
    back = history.rewound(cold, stored)
    for key, doc in WORLD.documents():
        assert back.find(key) == WORLD.find(key), (key, doc)


def test_the_cluster_of_these_stories_is_active():
    assert WORLD.find(Key("eks.Cluster", REGION, "demo"))["status"] == "ACTIVE"

"""Deployments: rollouts step by step, their words, their conditions."""

from __future__ import annotations

import pytest

from clusters.sim.kube import store
from clusters.sim.world import Key
from tests.sim.controllers.a_data_plane import CID, data_plane, deployment

WEB = Key("k8s.Deployment", f"{CID}/default", "web")
SCALING = "ScalingReplicaSet"


def image(name: str) -> dict:
    container = {"name": "nginx", "image": name}
    return {"spec": {"template": {"spec": {"containers": [container]}}}}


def rolled_out(**spec):
    plane = data_plane()
    plane.create("deployments.apps", deployment(**spec))
    plane.settle(15)
    plane.changes.clear()
    return plane


def scalings(plane) -> list[str]:
    """The scaling events without the names of ReplicaSets."""
    return [
        " ".join(w for w in text.split() if "-" not in w)
        for text in plane.events(SCALING)
    ]


def condition(plane, kind: str) -> dict:
    status = plane.get("deployments.apps", "web")["status"]
    return {c["type"]: c for c in status["conditions"]}[kind]


def revisions(plane) -> dict[str, int]:
    """How many replicas each revision has."""
    sets = plane.list("replicasets.apps", "default")["items"]
    note = "deployment.kubernetes.io/revision"
    return {s["metadata"]["annotations"][note]: s["spec"]["replicas"] for s in sets}


def test_a_new_deployment_runs_all_its_replicas():
    plane = rolled_out()
    status = plane.get("deployments.apps", "web")["status"]
    assert [
        status[n]
        for n in ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas")
    ] == [3] * 4
    assert status["observedGeneration"] == 1
    assert condition(plane, "Available")["reason"] == "MinimumReplicasAvailable"
    assert condition(plane, "Progressing")["reason"] == "NewReplicaSetAvailable"


@pytest.mark.parametrize(
    ("version", "first", "second"),
    [
        ("1.31", "Scaled up replica set to 1", "Scaled down replica set to 2 from 3"),
        (
            "1.32",
            "Scaled up replica set from 0 to 1",
            "Scaled down replica set from 3 to 2",
        ),
    ],
)
def test_scaling_is_told_in_the_words_of_the_version(version, first, second):
    # Versions that are no longer offered have no schema for clients to be checked by.
    plane = data_plane(version=version)
    with plane.tx() as tx:
        store.create(tx, CID, deployment())
    plane.settle(15)
    plane.changes.clear()
    with plane.tx() as tx, store.update(tx, WEB) as body:
        body["spec"]["template"] = image("nginx:1.28")["spec"]["template"] | {
            "metadata": {"labels": {"app": "web"}}
        }
    plane.settle(60)
    assert scalings(plane)[:2] == [first, second]


def test_a_rollout_of_three_replicas_takes_exactly_six_steps():
    plane = rolled_out()
    plane.patch("deployments.apps", "web", image("nginx:1.28"), "strategic")
    plane.settle(60)
    assert scalings(plane) == [
        "Scaled up replica set from 0 to 1",
        "Scaled down replica set from 3 to 2",
        "Scaled up replica set from 1 to 2",
        "Scaled down replica set from 2 to 1",
        "Scaled up replica set from 2 to 3",
        "Scaled down replica set from 1 to 0",
    ]
    assert {p["spec"]["containers"][0]["image"] for p in plane.pods(app="web")} == {
        "nginx:1.28"
    }


def test_each_step_waits_for_an_available_pod():
    plane = rolled_out(minReadySeconds=20)
    plane.settle(30)
    plane.patch("deployments.apps", "web", image("nginx:1.28"), "strategic")
    plane.settle(15)
    assert scalings(plane) == ["Scaled up replica set from 0 to 1"]
    plane.settle(15)
    assert len(scalings(plane)) == 3


def test_an_image_that_never_comes_leaves_the_old_pods_at_work():
    plane = rolled_out()
    plane.patch("deployments.apps", "web", image("nginx:1.161"), "strategic")
    plane.settle(120)
    assert revisions(plane) == {"1": 3, "2": 1}
    assert plane.get("deployments.apps", "web")["status"]["availableReplicas"] == 3
    assert condition(plane, "Progressing")["reason"] == "ReplicaSetUpdated"


def test_while_the_new_pod_is_missing_not_even_broken_old_ones_are_given_up():
    plane = data_plane()
    plane.create("deployments.apps", deployment(image="nginx:1.161"))
    plane.settle(15)
    plane.patch("deployments.apps", "web", image("nginx:1.162"), "strategic")
    plane.settle(15)
    assert revisions(plane) == {"1": 3, "2": 1}


def test_a_rollout_that_does_not_progress_is_given_up_after_its_deadline():
    plane = rolled_out(progressDeadlineSeconds=60)
    plane.patch("deployments.apps", "web", image("nginx:1.161"), "strategic")
    plane.settle(59)
    assert condition(plane, "Progressing")["status"] == "True"
    plane.settle(5)
    progressing = condition(plane, "Progressing")
    assert (progressing["status"], progressing["reason"]) == (
        "False",
        "ProgressDeadlineExceeded",
    )
    assert progressing["message"].endswith("has timed out progressing.")


def test_going_back_to_the_old_template_takes_its_replica_set_again():
    plane = rolled_out()
    plane.patch("deployments.apps", "web", image("nginx:1.28"), "strategic")
    plane.settle(60)
    plane.patch("deployments.apps", "web", image("nginx:1.27"), "strategic")
    plane.settle(60)
    assert revisions(plane) == {"2": 0, "3": 3}
    old = next(
        s for s in plane.list("replicasets.apps")["items"] if s["spec"]["replicas"]
    )
    assert (
        old["metadata"]["annotations"]["deployment.kubernetes.io/revision-history"]
        == "1"
    )


def test_scaling_makes_no_revision():
    plane = rolled_out()
    plane.patch("deployments.apps", "web", {"spec": {"replicas": 5}})
    plane.settle(15)
    assert revisions(plane) == {"1": 5}
    assert scalings(plane) == ["Scaled up replica set from 3 to 5"]


def test_a_rollout_that_is_scaled_midway_grows_in_proportion():
    plane = rolled_out(replicas=4)
    plane.patch("deployments.apps", "web", image("nginx:1.161"), "strategic")
    plane.settle(20)
    assert revisions(plane) == {"1": 3, "2": 2}
    plane.patch("deployments.apps", "web", {"spec": {"replicas": 8}})
    plane.settle(0)
    assert sum(revisions(plane).values()) == 10


def test_recreate_lets_all_old_pods_go_first():
    plane = rolled_out(strategy={"type": "Recreate"})
    plane.patch("deployments.apps", "web", image("nginx:1.28"), "strategic")
    plane.settle(0)
    assert scalings(plane) == ["Scaled down replica set from 3 to 0"]
    plane.settle(30)
    assert scalings(plane) == [
        "Scaled down replica set from 3 to 0",
        "Scaled up replica set from 0 to 3",
    ]


def test_a_paused_deployment_scales_but_does_not_roll():
    plane = rolled_out()
    plane.patch("deployments.apps", "web", {"spec": {"paused": True}})
    plane.settle(1)
    assert condition(plane, "Progressing")["reason"] == "DeploymentPaused"
    plane.patch("deployments.apps", "web", image("nginx:1.28"), "strategic")
    plane.patch("deployments.apps", "web", {"spec": {"replicas": 2}})
    plane.settle(15)
    assert revisions(plane) == {"1": 2}
    plane.patch("deployments.apps", "web", {"spec": {"paused": False}})
    plane.settle(60)
    assert revisions(plane) == {"1": 0, "2": 2}


def test_old_replica_sets_beyond_the_history_limit_are_deleted():
    plane = rolled_out(replicas=1, revisionHistoryLimit=1)
    for tag in ("1.26", "1.28", "1.29"):
        plane.patch("deployments.apps", "web", image(f"nginx:{tag}"), "strategic")
        plane.settle(30)
    assert revisions(plane) == {"3": 0, "4": 1}


def test_a_matching_orphan_replica_set_is_adopted():
    plane = rolled_out()
    plane.call(
        "delete",
        "deployments.apps",
        name="web",
        options={"propagationPolicy": "Orphan"},
    )
    plane.settle(5)
    plane.create("deployments.apps", deployment())
    plane.settle(5)
    assert revisions(plane) == {"1": 3}
    assert condition(plane, "Progressing")["reason"] in {
        "FoundNewReplicaSet",
        "NewReplicaSetAvailable",
    }


def test_a_refused_pod_is_told_of_in_the_deployments_conditions():
    plane = data_plane()
    body = deployment(replicas=2)
    body["spec"]["template"]["spec"]["serviceAccountName"] = "robot"
    plane.create("deployments.apps", body)
    plane.settle(1)
    failure = condition(plane, "ReplicaFailure")
    assert failure["reason"] == "FailedCreate"
    assert failure["message"].endswith('serviceaccount "robot" not found')

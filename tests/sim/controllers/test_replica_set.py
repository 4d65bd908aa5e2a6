"""ReplicaSets: create, delete in order, adopt, release, try again."""

from __future__ import annotations

from clusters.sim.controllers.replica_set.ranking import first_to_go
from clusters.sim.kube.kind import kinds
from clusters.sim.world import Document, Key
from tests.sim.controllers.a_data_plane import bare_pod, data_plane

POD = kinds["pods"]


def replica_set(replicas: int = 2, **pod) -> dict:
    labels = {"app": "web"}
    spec = {"containers": [{"name": "c", "image": "nginx:1.27"}], **pod}
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {"name": "web"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": spec},
        },
    }


def with_set(replicas: int = 2, version: str = "1.35", **pod):
    plane = data_plane(version=version)
    plane.create("replicasets.apps", replica_set(replicas, **pod))
    plane.settle(10)
    return plane


def ranked(*pods: dict, now: float = 1000.0) -> list[str]:
    items = []
    for number, pod in enumerate(pods):
        name = f"p{number}"
        body = {
            "metadata": {
                "name": name,
                "uid": name,
                "annotations": pod.get("annotations", {}),
            },
            "spec": {"nodeName": pod.get("node", ""), "containers": []},
            "status": {
                "phase": pod.get("phase", "Running"),
                "conditions": [{"type": "Ready", "status": "True"}]
                if pod.get("ready")
                else [],
                "containerStatuses": [{"restartCount": pod.get("restarts", 0)}],
            },
            "_": {"ready": pod.get("since", 0.0), "created": pod.get("created", 0.0)},
        }
        items.append((Key("k8s.Pod", "c/default", name), Document(body, 1)))
    return [key.name for key, _ in first_to_go(items, items, now)]


def test_it_keeps_as_many_pods_as_it_was_asked_for():
    plane = with_set(3)
    plane.call("delete", "pods", name=plane.pods(app="web")[0]["metadata"]["name"])
    plane.settle(10)
    assert len(plane.pods(app="web")) == 3
    assert plane.get("replicasets.apps", "web")["status"]["availableReplicas"] == 3


def test_what_is_not_on_a_node_or_not_ready_goes_first():
    assert ranked({"node": "a", "ready": True}, {"node": ""}) == ["p1", "p0"]
    assert ranked({"node": "a", "ready": True}, {"node": "a", "phase": "Pending"}) == [
        "p1",
        "p0",
    ]
    assert ranked({"node": "a", "ready": True}, {"node": "a"}) == ["p1", "p0"]


def test_the_cheaper_pod_goes_first_then_the_one_in_company():
    cost = {"controller.kubernetes.io/pod-deletion-cost": "-5"}
    ready = {"node": "a", "ready": True}
    assert ranked(ready, {**ready, "annotations": cost}) == ["p1", "p0"]
    assert ranked({**ready, "node": "b"}, ready, ready)[-1] == "p0"


def test_being_ready_counts_for_more_than_being_dear():
    cost = {"controller.kubernetes.io/pod-deletion-cost": "-5"}
    assert ranked({"node": "a", "ready": True, "annotations": cost}, {"node": "a"}) == [
        "p1",
        "p0",
    ]


def test_batches_grow_so_that_a_quota_gives_few_refusals():
    plane = data_plane()
    present = len(plane.world.list("k8s.Pod"))
    account = Key("aws.Account", "", "account")
    plane.change(account, quotas={"pods": present + 5})
    plane.create("replicasets.apps", replica_set(50))
    plane.settle(0)
    assert len(plane.pods(app="web")) == 5
    assert plane.event("web", "FailedCreate")["count"] == 2


def test_of_equals_the_one_ready_for_less_time_and_restarted_more_goes_first():
    ready = {"node": "a", "ready": True}
    assert ranked(ready, {**ready, "since": 990.0}) == ["p1", "p0"]
    assert ranked(ready, {**ready, "restarts": 4}) == ["p1", "p0"]


def test_a_pod_whose_labels_move_away_is_released_and_replaced():
    plane = with_set(2)
    name = plane.pods(app="web")[0]["metadata"]["name"]
    plane.patch("pods", name, {"metadata": {"labels": {"app": "debug"}}})
    plane.settle(10)
    assert (
        "ownerReferences" not in plane.get("pods", name)["metadata"]
        or not plane.get("pods", name)["metadata"]["ownerReferences"]
    )
    assert len(plane.pods(app="web")) == 2


def test_a_matching_orphan_is_adopted():
    plane = with_set(1)
    plane.create(
        "pods",
        bare_pod("stray") | {"metadata": {"name": "stray", "labels": {"app": "web"}}},
    )
    plane.settle(10)
    assert len(plane.pods(app="web")) == 1


def test_a_refusal_stops_the_batch_and_is_tried_again_later_and_later():
    plane = data_plane()
    plane.create("replicasets.apps", replica_set(50, serviceAccountName="robot"))
    plane.settle(1)
    refused = [
        c
        for c in plane.changes
        if c.key.kind == "k8s.Event" and c.after["reason"] == "FailedCreate"
    ]
    assert 5 <= len(refused) <= 20
    assert (
        plane.event("web", "FailedCreate")["message"]
        == (
            'Error creating: pods "web-" is forbidden: error looking up service account default/robot: '
            'serviceaccount "robot" not found'
        )
        or "robot" in plane.event("web", "FailedCreate")["message"]
    )
    account = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "robot"},
    }
    plane.create("serviceaccounts", account)
    plane.settle(30)
    assert len(plane.pods(app="web")) == 50
    conditions = plane.get("replicasets.apps", "web")["status"].get("conditions", [])
    assert conditions == []


def test_pods_on_their_way_out_are_counted_from_1_35_on():
    old, new = with_set(2, "1.34"), with_set(2)
    for plane in (old, new):
        plane.patch("replicasets.apps", "web", {"spec": {"replicas": 1}})
        plane.settle(0)
    assert "terminatingReplicas" not in old.get("replicasets.apps", "web")["status"]
    assert new.get("replicasets.apps", "web")["status"]["terminatingReplicas"] == 1


def test_a_pod_is_available_only_when_ready_for_long_enough():
    plane = data_plane()
    body = replica_set(1)
    body["spec"]["minReadySeconds"] = 30
    plane.create("replicasets.apps", body)
    plane.settle(20)
    assert "availableReplicas" not in plane.get("replicasets.apps", "web")["status"]
    plane.settle(20)
    assert plane.get("replicasets.apps", "web")["status"]["availableReplicas"] == 1

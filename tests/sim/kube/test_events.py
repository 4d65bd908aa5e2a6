"""Events: recorded as client-go records them, told once, gone after an hour."""

from __future__ import annotations

from typing import Any

from clusters.sim.kube import events
from clusters.sim.world import Key
from tests.sim.kube.a_cluster import CID, Cluster

ABOUT = Key("k8s.ConfigMap", f"{CID}/default", "p")


def with_map() -> Cluster:
    """An object that no controller minds."""
    cluster = Cluster()
    cluster.create("configmaps", {"metadata": {"name": "p"}})
    cluster.settle()
    return cluster


def emit(cluster: Cluster, message: str = "Pulling", **more: Any) -> None:
    with cluster.tx() as tx:
        kind = more.pop("type", "Normal")
        events.emit(tx, ABOUT, kind, "Pulling", message, "kubelet", node="n1", **more)


def listed(cluster: Cluster) -> list[dict[str, Any]]:
    return cluster.list("events", "default", fieldSelector="source=kubelet")["items"]


def test_what_an_event_says():
    cluster = with_map()
    emit(cluster)
    event = listed(cluster)[0]
    uid = cluster.get("configmaps", "p")["metadata"]["uid"]
    assert event["involvedObject"]["uid"] == uid
    assert event["involvedObject"]["apiVersion"] == "v1"
    assert event["source"] == {"component": "kubelet", "host": "n1"}
    assert event["reportingComponent"] == "kubelet"
    assert (event["type"], event["reason"], event["count"]) == ("Normal", "Pulling", 1)
    assert event["firstTimestamp"] == event["lastTimestamp"] == "2026-11-20T12:00:00Z"
    prefix, _, suffix = event["metadata"]["name"].partition(".")
    assert prefix == "p"
    assert len(suffix) == 16


def test_the_same_event_again_raises_the_count():
    cluster = with_map()
    emit(cluster)
    cluster.settle(65)
    emit(cluster)
    event = listed(cluster)[0]
    assert (event["count"], event["lastTimestamp"]) == (2, "2026-11-20T12:01:05Z")
    assert len(listed(cluster)) == 1


def test_it_is_told_to_the_learner_once():
    cluster = with_map()
    cluster.changes.clear()
    emit(cluster, next="you", type="Warning")
    emit(cluster, next="you", type="Warning")
    told = [change.told for change in cluster.changes if change.told]
    assert len(told) == 1
    assert (told[0].component, told[0].by, told[0].owner) == ("kubelet", "you", "you")
    assert (told[0].next, told[0].severity) == ("you", "warning")


def test_the_control_plane_speaks_for_its_controllers():
    cluster = with_map()
    with cluster.tx() as tx:
        for source in (
            "default-scheduler",
            "replicaset-controller",
            "service-controller",
        ):
            events.emit(tx, ABOUT, "Normal", "Told", source, source)
    told = [change.told for change in cluster.changes if change.told]
    assert [(t.component, t.by) for t in told[-3:]] == [
        ("kube-scheduler", "aws"),
        ("kube-controller-manager", "aws"),
        ("cloud-controller-manager", "aws"),
    ]


def test_many_different_messages_become_one():
    cluster = with_map()
    for number in range(14):
        emit(cluster, f"failed {number}")
    told = [event["message"] for event in listed(cluster)]
    assert len(told) == 11
    combined = [
        text for text in told if text.startswith("(combined from similar events): ")
    ]
    assert combined == ["(combined from similar events): failed 10"]


def test_a_source_that_never_stops_is_slowed_down():
    cluster = with_map()
    for _ in range(40):
        emit(cluster)
    assert listed(cluster)[0]["count"] == 25
    cluster.settle(300)
    for _ in range(3):
        emit(cluster)
    assert listed(cluster)[0]["count"] == 26


def test_repetitions_are_counted_when_they_are_read():
    cluster = with_map()
    emit(cluster, "Back-off", every=12.0, until=40.0)
    agenda = dict(cluster.world.agenda)
    cluster.wall += 30
    assert listed(cluster)[0]["count"] == 3
    assert listed(cluster)[0]["lastTimestamp"] == "2026-11-20T12:00:24Z"
    cluster.wall += 300
    assert listed(cluster)[0]["count"] == 4
    assert cluster.world.agenda == agenda
    emit(cluster, "Back-off")
    assert listed(cluster)[0]["count"] == 5


def test_repetitions_are_told_by_the_learners_watch():
    cluster = with_map()
    emit(cluster, "Back-off", every=12.0, until=40.0)
    clock = cluster.world.clock
    later = clock.sim(cluster.wall) + 3000
    cluster.world.clock = clock.jumped(later, cluster.wall + 2)
    cluster.wall += 2
    event = listed(cluster)[0]
    assert event["count"] == 4
    assert event["firstTimestamp"] == "2026-11-20T12:00:00Z"
    assert event["lastTimestamp"] == "2026-11-20T12:00:02Z"


def test_events_of_one_second_are_listed_as_they_happened():
    cluster = with_map()
    words = ["Scheduled", "Pulling", "Pulled", "Created", "Started"]
    for word in words:
        emit(cluster, word)
    assert [event["message"] for event in listed(cluster)] == words


def test_an_event_is_forgotten_after_an_hour():
    cluster = with_map()
    emit(cluster)
    cluster.wall += 3599
    assert listed(cluster)
    cluster.wall += 2
    assert not listed(cluster)


def test_a_kubelet_names_its_node_by_name():
    cluster = Cluster()
    cluster.create("nodes", {"metadata": {"name": "n1"}})
    with cluster.tx() as tx:
        about = Key("k8s.Node", CID, "n1")
        events.emit(tx, about, "Normal", "Starting", "Starting kubelet.", "kubelet")
    asked = "involvedObject.kind=Node,involvedObject.uid=n1,involvedObject.namespace="
    found = cluster.list("events", fieldSelector=asked)["items"]
    assert [event["metadata"]["namespace"] for event in found] == ["default"]


def test_both_groups_show_the_same_events():
    cluster = with_map()
    emit(cluster)
    new = cluster.list("events.events.k8s.io", "default")["items"]
    event = next(item for item in new if item["reason"] == "Pulling")
    assert event["apiVersion"] == "events.k8s.io/v1"
    assert event["note"] == "Pulling"
    assert event["regarding"]["name"] == "p"
    assert event["deprecatedCount"] == 1
    assert event["reportingController"] == "kubelet"


def test_a_row_of_the_table():
    cluster = with_map()
    emit(cluster)
    cluster.wall += 12
    row = next(row for row in cluster.table("events", "default") if row[2] == "Pulling")
    assert row[:-1] == [
        "12s", "Normal", "Pulling", "configmap/p", "", "kubelet, n1", "Pulling", "12s", "1",
    ]  # fmt: skip

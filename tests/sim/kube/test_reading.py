"""Lists: pages, order, revisions; tables and what their rows carry."""

from __future__ import annotations

import json

import pytest

from clusters.sim.kube import reading, tables
from clusters.sim.kube.errors import KubeRefusal
from clusters.sim.kube.events import TTL
from clusters.sim.kube.kind import kinds
from tests.sim.accounts import START, Hands, cluster_id, with_cluster
from tests.sim.kube.a_cluster import CID, Cluster, names, refused
from tests.sim.kube.samples import sample

MAPS = kinds["configmaps"]


def with_maps(count: int = 5) -> Cluster:
    cluster = Cluster()
    for number in range(count):
        cluster.create("configmaps", {"metadata": {"name": f"m{number}"}})
    return cluster


def test_pages_follow_each_other():
    cluster = with_maps()
    first = cluster.list("configmaps", "default", limit="2")
    assert names(first) == ["kube-root-ca.crt", "m0"]
    assert first["metadata"]["remainingItemCount"] == 4
    token = first["metadata"]["continue"]
    second = cluster.list("configmaps", "default", limit="2", **{"continue": token})
    assert names(second) == ["m1", "m2"]
    assert second["metadata"]["resourceVersion"] == first["metadata"]["resourceVersion"]
    token = second["metadata"]["continue"]
    last = cluster.list("configmaps", "default", **{"continue": token})
    assert names(last) == ["m3", "m4"]
    assert "continue" not in last["metadata"]


def test_what_is_left_is_not_counted_under_a_selector():
    page = with_maps().list("configmaps", "default", limit="1", labelSelector="!x")
    assert "remainingItemCount" not in page["metadata"]


@pytest.mark.parametrize("token", ["x", "bm90IGpzb24", "e30"])
def test_a_bad_token_is_refused(token):
    with pytest.raises(KubeRefusal) as caught:
        with_maps().list("configmaps", "default", **{"continue": token})
    assert caught.value.status == 400
    assert caught.value.message.startswith("continue key is not valid: ")


def test_a_token_and_a_version_do_not_go_together():
    text = "specifying resource version is not allowed when using continue"
    with refused("BadRequest", text, 400):
        reading.query({"continue": "x", "resourceVersion": "5"})


def test_the_future_cannot_be_read():
    world = Cluster().world
    reading.check_version(world, str(world.rv))
    text = f"Timeout: Too large resource version: {world.rv + 1}, current: {world.rv}"
    with refused("Timeout", text, 504):
        reading.check_version(world, str(world.rv + 1))
    with pytest.raises(KubeRefusal):
        reading.check_version(world, "soon")


def test_lists_are_sorted_by_namespace_and_name():
    cluster = with_maps(1)
    cluster.create("configmaps", {"metadata": {"name": "a"}}, namespace="kube-public")
    found = [
        (item["metadata"]["namespace"], item["metadata"]["name"])
        for item in cluster.list("configmaps")["items"]
    ]
    assert found == sorted(found)
    assert ("kube-public", "a") in found


@pytest.mark.parametrize(
    "resource", ["configmaps", "nodes", "events", "leases.coordination.k8s.io"]
)
def test_a_lists_bytes_are_its_body(resource):
    cluster = Cluster()
    cluster.create(resource, sample(resource))
    kind, world = kinds[resource], cluster.world
    at = reading.moment(world, cluster.wall)
    page = reading.listed(world, kind, CID, "", reading.Query(), at)
    body = reading.list_body(world, kind, page, at)
    assert json.loads(reading.list_bytes(world, kind, page, at)) == body
    found = page.items[0]
    single = reading.shown_bytes(world, kind, found, at)
    assert json.loads(single) == reading.shown(world, kind, found, at)


@pytest.mark.parametrize("seconds", [0.0, 2 * TTL])
def test_counting_finds_as_many_as_listing(seconds):
    world = with_cluster()
    cid, at = cluster_id(world), reading.Moment(world.clock.sim(START) + seconds, START)
    for kind in map(kinds.__getitem__, kinds):
        for place in ("", "default", "kube-system"):
            if "list" in kind.verbs and (kind.namespaced or not place):
                page = reading.listed(world, kind, cid, place, reading.Query(), at)
                assert reading.count(world, kind, cid, place, at) == len(page.items)


def test_a_lease_that_was_written_is_counted_once():
    world = with_cluster()
    leases, place = kinds["leases.coordination.k8s.io"], "kube-node-lease"
    cid, at = cluster_id(world), reading.moment(world, START + 1)
    before = reading.count(world, leases, cid, place, at)
    hands = Hands(world)
    body = sample(leases.resource)
    body["metadata"]["name"] = world.list("k8s.Node", cid)[0][0].name
    hands.kube("create", leases.resource, body, namespace=place)
    assert len(hands.world.list(leases.document, f"{cid}/{place}")) == 1
    assert reading.count(hands.world, leases, cid, place, at) == before == 2


def test_an_empty_list_is_a_list():
    assert Cluster().list("pods", "default")["items"] == []


def test_an_empty_list_of_bytes_too():
    cluster = Cluster()
    at = reading.moment(cluster.world, cluster.wall)
    page = reading.listed(cluster.world, kinds["pods"], CID, "", reading.Query(), at)
    assert (
        json.loads(reading.list_bytes(cluster.world, kinds["pods"], page, at))["items"]
        == []
    )


def a_table(include: str) -> dict:
    cluster = with_maps(1)
    at = reading.moment(cluster.world, cluster.wall)
    found = reading.find(cluster.world, MAPS, CID, "default", "m0", at)
    return tables.object_table(cluster.world, MAPS, found, at, include)


def test_a_tables_columns():
    table = a_table("None")
    assert table["columnDefinitions"][0] == {
        "name": "Name",
        "type": "string",
        "format": "name",
        "description": "",
        "priority": 0,
    }
    assert [column["name"] for column in table["columnDefinitions"]] == [
        "Name",
        "Data",
        "Age",
    ]
    assert table["rows"] == [{"cells": ["m0", 0, "0s"]}]


def test_a_row_carries_what_is_asked_for():
    meta = a_table("Metadata")["rows"][0]["object"]
    assert meta["kind"] == "PartialObjectMetadata"
    assert meta["metadata"]["name"] == "m0"
    assert a_table("Object")["rows"][0]["object"]["kind"] == "ConfigMap"
    assert tables.include({}, 35) == "Metadata"
    text = (
        'TableOptions.meta.k8s.io "" is invalid: includeObject: Invalid value: "All": must '
        "be 'Metadata', 'Object', 'None', or empty"
    )
    with refused("Invalid", text, 422):
        tables.include({"includeObject": "All"}, 35)


def test_partial_lists_hold_metadata_only():
    cluster = with_maps(1)
    at = reading.moment(cluster.world, cluster.wall)
    page = reading.listed(cluster.world, MAPS, CID, "default", reading.Query(), at)
    listing = tables.partial_list(cluster.world, MAPS, page)
    assert listing["kind"] == "PartialObjectMetadataList"
    assert {key for item in listing["items"] for key in item} == {
        "kind",
        "apiVersion",
        "metadata",
    }

"""What holds for every kind alike."""

from __future__ import annotations

import json

import pytest

from clusters.sim.kube import verbs
from clusters.sim.kube.errors import KubeRefusal
from clusters.sim.kube.kind import kinds
from tests.sim.kube.a_cluster import JANE, Cluster, names, refused
from tests.sim.kube.samples import NAME, SAMPLES, sample

STORED = sorted(name for name in verbs.RESOURCES if kinds[name].answer is None)
every_kind = pytest.mark.parametrize("resource", STORED)


def bare(resource: str) -> str:
    return kinds[resource].plural


def place(resource: str) -> str:
    return "default" if kinds[resource].namespaced else ""


def test_every_kind_has_a_sample():
    assert sorted(SAMPLES) == STORED


@every_kind
def test_what_was_created_can_be_read(resource):
    cluster = Cluster()
    made = cluster.create(resource, sample(resource))
    kind = kinds[resource]
    assert made.status == 201
    assert made["apiVersion"] == kind.group_version
    assert made["kind"] == kind.kind
    assert made["metadata"]["uid"]
    assert made["metadata"]["creationTimestamp"] == "2026-11-20T12:00:00Z"
    assert "_" not in made
    read = cluster.get(resource, NAME)
    assert read["metadata"] == made["metadata"] | {
        "resourceVersion": read["metadata"]["resourceVersion"]
    }


@every_kind
def test_it_is_in_the_list_of_its_namespace(resource):
    cluster = Cluster()
    cluster.create(resource, sample(resource))
    listing = cluster.list(resource, place(resource))
    assert listing["kind"] == f"{kinds[resource].kind}List"
    assert NAME in names(listing)
    assert int(listing["metadata"]["resourceVersion"]) == cluster.world.rv


@every_kind
def test_putting_back_what_was_read_changes_nothing(resource):
    cluster = Cluster()
    cluster.create(resource, sample(resource))
    cluster.settle(1)
    before = cluster.get(resource, NAME)
    revision = cluster.world.rv
    after = cluster.call("update", resource, name=NAME, body=before)
    assert json.dumps(after, sort_keys=True) == json.dumps(before, sort_keys=True)
    assert cluster.world.rv == revision


@every_kind
@pytest.mark.parametrize("form", ["merge", "strategic"])
def test_a_patch_sets_a_label(resource, form):
    cluster = Cluster()
    cluster.create(resource, sample(resource))
    patch = {"metadata": {"labels": {"team": "blue"}}}
    after = cluster.patch(resource, NAME, patch, form)
    assert after["metadata"]["labels"]["team"] == "blue"
    assert NAME in names(cluster.list(resource, labelSelector="team=blue"))
    assert NAME not in names(cluster.list(resource, labelSelector="team!=blue"))


@every_kind
def test_a_patch_that_changes_nothing_is_no_change(resource):
    cluster = Cluster()
    cluster.create(resource, sample(resource, labels={"team": "blue"}))
    cluster.settle(1)
    revision = cluster.world.rv
    cluster.patch(resource, NAME, {"metadata": {"labels": {"team": "blue"}}})
    assert cluster.world.rv == revision


@every_kind
def test_what_was_deleted_is_gone(resource):
    cluster = Cluster()
    cluster.create(resource, sample(resource))
    cluster.call("delete", resource, name=NAME)
    cluster.settle(10)
    with refused("NotFound", f'{resource} "{NAME}" not found', 404):
        cluster.get(resource, NAME)


@every_kind
def test_what_is_missing_cannot_be_deleted(resource):
    with refused("NotFound", f'{resource} "nobody" not found', 404):
        Cluster().call("delete", resource, name="nobody")


@every_kind
def test_a_name_is_taken_only_once(resource):
    cluster = Cluster()
    cluster.create(resource, sample(resource))
    stored = bare(resource) if kinds[resource].kind == "Event" else resource
    with refused("AlreadyExists", f'{stored} "{NAME}" already exists', 409):
        cluster.create(resource, sample(resource))


@every_kind
def test_a_name_is_needed(resource):
    body = sample(resource)
    del body["metadata"]["name"]
    cluster = Cluster()
    with pytest.raises(KubeRefusal) as caught:
        cluster.create(resource, body)
    assert caught.value.code == "Invalid"
    assert {
        "reason": "FieldValueRequired",
        "message": "Required value: name or generateName is required",
        "field": "metadata.name",
    } in caught.value.details["causes"]


@every_kind
def test_a_stale_update_is_a_conflict(resource):
    cluster = Cluster()
    old = cluster.create(resource, sample(resource))
    cluster.patch(resource, NAME, {"metadata": {"labels": {"team": "blue"}}})
    text = (
        f'Operation cannot be fulfilled on {stored(resource)} "{NAME}": the object has '
        "been modified; please apply your changes to the latest version and try again"
    )
    with refused("Conflict", text, 409):
        cluster.call("update", resource, name=NAME, body=old)


def stored(resource: str) -> str:
    return bare(resource) if kinds[resource].kind == "Event" else resource


@every_kind
def test_an_outsider_is_told_exactly_what_is_missing(resource):
    kind = kinds[resource]
    where = 'in the namespace "default"' if kind.namespaced else "at the cluster scope"
    text = (
        f'{resource} is forbidden: User "jane" cannot create resource '
        f'"{kind.plural}" in API group "{kind.group}" {where}'
    )
    cluster = Cluster()
    with refused("Forbidden", text, 403):
        cluster.create(resource, sample(resource), user=JANE)


@every_kind
def test_a_dry_run_leaves_no_trace(resource):
    cluster = Cluster()
    before = (cluster.world.rv, cluster.world.counter)
    made = cluster.create(resource, sample(resource), options={"dryRun": "All"})
    assert made["metadata"]["name"] == NAME
    assert "resourceVersion" not in made["metadata"]
    assert (cluster.world.rv, cluster.world.counter) == before
    assert NAME not in names(cluster.list(resource))


@every_kind
def test_its_row_has_a_cell_for_every_column(resource):
    cluster = Cluster()
    cluster.create(resource, sample(resource))
    rows = cluster.table(resource, place(resource))
    assert rows
    assert all(len(row) == len(kinds[resource].columns) for row in rows)
    assert any(NAME in row for row in rows)


@every_kind
def test_a_strict_client_is_refused_an_unknown_field(resource):
    kind, body = kinds[resource], sample(resource)
    body["metadata"]["colour"] = "red"
    text = (
        f'{kind.kind} in version "{kind.version}" cannot be handled as a {kind.kind}: '
        'strict decoding error: unknown field "metadata.colour"'
    )
    cluster = Cluster()
    with refused("BadRequest", text, 400):
        cluster.create(resource, body, options={"fieldValidation": "Strict"})


@every_kind
def test_collections_are_deleted_by_selector(resource):
    if "deletecollection" not in kinds[resource].verbs:
        pytest.skip("has no deletecollection")
    cluster = Cluster()
    cluster.create(resource, sample(resource, labels={"team": "blue"}))
    told = cluster.call(
        "deletecollection", resource, options={"labelSelector": "team=blue"}
    )
    assert NAME in names(told)
    cluster.settle(10)
    assert NAME not in names(cluster.list(resource))

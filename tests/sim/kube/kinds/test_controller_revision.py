"""ControllerRevisions: kept as they are, listed with their controller."""

from __future__ import annotations

from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import NAME, sample

REVISIONS, DAEMONS = "controllerrevisions.apps", "daemonsets.apps"


def test_its_data_never_changes():
    cluster = Cluster()
    cluster.create(REVISIONS, sample(REVISIONS))
    text = (
        'ControllerRevision.apps "sample" is invalid: data: Invalid value: {"spec":'
        '{"a":1}}: field is immutable'
    )
    with refused("Invalid", text, 422):
        cluster.patch(REVISIONS, NAME, {"data": {"spec": {"a": 1}}})


def test_a_revision_is_not_negative():
    text = (
        'ControllerRevision.apps "sample" is invalid: revision: Invalid value: -1: must '
        "be greater than or equal to 0"
    )
    with refused("Invalid", text, 422):
        Cluster().create(REVISIONS, {**sample(REVISIONS), "revision": -1})


def test_the_row_names_its_controller():
    cluster = Cluster()
    owner = cluster.create(DAEMONS, sample(DAEMONS))
    ref = {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "name": NAME,
        "uid": owner["metadata"]["uid"],
        "controller": True,
    }
    cluster.create(REVISIONS, sample(REVISIONS, ownerReferences=[ref]))
    rows = {row[0]: row[1:3] for row in cluster.table(REVISIONS, "default")}
    assert rows[NAME] == ["daemonset.apps/sample", 1]

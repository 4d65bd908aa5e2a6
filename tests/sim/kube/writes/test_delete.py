"""delete: preconditions, finalizers, and what is answered."""

from __future__ import annotations

import pytest

from clusters.sim.errors import Refusal
from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import sample


def with_map(**meta: object) -> Cluster:
    cluster = Cluster()
    cluster.create("configmaps", sample("configmaps", **meta))
    return cluster


def test_what_goes_at_once_is_answered_with_a_status():
    cluster = with_map()
    uid = cluster.get("configmaps", "sample")["metadata"]["uid"]
    assert cluster.call("delete", "configmaps", name="sample") == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Success",
        "details": {"name": "sample", "kind": "configmaps", "uid": uid},
    }


def test_a_finalizer_keeps_it_until_it_is_removed():
    cluster = with_map(finalizers=["example.com/lock"])
    kept = cluster.call("delete", "configmaps", name="sample")
    assert kept["metadata"]["deletionTimestamp"] == "2026-11-20T12:00:00Z"
    assert kept["metadata"]["deletionGracePeriodSeconds"] == 0
    cluster.patch("configmaps", "sample", {"metadata": {"finalizers": None}})
    with refused("NotFound", 'configmaps "sample" not found', 404):
        cluster.get("configmaps", "sample")


def test_no_finalizer_is_added_to_what_goes():
    cluster = with_map(finalizers=["example.com/lock"])
    cluster.call("delete", "configmaps", name="sample")
    more = {"metadata": {"finalizers": ["example.com/lock", "example.com/late"]}}
    text = (
        'ConfigMap "sample" is invalid: metadata.finalizers: Forbidden: no new finalizers '
        "can be added if the object is being deleted, found new finalizers "
        '[]string{"example.com/late"}'
    )
    with refused("Invalid", text, 422):
        cluster.patch("configmaps", "sample", more)


@pytest.mark.parametrize("field", ["uid", "resourceVersion"])
def test_a_precondition_that_fails_is_a_conflict(field):
    cluster = with_map()
    with pytest.raises(Refusal) as caught:
        cluster.call(
            "delete", "configmaps", name="sample", body={"preconditions": {field: "1"}}
        )
    assert caught.value.status == 409
    assert "Precondition failed: " in caught.value.message
    assert cluster.get("configmaps", "sample")


def test_a_dry_run_deletes_nothing():
    cluster = with_map()
    cluster.call("delete", "configmaps", name="sample", body={"dryRun": ["All"]})
    assert cluster.get("configmaps", "sample")


def test_some_namespaces_stay():
    text = 'namespaces "kube-system" is forbidden: this namespace may not be deleted'
    with refused("Forbidden", text, 403):
        Cluster().call("delete", "namespaces", name="kube-system")


def test_an_unknown_policy_is_refused():
    text = (
        'DeleteOptions "" is invalid: propagationPolicy: Unsupported value: "Cascade": '
        'supported values: "Background", "Foreground", "Orphan", "nil"'
    )
    with refused("Invalid", text, 422):
        with_map().call(
            "delete", "configmaps", name="sample", body={"propagationPolicy": "Cascade"}
        )


def test_a_role_of_the_base_layer_can_be_deleted():
    cluster, roles = Cluster(), "clusterroles.rbac.authorization.k8s.io"
    cluster.call("delete", roles, name="view")
    with refused("NotFound", f'{roles} "view" not found'):
        cluster.get(roles, "view")
    assert Cluster().get(roles, "view")

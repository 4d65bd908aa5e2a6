"""create: what the API server adds, ignores and refuses."""

from __future__ import annotations

import pytest

from clusters.sim.world import Key
from tests.sim.kube.a_cluster import CID, Cluster, refused
from tests.sim.kube.samples import SAMPLES, deployment, pod, sample

PLACE = "the namespace of the provided object does not match the namespace sent on the request"


def test_what_is_the_servers_is_not_taken_from_clients():
    meta = {
        "uid": "mine",
        "resourceVersion": "7",
        "generation": 9,
        "creationTimestamp": None,
        "deletionTimestamp": "2026-11-20T12:00:00Z",
        "managedFields": [{}],
    }
    body = {**deployment(), "status": {"replicas": 9}}
    body["metadata"] = {**body["metadata"], **meta}
    made = Cluster().create("deployments.apps", body)
    assert made["metadata"]["uid"] != "mine"
    assert made["metadata"]["generation"] == 1
    assert "deletionTimestamp" not in made["metadata"]
    assert made["status"] == {}


def test_a_name_is_generated():
    cluster = Cluster()
    body = pod()
    body["metadata"] = {"generateName": "x" * 70}
    name = cluster.create("pods", body)["metadata"]["name"]
    assert name[:58] == "x" * 58
    assert len(name) == 63


def test_the_namespace_is_the_urls():
    made = Cluster().create(
        "configmaps", {"metadata": {"name": "a"}}, namespace="kube-public"
    )
    assert made["metadata"]["namespace"] == "kube-public"
    body = {"metadata": {"name": "a", "namespace": "default"}}
    with refused("BadRequest", PLACE, 400):
        Cluster().create("configmaps", body, namespace="kube-public")


def test_a_namespace_must_exist():
    with refused("NotFound", 'namespaces "nowhere" not found', 404):
        Cluster().create("configmaps", {"metadata": {"name": "a"}}, namespace="nowhere")


def test_nothing_is_made_in_a_namespace_that_goes():
    cluster = Cluster()
    cluster.create("namespaces", {"metadata": {"name": "dev"}})
    cluster.create(
        "configmaps",
        {"metadata": {"name": "keep", "finalizers": ["x.io/y"]}},
        namespace="dev",
    )
    cluster.call("delete", "namespaces", name="dev")
    text = (
        'configmaps "a" is forbidden: unable to create new content in namespace dev '
        "because it is being terminated"
    )
    with refused("Forbidden", text, 403) as caught:
        cluster.create("configmaps", {"metadata": {"name": "a"}}, namespace="dev")
    assert caught.value.details["causes"] == [
        {
            "reason": "NamespaceTerminating",
            "message": "namespace dev is being terminated",
            "field": "metadata.namespace",
        }
    ]


def test_a_body_of_another_version_is_refused():
    text = (
        "the API version in the data (apps/v1beta1) does not match the expected API "
        "version (apps/v1)"
    )
    with refused("BadRequest", text, 400):
        Cluster().create(
            "deployments.apps", {**deployment(), "apiVersion": "apps/v1beta1"}
        )


def test_a_value_of_the_wrong_type_is_refused():
    text = (
        'Deployment in version "v1" cannot be handled as a Deployment: json: cannot '
        "unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32"
    )
    with refused("BadRequest", text, 400):
        Cluster().create("deployments.apps", deployment(replicas="two"))


def test_an_unknown_field_is_warned_of_and_dropped():
    made = Cluster().create("deployments.apps", deployment(replica=2))
    assert made.warnings == ('unknown field "spec.replica"',)
    assert "replica" not in made["spec"]


def test_whoever_asks_for_it_is_not_warned():
    made = Cluster().create(
        "deployments.apps", deployment(replica=2), options={"fieldValidation": "Ignore"}
    )
    assert made.warnings == ()


def test_what_does_not_exist_is_a_404():
    with refused("NotFound", "the server could not find the requested resource", 404):
        Cluster().call("create", "pods", name="p", subresource="nonsense", body={})


def test_a_verb_that_a_resource_lacks_is_a_405():
    text = "the server does not allow this method on the requested resource"
    with refused("MethodNotAllowed", text, 405):
        Cluster().call("deletecollection", "namespaces")


def test_without_a_majority_of_etcd_nothing_is_written():
    cluster = Cluster()
    with cluster.tx() as tx:
        for name in "bc":
            tx.put(Key("dc.EtcdMember", CID, name), {"state": "lost"})
        tx.agenda, tx._heap = {}, []
    revision = cluster.world.rv
    with refused("", "etcdserver: request timed out", 500):
        cluster.create("configmaps", {"metadata": {"name": "a"}})
    assert cluster.world.rv == revision
    assert cluster.list("namespaces")["items"]


def test_the_learner_is_told():
    cluster = Cluster()
    cluster.changes.clear()
    cluster.create("configmaps", sample("configmaps"))
    told = cluster.changes[-1].told
    assert told.message == "ConfigMap default/sample was created by admin."
    assert (told.component, told.owner, told.by) == ("kube-apiserver", "you", "you")


def test_a_dry_run_takes_only_one_value():
    text = 'Invalid value: "yes": dryRun: Unsupported value: "yes": supported values: "All"'
    with refused("BadRequest", text, 400):
        Cluster().create("configmaps", sample("configmaps"), options={"dryRun": "yes"})


def test_a_refused_dry_run_is_refused_and_leaves_no_trace_either():
    cluster = Cluster()
    before = (cluster.world.rv, cluster.world.counter)
    with refused("NotFound", 'namespaces "x" not found'):
        cluster.create(
            "configmaps",
            {"metadata": {"name": "a"}},
            namespace="x",
            options={"dryRun": "All"},
        )
    assert (cluster.world.rv, cluster.world.counter) == before


@pytest.mark.parametrize("resource", ["configmaps", "secrets"])
def test_more_than_a_mebibyte_is_too_much(resource):
    value = "A" * (1024 * 1024 + 4)
    body = {"metadata": {"name": "big"}, **SAMPLES[resource], "data": {"k": value}}
    kind = (
        resource.rstrip("s")
        .replace("configmap", "ConfigMap")
        .replace("secret", "Secret")
    )
    text = f'{kind} "big" is invalid: : Too long: may not be more than 1048576 bytes'
    with refused("Invalid", text, 422):
        Cluster().create(resource, body)

"""update and patch: what counts as a change, and what may not change."""

from __future__ import annotations

from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import CONTAINER, deployment, sample

DEPLOYMENTS = "deployments.apps"


def with_web() -> Cluster:
    cluster = Cluster()
    cluster.create(DEPLOYMENTS, deployment())
    cluster.settle(1)
    return cluster


def generation(cluster: Cluster) -> int:
    return cluster.get(DEPLOYMENTS, "web")["metadata"]["generation"]


def test_a_new_wish_is_a_new_generation():
    cluster = with_web()
    cluster.patch(DEPLOYMENTS, "web", {"spec": {"replicas": 2}})
    assert generation(cluster) == 2


def test_labels_and_status_are_no_new_wish():
    cluster = with_web()
    cluster.patch(DEPLOYMENTS, "web", {"metadata": {"labels": {"a": "b"}}})
    status = {"status": {"replicas": 1}}
    cluster.patch(DEPLOYMENTS, "web", status, subresource="status")
    assert generation(cluster) == 1
    assert cluster.get(DEPLOYMENTS, "web")["status"]["replicas"] == 1


def test_the_main_resource_does_not_hear_a_status():
    cluster = with_web()
    before = cluster.get(DEPLOYMENTS, "web")["status"]
    body = {**cluster.get(DEPLOYMENTS, "web"), "status": {"replicas": 77}}
    cluster.call("update", DEPLOYMENTS, name="web", body=body)
    assert cluster.get(DEPLOYMENTS, "web")["status"] == before


def test_the_status_does_not_hear_a_spec():
    cluster = with_web()
    body = cluster.get(DEPLOYMENTS, "web")
    body = {**body, "spec": {**body["spec"], "replicas": 9}, "status": {"replicas": 1}}
    cluster.call("update", DEPLOYMENTS, name="web", subresource="status", body=body)
    assert cluster.get(DEPLOYMENTS, "web")["spec"]["replicas"] == 1


def test_a_selector_is_immutable():
    cluster = with_web()
    labels = {"app": "other"}
    patch = {
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}},
        }
    }
    text = (
        'Deployment.apps "web" is invalid: spec.selector: Invalid value: '
        '{"matchLabels":{"app":"other"}}: field is immutable'
    )
    with refused("Invalid", text, 422):
        cluster.patch(DEPLOYMENTS, "web", patch)


def test_the_name_must_be_the_urls():
    cluster = with_web()
    text = "the name of the object (other) does not match the name on the URL (web)"
    with refused("BadRequest", text, 400):
        cluster.call("update", DEPLOYMENTS, name="web", body=deployment("other"))


def test_another_uid_is_a_conflict():
    cluster = with_web()
    body = cluster.get(DEPLOYMENTS, "web")
    uid = body["metadata"]["uid"]
    body = {
        **body,
        "metadata": {**body["metadata"], "uid": "other", "resourceVersion": ""},
    }
    text = (
        'Operation cannot be fulfilled on deployments.apps "web": Precondition failed: '
        f"UID in precondition: other, UID in object meta: {uid}"
    )
    with refused("Conflict", text, 409):
        cluster.call("update", DEPLOYMENTS, name="web", body=body)


def test_a_patch_with_an_old_version_is_a_conflict():
    cluster = with_web()
    patch = {"metadata": {"resourceVersion": "1"}, "spec": {"replicas": 2}}
    text = (
        'Operation cannot be fulfilled on deployments.apps "web": the object has been '
        "modified; please apply your changes to the latest version and try again"
    )
    with refused("Conflict", text, 409):
        cluster.patch(DEPLOYMENTS, "web", patch)


def test_a_strategic_patch_finds_the_container_by_name():
    cluster = with_web()
    containers = [{"name": "c", "image": "nginx:2"}]
    patch = {"spec": {"template": {"spec": {"containers": containers}}}}
    after = cluster.patch(DEPLOYMENTS, "web", patch, "strategic")
    found = after["spec"]["template"]["spec"]["containers"][0]
    assert found["image"] == "nginx:2"
    assert found["terminationMessagePath"] == "/dev/termination-log"


def test_a_json_patch_goes_step_by_step():
    cluster = with_web()
    steps = [
        {"op": "test", "path": "/spec/replicas", "value": 1},
        {"op": "replace", "path": "/spec/replicas", "value": 3},
    ]
    assert cluster.patch(DEPLOYMENTS, "web", steps, "json")["spec"]["replicas"] == 3
    text = "the server rejected our request due to an error in our request"
    with refused("Invalid", text, 422):
        cluster.patch(DEPLOYMENTS, "web", steps, "json")


def test_an_unknown_form_of_patch_is_refused():
    text = (
        "the body of the request was in an unknown format - accepted media types include: "
        "application/json-patch+json, application/merge-patch+json, "
        "application/strategic-merge-patch+json"
    )
    with refused("UnsupportedMediaType", text, 415):
        with_web().call(
            "patch",
            DEPLOYMENTS,
            name="web",
            body={},
            patch_type="application/apply-patch+yaml",
        )


def test_a_lease_is_made_by_an_update():
    cluster = Cluster()
    made = cluster.call(
        "update",
        "leases.coordination.k8s.io",
        name="me",
        body={"spec": {"holderIdentity": "me"}},
    )
    assert made.status == 201
    assert made["metadata"]["name"] == "me"


def test_an_immutable_map_stays_as_it_is():
    cluster = Cluster()
    cluster.create("configmaps", {**sample("configmaps"), "immutable": True})
    text = (
        'ConfigMap "sample" is invalid: data: Forbidden: field is immutable when '
        "`immutable` is set"
    )
    with refused("Invalid", text, 422):
        cluster.patch("configmaps", "sample", {"data": {"color": "red"}})


def test_defaults_come_back_when_they_are_taken_away():
    cluster = with_web()
    patch = {"spec": {"revisionHistoryLimit": None}}
    assert (
        cluster.patch(DEPLOYMENTS, "web", patch)["spec"]["revisionHistoryLimit"] == 10
    )


def test_a_role_of_the_base_layer_becomes_the_clusters_own():
    cluster = Cluster()
    roles = "clusterroles.rbac.authorization.k8s.io"
    before = cluster.get(roles, "view")
    after = cluster.patch(roles, "view", {"metadata": {"labels": {"a": "b"}}})
    assert after["metadata"]["uid"] == before["metadata"]["uid"]
    assert (
        after["metadata"]["creationTimestamp"]
        == before["metadata"]["creationTimestamp"]
    )
    assert after["rules"] == before["rules"]
    assert "a" not in Cluster().get(roles, "view")["metadata"]["labels"]


def test_containers_are_kept_in_the_order_of_the_body():
    cluster = Cluster()
    two = [CONTAINER, {"name": "b", "image": "busybox:1"}]
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": two}}
    made = cluster.create(DEPLOYMENTS, deployment(template=template))
    assert [c["name"] for c in made["spec"]["template"]["spec"]["containers"]] == [
        "c",
        "b",
    ]


def test_a_dry_run_shows_the_revision_that_is_there():
    cluster = with_web()
    before = cluster.get(DEPLOYMENTS, "web")["metadata"]["resourceVersion"]
    patch = {"spec": {"replicas": 2}}
    shown = cluster.patch(DEPLOYMENTS, "web", patch, options={"dryRun": "All"})
    assert shown["spec"]["replicas"] == 2
    assert shown["metadata"]["generation"] == 2
    assert shown["metadata"]["resourceVersion"] == before
    assert cluster.get(DEPLOYMENTS, "web")["spec"]["replicas"] == 1

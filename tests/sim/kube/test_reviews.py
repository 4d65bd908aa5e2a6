"""Questions about oneself and others: can-i, whoami."""

from __future__ import annotations

from tests.sim.kube.a_cluster import ADMIN, JANE, Cluster, refused

ACCESS = "selfsubjectaccessreviews.authorization.k8s.io"
RULES = "selfsubjectrulesreviews.authorization.k8s.io"
OTHERS = "subjectaccessreviews.authorization.k8s.io"
WHO = "selfsubjectreviews.authentication.k8s.io"
PODS = {
    "resourceAttributes": {"verb": "list", "resource": "pods", "namespace": "default"}
}


def test_an_admin_can_and_jane_cannot():
    cluster = Cluster()
    asked = {"spec": PODS}
    assert cluster.create(ACCESS, asked)["status"]["allowed"] is True
    assert cluster.create(ACCESS, asked, user=JANE)["status"] == {"allowed": False}


def test_paths_can_be_asked_about():
    asked = {"spec": {"nonResourceAttributes": {"verb": "get", "path": "/version"}}}
    status = Cluster().create(ACCESS, asked, user=JANE)["status"]
    assert status["allowed"] is True
    assert status["reason"] == (
        'RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole '
        '"system:discovery" to Group "system:authenticated"'
    )


def test_nothing_is_stored_and_nothing_changes():
    cluster = Cluster()
    revision = cluster.world.rv
    cluster.create(ACCESS, {"spec": PODS})
    assert cluster.world.rv == revision


def test_the_rules_of_an_admin():
    status = Cluster().create(RULES, {"spec": {"namespace": "default"}})["status"]
    everything = {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}
    assert everything in status["resourceRules"]
    assert {"verbs": ["*"], "nonResourceURLs": ["*"]} in status["nonResourceRules"]
    assert status["incomplete"] is False


def test_rules_need_a_namespace():
    with refused("BadRequest", "no namespace on request", 400):
        Cluster().create(RULES, {"spec": {}})


def test_an_admin_may_ask_about_others_and_jane_may_not():
    cluster = Cluster()
    asked = {"spec": {**PODS, "user": "jane", "groups": ["system:authenticated"]}}
    assert cluster.create(OTHERS, asked)["status"] == {"allowed": False}
    text = (
        'subjectaccessreviews.authorization.k8s.io is forbidden: User "jane" cannot '
        'create resource "subjectaccessreviews" in API group "authorization.k8s.io" at '
        "the cluster scope"
    )
    with refused("Forbidden", text, 403):
        cluster.create(OTHERS, asked, user=JANE)


def test_one_is_told_who_one_is():
    status = Cluster().create(WHO, {}, user=ADMIN)["status"]
    assert status["userInfo"] == {
        "username": "admin",
        "uid": "uid-admin",
        "groups": ["system:masters", "system:authenticated"],
    }


def test_a_local_review_asks_about_others_in_one_namespace():
    asked = {"spec": {**PODS, "user": "bob", "groups": ["system:masters"]}}
    resource = "localsubjectaccessreviews.authorization.k8s.io"
    assert Cluster().create(resource, asked)["status"] == {"allowed": True}

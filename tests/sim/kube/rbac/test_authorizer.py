"""Who may do what, and what is said to those who may not."""

from __future__ import annotations

import pytest

from clusters.sim.commands import User
from clusters.sim.kube import rbac
from clusters.sim.kube.rbac import Request
from tests.sim.kube.a_cluster import ADMIN, CID, JANE, Cluster, refused
from tests.sim.kube.samples import RBAC, pod

ROLE = {
    "metadata": {"name": "reader"},
    "rules": [
        {"apiGroups": [""], "resources": ["pods", "pods/log"], "verbs": ["get", "list"]}
    ],
}


def bound(
    cluster: Cluster, role: str, kind: str = "ClusterRole", **subject: str
) -> None:
    """Bind a role in the namespace default."""
    who = subject or {"kind": "User", "apiGroup": RBAC, "name": "jane"}
    body = {
        "metadata": {"name": "b"},
        "roleRef": {"apiGroup": RBAC, "kind": kind, "name": role},
        "subjects": [who],
    }
    cluster.create("rolebindings.rbac.authorization.k8s.io", body)


def may(cluster: Cluster, user: User, *asked: str, **more: str) -> bool:
    return rbac.authorize(cluster.world, CID, user, Request(*asked, **more)).allowed


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (
            Request("list", "", "pods", namespace="default"),
            (
                'pods is forbidden: User "jane" cannot list resource "pods" in API group "" '
                'in the namespace "default"'
            ),
        ),
        (
            Request("get", "", "pods", namespace="default", name="x"),
            (
                'pods "x" is forbidden: User "jane" cannot get resource "pods" in API group "" '
                'in the namespace "default"'
            ),
        ),
        (
            Request("list", "", "nodes"),
            (
                'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" '
                "at the cluster scope"
            ),
        ),
        (
            Request("get", "", "pods", "log", "default", "x"),
            (
                'pods "x" is forbidden: User "jane" cannot get resource "pods/log" in API group '
                '"" in the namespace "default"'
            ),
        ),
        (
            Request("create", "apps", "deployments", namespace="dev"),
            (
                'deployments.apps is forbidden: User "jane" cannot create resource "deployments" '
                'in API group "apps" in the namespace "dev"'
            ),
        ),
        (
            Request("get", path="/metrics"),
            'forbidden: User "jane" cannot get path "/metrics"',
        ),
    ],
)
def test_the_words_of_a_refusal(request_, text):
    with refused("Forbidden", text, 403):
        rbac.check(Cluster().world, CID, JANE, request_)


def test_a_refused_write_changes_nothing():
    cluster = Cluster()
    revision = cluster.world.rv
    text = (
        'pods is forbidden: User "jane" cannot create resource "pods" in API group "" '
        'in the namespace "default"'
    )
    with refused("Forbidden", text):
        cluster.create("pods", pod(), user=JANE)
    assert cluster.world.rv == revision


def test_masters_may_do_everything():
    assert may(Cluster(), ADMIN, "delete", "", "nodes")


def test_everybody_may_discover_and_ask_about_themselves():
    cluster = Cluster()
    assert may(cluster, JANE, "get", path="/api")
    assert may(cluster, JANE, "get", path="/apis/apps/v1")
    assert not may(cluster, JANE, "get", path="/metrics")
    asked = ("create", "authorization.k8s.io", "selfsubjectaccessreviews")
    assert may(cluster, JANE, *asked)


def test_a_role_holds_in_its_namespace_only():
    cluster = Cluster()
    cluster.create("roles.rbac.authorization.k8s.io", ROLE)
    bound(cluster, "reader", "Role")
    assert may(cluster, JANE, "list", "", "pods", namespace="default")
    assert may(cluster, JANE, "get", "", "pods", "log", namespace="default")
    assert not may(cluster, JANE, "list", "", "pods", namespace="kube-system")
    assert not may(cluster, JANE, "list", "", "pods")
    assert not may(cluster, JANE, "get", "", "secrets", namespace="default")


def test_the_reason_names_the_binding():
    cluster = Cluster()
    bound(cluster, "view")
    asked = Request("get", "", "pods", namespace="default")
    decision = rbac.authorize(cluster.world, CID, JANE, asked)
    assert decision.reason == (
        'RBAC: allowed by RoleBinding "b/default" of ClusterRole "view" to User "jane"'
    )


def test_view_does_not_see_secrets():
    cluster = Cluster()
    bound(cluster, "view")
    assert may(cluster, JANE, "list", "apps", "deployments", namespace="default")
    assert not may(cluster, JANE, "list", "", "secrets", namespace="default")
    assert not may(cluster, JANE, "create", "", "pods", namespace="default")


def test_groups_and_service_accounts_are_bound_too():
    cluster = Cluster()
    bound(cluster, "edit", kind="ClusterRole")
    account = {"kind": "ServiceAccount", "name": "ci", "namespace": "default"}
    body = {
        "metadata": {"name": "ci"},
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": "edit"},
        "subjects": [account, {"kind": "Group", "apiGroup": RBAC, "name": "devs"}],
    }
    cluster.create("clusterrolebindings.rbac.authorization.k8s.io", body)
    assert may(cluster, User("system:serviceaccount:default:ci"), "create", "", "pods")
    assert may(cluster, User("x", groups=("devs",)), "create", "", "pods")
    assert not may(cluster, User("system:serviceaccount:dev:ci"), "create", "", "pods")


def test_a_missing_role_is_told():
    cluster = Cluster()
    body = {
        "metadata": {"name": "b"},
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": "view"},
        "subjects": [{"kind": "User", "apiGroup": RBAC, "name": "jane"}],
    }
    cluster.create("clusterrolebindings.rbac.authorization.k8s.io", body)
    cluster.call("delete", "clusterroles.rbac.authorization.k8s.io", name="view")
    text = (
        'pods is forbidden: User "jane" cannot list resource "pods" in API group "" at '
        'the cluster scope: RBAC: clusterrole.rbac.authorization.k8s.io "view" not found'
    )
    with refused("Forbidden", text):
        rbac.check(cluster.world, CID, JANE, Request("list", "", "pods"))


def test_names_limit_a_rule():
    cluster = Cluster()
    rule = {**ROLE["rules"][0], "resources": ["configmaps"], "resourceNames": ["one"]}
    cluster.create(
        "roles.rbac.authorization.k8s.io",
        {"metadata": {"name": "one"}, "rules": [rule]},
    )
    bound(cluster, "one", "Role")
    asked = ("get", "", "configmaps", "", "default")
    assert may(cluster, JANE, *asked, "one")
    assert not may(cluster, JANE, *asked, "two")
    assert not may(cluster, JANE, "list", "", "configmaps", "", "default")


def test_a_namespace_can_be_read_by_a_role_inside_it():
    cluster = Cluster()
    bound(cluster, "view")
    asked = Request("get", "", "namespaces", namespace="default", name="default")
    assert rbac.authorize(cluster.world, CID, JANE, asked).allowed


def with_policy(name: str, *namespaces: str) -> User:
    extra = (("arn", ("arn:aws:iam::111122223333:role/dev",)),)
    return User(
        "dev", "AROAEXAMPLE", ("system:authenticated",), extra, ((name, namespaces),)
    )


def test_a_cluster_admin_policy_allows_everything():
    cluster, user = Cluster(), with_policy("AmazonEKSClusterAdminPolicy")
    assert may(cluster, user, "delete", "", "nodes")
    decision = rbac.authorize(cluster.world, CID, user, Request("list", "", "nodes"))
    policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    assert decision.reason == (
        "EKS Access Policy: allowed by ClusterRoleBinding "
        f'"arn:aws:iam::111122223333:role/dev+{policy}" of ClusterRole "{policy}" '
        'to User "AROAEXAMPLE"'
    )


def test_a_view_policy_only_shows():
    cluster, user = Cluster(), with_policy("AmazonEKSViewPolicy")
    assert may(cluster, user, "list", "", "pods", namespace="kube-system")
    assert not may(cluster, user, "list", "", "secrets", namespace="default")
    assert not may(cluster, user, "delete", "", "pods", namespace="default")


def test_a_policy_for_namespaces_holds_in_those():
    cluster, user = Cluster(), with_policy("AmazonEKSEditPolicy", "dev-*")
    assert may(cluster, user, "create", "", "pods", namespace="dev-1")
    assert not may(cluster, user, "create", "", "pods", namespace="prod")
    assert not may(cluster, user, "list", "", "pods")

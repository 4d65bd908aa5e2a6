"""What a new cluster holds, and what of it is shared."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.kube.a_cluster import CID, Cluster, names

ROLES = "clusterroles.rbac.authorization.k8s.io"
BINDINGS = "clusterrolebindings.rbac.authorization.k8s.io"


def test_four_namespaces_with_an_account_and_the_root_certificate():
    cluster = Cluster()
    wanted = ["default", "kube-node-lease", "kube-public", "kube-system"]
    assert names(cluster.list("namespaces")) == wanted
    accounts = cluster.list("serviceaccounts")["items"]
    assert [a["metadata"]["namespace"] for a in accounts] == wanted
    maps = cluster.list("configmaps")["items"]
    assert [m["metadata"]["name"] for m in maps] == ["kube-root-ca.crt"] * 4
    assert maps[0]["data"] == {"ca.crt": "certificate"}


def test_the_roles_are_there_but_not_stored():
    cluster = Cluster()
    found = names(cluster.list(ROLES))
    assert {
        "admin",
        "cluster-admin",
        "edit",
        "view",
        "system:node",
        "eks:node-bootstrapper",
    } <= set(found)
    assert "k8s.ClusterRole" not in cluster.world.buckets
    assert "k8s.ClusterRoleBinding" not in cluster.world.buckets


def test_every_binding_of_the_layer_has_its_role():
    cluster = Cluster()
    roles = set(names(cluster.list(ROLES)))
    bindings = cluster.list(BINDINGS)["items"]
    assert {binding["roleRef"]["name"] for binding in bindings} <= roles


def test_each_cluster_has_its_own_copy_to_look_at():
    role = Cluster().get(ROLES, "view")
    assert len(role["metadata"]["uid"]) == 36
    assert role["metadata"]["creationTimestamp"] == "2026-11-20T12:00:00Z"
    assert role["metadata"]["labels"]["kubernetes.io/bootstrapping"] == "rbac-defaults"
    assert Cluster().get(ROLES, "edit")["metadata"]["uid"] != role["metadata"]["uid"]


def test_each_level_includes_the_one_below():
    cluster = Cluster()
    view, edit, admin = (
        cluster.get(ROLES, name)["rules"] for name in ("view", "edit", "admin")
    )
    assert all(rule in edit for rule in view)
    assert all(rule in admin for rule in edit)


def test_the_api_is_a_service():
    found = Cluster().world.find(Key("k8s.Service", f"{CID}/default", "kubernetes"))
    assert found["spec"]["ports"][0]["port"] == 443

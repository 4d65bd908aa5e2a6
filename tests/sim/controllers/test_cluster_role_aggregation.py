"""A labelled ClusterRole becomes part of those that collect its label."""

from __future__ import annotations

from typing import Any

from tests.sim.kube.a_cluster import Cluster

ROLES = "clusterroles.rbac.authorization.k8s.io"
RULE = {"apiGroups": ["example.com"], "resources": ["things"], "verbs": ["get"]}
LABEL = {"rbac.authorization.k8s.io/aggregate-to-view": "true"}


def rules(cluster: Cluster, name: str) -> list[dict[str, Any]]:
    cluster.settle(1)
    return cluster.get(ROLES, name)["rules"]


def test_it_reaches_view_and_all_above():
    cluster = Cluster()
    before = len(rules(cluster, "view"))
    cluster.create(
        ROLES, {"metadata": {"name": "things", "labels": LABEL}, "rules": [RULE]}
    )
    assert len(rules(cluster, "view")) == before + 1
    assert all(RULE in rules(cluster, name) for name in ("view", "edit", "admin"))


def test_it_leaves_with_its_role():
    cluster = Cluster()
    cluster.create(
        ROLES, {"metadata": {"name": "things", "labels": LABEL}, "rules": [RULE]}
    )
    cluster.settle(1)
    cluster.call("delete", ROLES, name="things")
    assert all(RULE not in rules(cluster, name) for name in ("view", "edit", "admin"))


def test_any_other_role_changes_nothing():
    cluster = Cluster()
    cluster.create(ROLES, {"metadata": {"name": "things"}, "rules": [RULE]})
    cluster.settle(1)
    stored = cluster.world.buckets["k8s.ClusterRole"].scopes
    assert [name for names in stored.values() for name in names] == ["things"]


def test_a_sum_of_ones_own_starts_empty_and_fills():
    cluster = Cluster()
    chosen = {"clusterRoleSelectors": [{"matchLabels": {"team": "blue"}}]}
    cluster.create(
        ROLES, {"metadata": {"name": "blue"}, "aggregationRule": chosen, "rules": []}
    )
    parts = {"metadata": {"name": "part", "labels": {"team": "blue"}}, "rules": [RULE]}
    cluster.create(ROLES, parts)
    assert rules(cluster, "blue") == [RULE]

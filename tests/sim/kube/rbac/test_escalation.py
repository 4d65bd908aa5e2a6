"""Nobody hands out what they do not hold."""

from __future__ import annotations

from typing import Any

import pytest

from clusters.sim.errors import Refusal
from tests.sim.kube.a_cluster import JANE, Cluster, refused
from tests.sim.kube.samples import RBAC

ROLES = "roles.rbac.authorization.k8s.io"
CLUSTER_ROLES = "clusterroles.rbac.authorization.k8s.io"
BINDINGS = "rolebindings.rbac.authorization.k8s.io"
SECRETS = {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list"]}
PODS = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}


def binding(role: str, name: str = "jane") -> dict[str, Any]:
    return {
        "metadata": {"name": f"{name}-{role}"},
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": role},
        "subjects": [{"kind": "User", "apiGroup": RBAC, "name": name}],
    }


def with_jane_as(*rules: dict[str, Any]) -> Cluster:
    """A cluster in which Jane may manage roles, and has these rules."""
    cluster = Cluster()
    manage = {
        "apiGroups": [RBAC],
        "resources": ["roles", "rolebindings"],
        "verbs": ["create"],
    }
    role = {"metadata": {"name": "mine"}, "rules": [manage, *rules]}
    cluster.create(CLUSTER_ROLES, role)
    cluster.create(BINDINGS, binding("mine"))
    return cluster


def test_a_role_with_more_than_ones_own_is_refused():
    cluster = with_jane_as(PODS)
    text = (
        'roles.rbac.authorization.k8s.io "r" is forbidden: user "jane" '
        '(groups=["system:authenticated"]) is attempting to grant RBAC permissions not '
        'currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}'
    )
    with refused("Forbidden", text, 403):
        cluster.create(
            ROLES, {"metadata": {"name": "r"}, "rules": [PODS, SECRETS]}, user=JANE
        )


def test_a_role_of_what_one_holds_is_fine():
    cluster = with_jane_as(PODS)
    made = cluster.create(
        ROLES, {"metadata": {"name": "r"}, "rules": [PODS]}, user=JANE
    )
    assert made.status == 201


def test_escalate_is_leave_to_do_so():
    escalate = {"apiGroups": [RBAC], "resources": ["roles"], "verbs": ["escalate"]}
    cluster = with_jane_as(escalate)
    made = cluster.create(
        ROLES, {"metadata": {"name": "r"}, "rules": [SECRETS]}, user=JANE
    )
    assert made.status == 201


def test_a_binding_to_more_than_ones_own_is_refused():
    with pytest.raises(Refusal) as caught:
        with_jane_as(PODS).create(BINDINGS, binding("cluster-admin", "bob"), user=JANE)
    assert caught.value.status == 403
    assert (
        "is attempting to grant RBAC permissions not currently held"
        in caught.value.message
    )


def test_bind_is_leave_to_do_so():
    bind = {"apiGroups": [RBAC], "resources": ["clusterroles"], "verbs": ["bind"]}
    cluster = with_jane_as(bind)
    assert (
        cluster.create(BINDINGS, binding("cluster-admin", "bob"), user=JANE).status
        == 201
    )


def test_a_role_that_is_missing_cannot_be_bound():
    cluster = with_jane_as(PODS)
    text = 'clusterroles.rbac.authorization.k8s.io "nobody" not found'
    with refused("NotFound", text, 404):
        cluster.create(BINDINGS, binding("nobody"), user=JANE)

"""Roles and bindings that make no sense."""

from __future__ import annotations

import pytest

from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import NAME, RBAC, VIEW, sample

ROLES, BINDINGS = f"roles.{RBAC}", f"rolebindings.{RBAC}"
CASES = [
    (ROLES, {"rules": [{"apiGroups": [""], "resources": ["pods"]}]}, "rules[0].verbs: Required value: verbs must contain at least one value"),
    (ROLES, {"rules": [{"verbs": ["get"], "resources": ["pods"]}]}, "rules[0].apiGroups: Required value: resource rules must supply at least one api group"),
    (ROLES, {"rules": [{"verbs": ["get"], "apiGroups": [""]}]}, "rules[0].resources: Required value: resource rules must supply at least one resource"),
    (ROLES, {"rules": [{"verbs": ["get"], "nonResourceURLs": ["/x"]}]}, 'rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs'),
    (BINDINGS, {"roleRef": {**VIEW, "kind": "Rolle"}}, 'roleRef.kind: Unsupported value: "Rolle": supported values: "Role", "ClusterRole"'),
    (BINDINGS, {"roleRef": {**VIEW, "name": ""}}, "roleRef.name: Required value"),
    (BINDINGS, {"roleRef": VIEW, "subjects": [{"kind": "Human", "name": "x"}]}, 'subjects[0].kind: Unsupported value: "Human": supported values: "ServiceAccount", "User", "Group"'),
    (BINDINGS, {"roleRef": VIEW, "subjects": [{"kind": "User", "apiGroup": "x", "name": "y"}]}, f'subjects[0].apiGroup: Unsupported value: "x": supported values: "{RBAC}"'),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "body", "told"), CASES)
def test_it_is_refused_with(resource, body, told):
    kind = "RoleBinding" if resource == BINDINGS else "Role"
    text = f'{kind}.{RBAC} "{NAME}" is invalid: {told}'
    with refused("Invalid", text, 422):
        Cluster().create(resource, {"metadata": {"name": NAME}, **body})


def test_a_binding_keeps_its_role():
    cluster = Cluster()
    cluster.create(BINDINGS, sample(BINDINGS))
    told = f'{{"apiGroup":"{RBAC}","kind":"ClusterRole","name":"edit"}}: cannot change roleRef'
    text = f'RoleBinding.{RBAC} "{NAME}" is invalid: roleRef: Invalid value: {told}'
    with refused("Invalid", text):
        cluster.patch(BINDINGS, NAME, {"roleRef": {"name": "edit"}})


def test_subjects_are_given_their_api_group():
    subjects = [
        {"kind": "User", "name": "jane"},
        {"kind": "ServiceAccount", "name": "ci"},
    ]
    made = Cluster().create(BINDINGS, {**sample(BINDINGS), "subjects": subjects})
    assert made["subjects"] == [
        {"kind": "User", "name": "jane", "apiGroup": RBAC},
        {"kind": "ServiceAccount", "name": "ci", "namespace": "default"},
    ]
    assert Cluster().create(BINDINGS, sample(BINDINGS))["roleRef"] == VIEW

"""The roles and bindings that all clusters have alike: one shared base layer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.kube import bootstrap_rules as rules
from clusters.sim.kube.bootstrap_rules import Rule
from clusters.sim.world import layer

NAME = "eks-bootstrap"
RBAC = "rbac.authorization.k8s.io"
DEFAULTS = {"kubernetes.io/bootstrapping": "rbac-defaults"}
AUTOUPDATE = {"rbac.authorization.kubernetes.io/autoupdate": "true"}
AUTHENTICATED = ("Group", "system:authenticated")
UNAUTHENTICATED = ("Group", "system:unauthenticated")

USER_FACING = {
    "admin": (*rules.ADMIN, *rules.EDIT, *rules.VIEW),
    "edit": (*rules.EDIT, *rules.VIEW),
    "view": rules.VIEW,
}
AGGREGATED = {
    "system:aggregate-to-admin": ("admin", rules.ADMIN),
    "system:aggregate-to-edit": ("edit", rules.EDIT),
    "system:aggregate-to-view": ("view", rules.VIEW),
}
_INTO = {"edit": "admin", "view": "edit"}
"""What is aggregated to one role reaches the next as well."""

BOUND: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "cluster-admin": ("cluster-admin", (("Group", "system:masters"),)),
    "system:basic-user": ("system:basic-user", (AUTHENTICATED,)),
    "system:discovery": ("system:discovery", (AUTHENTICATED,)),
    "system:public-info-viewer": (
        "system:public-info-viewer",
        (AUTHENTICATED, UNAUTHENTICATED),
    ),
    "system:kube-controller-manager": (
        "system:kube-controller-manager",
        (("User", "system:kube-controller-manager"),),
    ),
    "system:kube-scheduler": (
        "system:kube-scheduler",
        (("User", "system:kube-scheduler"),),
    ),
    "system:volume-scheduler": (
        "system:volume-scheduler",
        (("User", "system:kube-scheduler"),),
    ),
    "system:monitoring": ("system:monitoring", (("Group", "system:monitoring"),)),
    "system:node": ("system:node", ()),
    "system:node-proxier": ("system:node-proxier", (("User", "system:kube-proxy"),)),
    "system:service-account-issuer-discovery": (
        "system:service-account-issuer-discovery",
        (("Group", "system:serviceaccounts"),),
    ),
    "eks:addon-manager": ("eks:addon-manager", (("User", "eks:addon-manager"),)),
    "eks:cloud-controller-manager": (
        "eks:cloud-controller-manager",
        (("User", "eks:cloud-controller-manager"),),
    ),
    "eks:kube-proxy": (
        "system:node-proxier",
        (("ServiceAccount", "kube-system/kube-proxy"),),
    ),
    "eks:node-bootstrapper": (
        "eks:node-bootstrapper",
        (("Group", "system:bootstrappers"), ("Group", "system:nodes")),
    ),
}


def _object(
    kind: str, name: str, labels: dict[str, str], **rest: Any
) -> dict[str, Any]:
    """An object of the base layer: its uid and birth are each cluster's own."""
    meta: dict[str, Any] = {"name": name, "labels": labels}
    if labels == DEFAULTS or "kubernetes.io/bootstrapping" in labels:
        meta["annotations"] = dict(AUTOUPDATE)
    return {"apiVersion": f"{RBAC}/v1", "kind": kind, "metadata": meta, **rest}


def _role(name: str, role_rules: Iterable[Rule], **labels: str) -> dict[str, Any]:
    own = dict(DEFAULTS) if not name.startswith("eks:") else {}
    return _object("ClusterRole", name, {**own, **labels}, rules=list(role_rules))


def _subject(kind: str, name: str) -> dict[str, str]:
    if kind == "ServiceAccount":
        namespace, _, account = name.partition("/")
        return {"kind": kind, "name": account, "namespace": namespace}
    return {"kind": kind, "apiGroup": RBAC, "name": name}


def _binding(
    name: str, role: str, subjects: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    labels = dict(DEFAULTS) if not name.startswith("eks:") else {}
    found = [_subject(kind, subject) for kind, subject in subjects]
    ref = {"apiGroup": RBAC, "kind": "ClusterRole", "name": role}
    rest: dict[str, Any] = {"subjects": found} if found else {}
    return _object("ClusterRoleBinding", name, labels, roleRef=ref, **rest)


def _roles() -> dict[str, dict[str, Any]]:
    made = [_role("cluster-admin", rules.EVERYTHING)]
    for name, own in USER_FACING.items():
        label = f"rbac.authorization.k8s.io/aggregate-to-{name}"
        role = _role(name, own)
        role["aggregationRule"] = {
            "clusterRoleSelectors": [{"matchLabels": {label: "true"}}]
        }
        if name in _INTO:
            upper = f"rbac.authorization.k8s.io/aggregate-to-{_INTO[name]}"
            role["metadata"]["labels"] = {**role["metadata"]["labels"], upper: "true"}
        made.append(role)
    for name, (into, own) in AGGREGATED.items():
        role = _role(name, own)
        label = f"rbac.authorization.k8s.io/aggregate-to-{into}"
        role["metadata"]["labels"] = {**role["metadata"]["labels"], label: "true"}
        made.append(role)
    made += [_role(name, own) for name, own in rules.SYSTEM.items()]
    made += [
        _role(f"system:controller:{name}", own)
        for name, own in rules.CONTROLLERS.items()
    ]
    made += [_role(name, own) for name, own in rules.EKS.items()]
    return {role["metadata"]["name"]: role for role in made}


def _bindings() -> dict[str, dict[str, Any]]:
    made = [_binding(name, role, who) for name, (role, who) in BOUND.items()]
    for name in rules.CONTROLLERS:
        account = (("ServiceAccount", f"kube-system/{name}"),)
        made.append(
            _binding(f"system:controller:{name}", f"system:controller:{name}", account)
        )
    return {binding["metadata"]["name"]: binding for binding in made}


def _priority(name: str, value: int, told: str) -> dict[str, Any]:
    return {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": name, "generation": 1},
        "value": value,
        "description": told,
        "preemptionPolicy": "PreemptLowerPriority",
    }


CLUSTER_ROLES = _roles()
CLUSTER_ROLE_BINDINGS = _bindings()
PRIORITY_CLASSES = {
    "system-cluster-critical": _priority(
        "system-cluster-critical",
        2000000000,
        "Used for system critical pods that must run in the cluster, but can be moved "
        "to another node if necessary.",
    ),
    "system-node-critical": _priority(
        "system-node-critical",
        2000001000,
        "Used for system critical pods that must not be moved from their current node.",
    ),
}

layer(
    NAME,
    {
        "k8s.ClusterRole": CLUSTER_ROLES,
        "k8s.ClusterRoleBinding": CLUSTER_ROLE_BINDINGS,
        "k8s.PriorityClass": PRIORITY_CLASSES,
    },
)


def _by_subject() -> dict[str, tuple[str, ...]]:
    """Which bindings of the layer name a subject."""
    out: dict[str, tuple[str, ...]] = {}
    for name, binding in CLUSTER_ROLE_BINDINGS.items():
        for subject in binding.get("subjects", ()):
            who = f"{subject['kind']} {subject['name']}"
            if subject["kind"] == "ServiceAccount":
                account = f"{subject['namespace']}:{subject['name']}"
                who = f"User system:serviceaccount:{account}"
            out[who] = (*out.get(who, ()), name)
    return out


BINDINGS_BY_SUBJECT = _by_subject()

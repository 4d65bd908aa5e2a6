"""What a new cluster's Kubernetes API holds from its first second."""

from __future__ import annotations

from typing import Any

from clusters.sim.kube import store
from clusters.sim.kube.bootstrap_rules import Rule, on
from clusters.sim.kube.services.allocation import address_range
from clusters.sim.tx import Tx

NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")
RBAC = "rbac.authorization.k8s.io"
READER = "extension-apiserver-authentication-reader"
MANAGER, SCHEDULER = "kube-controller-manager", "kube-scheduler"
ROLES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    READER: (
        on("core", "configmaps", "get list watch", READER.removesuffix("-reader")),
        (MANAGER, SCHEDULER),
    ),
    f"system::leader-locking-{MANAGER}": (
        on("core", "configmaps", "get update", MANAGER),
        (MANAGER,),
    ),
    f"system::leader-locking-{SCHEDULER}": (
        on("core", "configmaps", "get update", SCHEDULER),
        (SCHEDULER,),
    ),
}
"""Roles of kube-system: a rule, and the components that it is bound to."""


def namespaces(tx: Tx, cluster: str) -> None:
    """Make the first namespaces and what is in them from the beginning.

    The shared layer of cluster roles (`bootstrap_roles.NAME`) is shown apart from it.
    """
    for name in NAMESPACES:
        _make(tx, cluster, "v1", "Namespace", {"name": name})
    for name in NAMESPACES:
        _make(
            tx, cluster, "v1", "ServiceAccount", {"name": "default", "namespace": name}
        )
    for name, (rule, components) in ROLES.items():
        _role(tx, cluster, name, rule, components)
    _api_service(tx, cluster)


def _role(
    tx: Tx, cluster: str, name: str, rule: Rule, components: tuple[str, ...]
) -> None:
    meta = {
        "name": name,
        "namespace": "kube-system",
        "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"},
        "annotations": {"rbac.authorization.kubernetes.io/autoupdate": "true"},
    }
    _make(tx, cluster, f"{RBAC}/v1", "Role", meta, rules=[rule])
    bound = name if name.startswith("system::") else f"system::{name}"
    _make(
        tx,
        cluster,
        f"{RBAC}/v1",
        "RoleBinding",
        {**meta, "name": bound},
        roleRef={"apiGroup": RBAC, "kind": "Role", "name": name},
        subjects=[
            {"apiGroup": RBAC, "kind": "User", "name": f"system:{component}"}
            for component in components
        ],
    )


def _api_service(tx: Tx, cluster: str) -> None:
    """The Service `kubernetes`: the API as Pods see it, at the range's first address."""
    meta = {
        "name": "kubernetes",
        "namespace": "default",
        "labels": {"component": "apiserver", "provider": "kubernetes"},
    }
    port = {"name": "https", "port": 443, "protocol": "TCP", "targetPort": 443}
    spec = {"clusterIP": str(address_range(tx, cluster)[1]), "ports": [port]}
    _make(tx, cluster, "v1", "Service", meta, spec=spec)


def _make(
    tx: Tx, cluster: str, version: str, kind: str, meta: dict[str, Any], **rest: Any
) -> None:
    body = {"apiVersion": version, "kind": kind, "metadata": meta, **rest}
    store.create(tx, cluster, body, manager="kube-apiserver", owner="aws")

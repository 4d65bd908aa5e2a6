"""ClusterRoles."""

from __future__ import annotations

from clusters.sim.kube.kind import NAME, Column, Kind, register
from clusters.sim.kube.rbac import escalation, validate

register(
    Kind(
        "rbac.authorization.k8s.io/v1",
        "ClusterRole",
        "clusterroles",
        namespaced=False,
        name_rule="path",
        validate=lambda body: validate.role(body, namespaced=False),
        may_write=escalation.check_role,
        columns=(NAME, Column("Created At", "date")),
        cells=lambda doc: [
            doc["metadata"]["name"],
            doc["metadata"].get("creationTimestamp"),
        ],
    )
)

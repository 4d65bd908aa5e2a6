"""ClusterRoleBindings."""

from __future__ import annotations

from clusters.sim.kube.kind import Kind, register
from clusters.sim.kube.rbac import bindings, escalation, validate
from clusters.sim.kube.rbac.cells import BINDING_COLUMNS, binding_cells
from clusters.sim.world import index

index("k8s.ClusterRoleBinding", "subject", bindings.filed)

register(
    Kind(
        "rbac.authorization.k8s.io/v1",
        "ClusterRoleBinding",
        "clusterrolebindings",
        namespaced=False,
        name_rule="path",
        default=validate.default_binding,
        validate=lambda body: validate.binding(body, namespaced=False),
        validate_update=validate.same_role,
        may_write=escalation.check_binding,
        columns=BINDING_COLUMNS,
        cells=binding_cells,
    )
)

"""RoleBindings."""

from __future__ import annotations

from clusters.sim.kube.kind import Kind, register
from clusters.sim.kube.rbac import bindings, escalation, validate
from clusters.sim.kube.rbac.cells import BINDING_COLUMNS, binding_cells
from clusters.sim.world import index

index("k8s.RoleBinding", "subject", bindings.filed)

register(
    Kind(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        "rolebindings",
        namespaced=True,
        name_rule="path",
        default=validate.default_binding,
        validate=lambda body: validate.binding(body, namespaced=True),
        validate_update=validate.same_role,
        may_write=escalation.check_binding,
        columns=BINDING_COLUMNS,
        cells=binding_cells,
    )
)

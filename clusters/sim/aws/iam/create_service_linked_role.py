"""iam:CreateServiceLinkedRole."""

from __future__ import annotations

from clusters.sim.aws.iam import role, service_linked
from clusters.sim.aws.iam.errors import InvalidInput
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:CreateServiceLinkedRole")
def create_service_linked_role(tx: Tx, caller: Caller, request: Doc) -> Doc:
    service = request["AWSServiceName"]
    template = service_linked.TEMPLATES.get(service)
    if template is None:
        raise InvalidInput(
            "Couldn't find a matching service for the supplied "
            f"service principal: {service}"
        )
    if "CustomSuffix" in request:
        raise InvalidInput(f"Custom suffix is not allowed for {service}")
    if tx.find(role.key(template.role)) is not None:
        raise InvalidInput(
            f"Service role name {template.role} has been taken in this account, "
            "please try a different suffix."
        )
    more = {k: request[k] for k in ("Description",) if k in request}
    made = service_linked.create(tx, caller.account, service, **more)
    return {"Role": role.shown(made)}

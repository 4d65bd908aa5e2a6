"""May this caller do that? Identity policies decide, as IAM evaluates them."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.iam import principals, resources, role
from clusters.sim.aws.iam.statements import verdict
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Reader

FREE = {"sts:GetCallerIdentity", "sts:GetSessionToken"}
"""What no policy needs to allow."""
OWN_RULES = {"sts:AssumeRole"}
"""What its own operation decides: there the role's trust policy has a say."""
PASSED_ROLES = {
    "eks:CreateCluster": ("roleArn", "eks.amazonaws.com"),
    "eks:CreateNodegroup": ("nodeRole", "eks.amazonaws.com"),
}
"""Calls that hand a role to a service, and so also need iam:PassRole on it."""
QUERY_SERVICES = {"autoscaling", "cloudformation", "elasticloadbalancing", "iam", "sts"}


def check(tx: Tx, caller: Caller, action: str, request: Doc) -> None:
    """Raise the service's own denial unless the caller may."""
    if action in FREE or action in OWN_RULES or principals.is_root(caller):
        return
    context = request_context(request)
    for resource in resources.of_call(tx, caller, action, request):
        if not allowed(tx, caller, action, resource, context):
            raise denial(caller, action, resource)
    if action in PASSED_ROLES:
        member, service = PASSED_ROLES[action]
        _check_pass_role(tx, caller, action, request.get(member, ""), service)
    if action == "iam:AddRoleToInstanceProfile":
        found = tx.find(role.key(request.get("RoleName", "")))
        passed = found["Arn"] if found else ""
        _check_pass_role(tx, caller, action, passed, "ec2.amazonaws.com")


def allowed(
    view: Reader,
    caller: Caller,
    action: str,
    resource: str,
    more: dict[str, list[str]] | None = None,
) -> bool:
    """Whether the caller's policies allow an action on a resource."""
    if principals.is_root(caller):
        return True
    entity = principals.entity(view, caller)
    if entity is None:
        return False
    context = {**principals.context(caller), **(more or {})}
    found = verdict(principals.policies(view, entity), action, resource, context)
    bound = principals.boundary(view, entity)
    if bound is not None and found == "Allow":
        found = verdict([bound], action, resource, context)
    return found == "Allow"


def denial(caller: Caller, action: str, resource: str, asked: str = "") -> Refusal:
    """The denial in the words of the service that was `asked` (the action's own)."""
    service = (asked or action).partition(":")[0]
    text = (
        f"User: {caller.arn} is not authorized to perform: {action} "
        f"on resource: {resource}"
    )
    if service == "ec2":
        lead = "You are not authorized to perform this operation."
        why = f"because no identity-based policy allows the {action} action"
        return Refusal("UnauthorizedOperation", f"{lead} {text} {why}", 403)
    if service in QUERY_SERVICES:
        return Refusal("AccessDenied", text, 403)
    status = 403 if service.startswith("eks") else 400
    return Refusal("AccessDeniedException", text, status)


def request_context(request: Doc) -> dict[str, list[str]]:
    """The condition keys that come from the request itself: its tags, its service."""
    tags = _tags(request)
    found = {f"aws:requesttag/{key.lower()}": [value] for key, value in tags.items()}
    if tags:
        found["aws:tagkeys"] = list(tags)
    if "AWSServiceName" in request:
        found["iam:awsservicename"] = [request["AWSServiceName"]]
    return found


def _tags(request: Doc) -> dict[str, str]:
    own: Any = request.get("tags", request.get("Tags", {}))
    if isinstance(own, dict):
        return {str(key): str(value) for key, value in own.items()}
    return {str(t.get("Key", "")): str(t.get("Value", "")) for t in own}


def _check_pass_role(
    tx: Tx, caller: Caller, action: str, arn: str, service: str
) -> None:
    context = {"iam:passedtoservice": [service]}
    if arn and not allowed(tx, caller, "iam:PassRole", arn, context):
        raise denial(caller, "iam:PassRole", arn, asked=action)

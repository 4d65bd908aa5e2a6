"""sts:AssumeRole. The secret part of the answer is the door's to add."""

from __future__ import annotations

from clusters.sim.aws.iam import authorize, principals, role
from clusters.sim.aws.iam.conditions import satisfied
from clusters.sim.aws.iam.statements import in_document, names_action, verdict
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

ACTION = "sts:AssumeRole"
CHAINED_SECONDS = 3600


@operation(ACTION, reads=True)
def assume_role(tx: Tx, caller: Caller, request: Doc) -> Doc:
    arn, session = request["RoleArn"], request["RoleSessionName"]
    found = role.by_arn(tx, arn)
    if found is None or not _may_assume(tx, caller, found, request):
        # AWS does not say whether the role is missing or does not trust the caller.
        raise authorize.denial(caller, ACTION, arn)
    _check_duration(caller, found, request.get("DurationSeconds", 3600))
    name = found["RoleName"]
    return {
        "AssumedRoleUser": {
            "AssumedRoleId": f"{found['RoleId']}:{session}",
            "Arn": f"arn:aws:sts::{caller.account}:assumed-role/{name}/{session}",
        }
    }


def _may_assume(tx: Tx, caller: Caller, found: Doc, request: Doc) -> bool:
    """Named by the trust policy, or trusted with the account and allowed by policy."""
    context = principals.context(caller)
    if "ExternalId" in request:
        context["sts:externalid"] = [request["ExternalId"]]
    context["sts:rolesessionname"] = [request["RoleSessionName"]]
    trust = [
        (statement["Effect"], who)
        for statement in in_document(found["AssumeRolePolicyDocument"])
        if names_action(statement, ACTION)
        and satisfied(statement.get("Condition", {}), context)
        and (who := _names(statement, caller))
    ]
    if not trust or any(effect == "Deny" for effect, _ in trust):
        return False
    if authorize.allowed(tx, caller, ACTION, found["Arn"]):
        return True
    entity = principals.entity(tx, caller)
    if entity is None or ("Allow", "principal") not in trust:
        return False
    own = principals.policies(tx, entity)
    return verdict(own, ACTION, found["Arn"], context) != "Deny"


def _names(statement: Doc, caller: Caller) -> str:
    """How a trust statement means the caller: itself, its account, or not at all."""
    named = role.principals(statement, "AWS")
    if {caller.arn, principals.iam_arn(caller.arn)} & set(named):
        return "principal"
    account = caller.account
    if {"*", account, f"arn:aws:iam::{account}:root"} & set(named):
        return "account"
    return ""


def _check_duration(caller: Caller, found: Doc, seconds: int) -> None:
    if caller.arn.startswith("arn:aws:sts:") and seconds > CHAINED_SECONDS:
        raise Refusal(
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles "
            "assumed by role chaining",
        )
    if seconds > found["MaxSessionDuration"]:
        raise Refusal(
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for "
            "this role.",
        )

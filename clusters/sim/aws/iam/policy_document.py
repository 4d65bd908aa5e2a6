"""Reading policy documents that people wrote, with IAM's complaints about them."""

from __future__ import annotations

import json
import re
from typing import Any

from clusters.sim.aws.iam.conditions import listed
from clusters.sim.aws.iam.errors import LimitExceeded, MalformedPolicyDocument
from clusters.sim.commands import Doc

VERSIONS = ("2012-10-17", "2008-10-17")
TOP = {"Version", "Id", "Statement"}
IDENTITY = {
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
}
TRUST = {
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Condition",
}
PRINCIPALS = {"AWS", "Service", "Federated", "CanonicalUser"}
ACTION = re.compile(r"\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+")
LONGEST_NAME = 2048


def identity(text: str, most: int) -> dict[str, Any]:
    """A permissions policy: says what may be done on what."""
    document = _parsed(text, IDENTITY, most, "PolicySize")
    for statement in _statements(document):
        _check_actions(statement)
        resources = statement.get("Resource", statement.get("NotResource"))
        if resources is None:
            raise MalformedPolicyDocument("Policy statement must contain resources.")
        for resource in listed(resources):
            if resource != "*" and not resource.startswith("arn:"):
                raise MalformedPolicyDocument(
                    f'Resource {resource} must be in ARN format or "*".'
                )
    return document


def trust(text: str, most: int) -> dict[str, Any]:
    """A trust policy: says who may assume the role."""
    document = _parsed(text, TRUST, most, "ACLSizePerRole")
    for statement in _statements(document):
        _check_actions(statement)
        if "Principal" not in statement and "NotPrincipal" not in statement:
            raise MalformedPolicyDocument("Missing required field Principal")
        for action in listed(statement.get("Action", [])):
            if not action.lower().startswith("sts:"):
                raise MalformedPolicyDocument(
                    "AssumeRole policy may only specify STS AssumeRole actions."
                )
        _check_principal(statement.get("Principal", "*"))
    return document


def for_service(service: str) -> dict[str, Any]:
    """The trust policy that lets one AWS service assume a role."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return {"Version": VERSIONS[0], "Statement": [statement]}


def _parsed(text: str, fields: set[str], most: int, quota: str) -> dict[str, Any]:
    if len("".join(text.split())) > most:
        raise LimitExceeded(f"Cannot exceed quota for {quota}: {most}")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedPolicyDocument("This policy contains invalid Json") from error
    if not isinstance(document, dict) or set(document) - TOP:
        raise MalformedPolicyDocument("Syntax errors in policy.")
    if document.get("Version", VERSIONS[1]) not in VERSIONS:
        raise MalformedPolicyDocument(
            "Policy document must be version 2012-10-17 or greater."
        )
    if not document.get("Statement"):
        raise MalformedPolicyDocument("Missing required field Statement")
    for statement in _statements(document):
        _check_fields(statement, fields)
    return document


def _statements(document: Doc) -> list[dict[str, Any]]:
    found = document["Statement"]
    statements = [found] if isinstance(found, dict) else found
    if not isinstance(statements, list):
        raise MalformedPolicyDocument("Syntax errors in policy.")
    if not all(isinstance(statement, dict) for statement in statements):
        raise MalformedPolicyDocument("Syntax errors in policy.")
    return statements


def _check_fields(statement: Doc, fields: set[str]) -> None:
    for name in statement:
        if name in fields:
            continue
        if name in IDENTITY | TRUST:
            raise MalformedPolicyDocument(f"Has prohibited field {name}")
        raise MalformedPolicyDocument("Syntax errors in policy.")
    if "Effect" not in statement:
        raise MalformedPolicyDocument("Missing required field Effect")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise MalformedPolicyDocument(f"Invalid effect: {statement['Effect']}")
    condition = statement.get("Condition", {})
    if not isinstance(condition, dict) or not all(
        isinstance(keys, dict) for keys in condition.values()
    ):
        raise MalformedPolicyDocument("Syntax errors in policy.")


def _check_actions(statement: Doc) -> None:
    actions = statement.get("Action", statement.get("NotAction"))
    if not actions:
        raise MalformedPolicyDocument("Policy statement must contain actions.")
    for action in listed(actions):
        if not ACTION.fullmatch(action[:LONGEST_NAME]):
            raise MalformedPolicyDocument(
                "Actions/Conditions must be prefaced by a vendor, "
                "e.g., iam, sdb, ec2, etc."
            )


def _check_principal(principal: Any) -> None:
    if principal == "*":
        return
    if not isinstance(principal, dict) or set(principal) - PRINCIPALS:
        raise MalformedPolicyDocument("Syntax errors in policy.")
    for kind, names in principal.items():
        for name in listed(names):
            if not _is_principal(kind, name):
                raise MalformedPolicyDocument(
                    f'Invalid principal in policy: "{kind.upper()}":"{name}"'
                )


def _is_principal(kind: str, name: str) -> bool:
    if kind == "Service":
        return name.endswith((".amazonaws.com", ".aws.internal"))
    if kind == "AWS":
        return bool(re.fullmatch(r"\*|[0-9]{12}|arn:aws:(iam|sts)::[0-9]{12}:.+", name))
    return bool(name)

"""IAM policies in words: who may assume a role, and what it then may do, by service."""

from __future__ import annotations

import json
from typing import Any

from clusters.live.words import counted
from clusters.sim.aws.iam.conditions import listed
from clusters.sim.aws.iam.statements import in_document
from clusters.sim.commands import Doc

SERVICES = {
    "autoscaling": "EC2 Auto Scaling",
    "cloudformation": "CloudFormation",
    "cloudwatch": "CloudWatch",
    "ec2": "Amazon EC2 and VPC",
    "ec2messages": "Systems Manager messages",
    "ecr": "Amazon ECR",
    "eks": "Amazon EKS",
    "eks-auth": "EKS Pod Identity",
    "elasticloadbalancing": "Elastic Load Balancing",
    "iam": "IAM",
    "kms": "AWS KMS",
    "logs": "CloudWatch Logs",
    "route53": "Route 53",
    "ssm": "Systems Manager",
    "ssmmessages": "Systems Manager messages",
    "sts": "AWS STS",
}
PRINCIPALS = {
    "eks.amazonaws.com": "Amazon EKS",
    "ec2.amazonaws.com": "Amazon EC2 (for the instances that carry the role)",
    "pods.eks.amazonaws.com": "EKS Pod Identity (for Pods)",
    "eks-fargate-pods.amazonaws.com": "Fargate (for Pods)",
    "eks-nodegroup.amazonaws.com": "EKS managed node groups",
    "elasticloadbalancing.amazonaws.com": "Elastic Load Balancing",
    "autoscaling.amazonaws.com": "EC2 Auto Scaling",
    "cloudformation.amazonaws.com": "CloudFormation",
    "lambda.amazonaws.com": "AWS Lambda",
}
READING = (
    "batchcheck",
    "batchget",
    "describe",
    "filter",
    "get",
    "list",
    "search",
    "simulate",
    "validate",
)
EVERYTHING = "Everything"


def trust(document: Doc) -> list[dict[str, Any]]:
    """A trust policy's statements: who may assume the role, under which conditions."""
    return [
        {
            "text": f"{_who(statement)} {_may(statement)} assume this role.",
            "effect": statement["Effect"],
            "conditions": conditions(statement),
        }
        for statement in in_document(document)
    ]


def _may(statement: Doc) -> str:
    return "may" if statement["Effect"] == "Allow" else "may never"


def _who(statement: Doc) -> str:
    if "NotPrincipal" in statement:
        return "Everybody but those named in NotPrincipal"
    principal = statement.get("Principal", "*")
    if principal == "*":
        return "Anybody at all"
    found = [_named(kind, n) for kind in principal for n in listed(principal[kind])]
    return " and ".join(found) or "Nobody"


def _named(kind: str, name: str) -> str:
    if kind == "Service":
        return PRINCIPALS.get(name, f"The service {name}")
    if kind == "Federated":
        return f"Whoever {name.rpartition('/')[2]} vouches for"
    if name == "*":
        return "Anybody at all"
    account = name.split(":")[4] if name.startswith("arn:") else name
    if not name.startswith("arn:") or name.endswith(":root"):
        return f"Those whom IAM of account {account} lets"
    return f"{name.rpartition(':')[2]} of account {account}"


def conditions(statement: Doc) -> list[str]:
    """`only if sts:ExternalId equals x`: each condition that must hold."""
    return [
        f"only if {key} {_compared(operator)} {' or '.join(listed(values))}"
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    ]


def _compared(operator: str) -> str:
    plain = operator.rpartition(":")[2].removesuffix("IfExists")
    words = {"StringEquals": "is", "StringLike": "is like", "StringNotEquals": "is not"}
    return words.get(plain, f"({operator})")


def permissions(document: Doc) -> list[dict[str, Any]]:
    """A permissions policy's statements: what is allowed or denied, service by service."""
    return [
        {
            "effect": statement["Effect"],
            "verb": "May" if statement["Effect"] == "Allow" else "May never",
            "services": _services(statement),
            "on": _resources(statement),
            "conditions": conditions(statement),
        }
        for statement in in_document(document)
    ]


def _services(statement: Doc) -> list[dict[str, Any]]:
    if "NotAction" in statement:
        names = ", ".join(listed(statement["NotAction"]))
        return [{"name": f"{EVERYTHING} but {names}", "reads": "", "does": ""}]
    by_service: dict[str, list[str]] = {}
    for action in listed(statement.get("Action", [])):
        service, _, name = action.partition(":")
        by_service.setdefault(service.lower(), []).append(name or "*")
    return [_service(service, names) for service, names in by_service.items()]


def _service(service: str, names: list[str]) -> dict[str, str]:
    if service == "*":
        return {"name": f"{EVERYTHING} on every service", "reads": "", "does": ""}
    title = SERVICES.get(service, service)
    if "*" in names:
        return {"name": f"{EVERYTHING} on {title}", "reads": "", "does": ""}
    reads = [name for name in names if name.lower().startswith(READING)]
    does = [name for name in names if name not in reads]
    return {"name": title, "reads": ", ".join(reads), "does": ", ".join(does)}


def _resources(statement: Doc) -> str:
    if "NotResource" in statement:
        return f"all but {', '.join(listed(statement['NotResource']))}"
    found = listed(statement.get("Resource", "*"))
    return "" if found == ["*"] else ", ".join(found)


def in_short(document: Doc) -> str:
    """`Amazon EC2 and VPC, Amazon EKS; 12 actions`."""
    allowed = [s for s in permissions(document) if s["effect"] == "Allow"]
    names = list(dict.fromkeys(each["name"] for s in allowed for each in s["services"]))
    statements = in_document(document)
    actions = sum(len(listed(s.get("Action", []))) for s in statements)
    return f"{', '.join(names) or 'Nothing'}; {counted(actions, 'action')}"


def as_json(document: Doc) -> str:
    return json.dumps(document, indent=2)

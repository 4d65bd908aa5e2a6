"""On which resources a call acts, as ARNs that policies can name."""

from __future__ import annotations

import re
from collections.abc import Callable

from clusters.sim.aws.iam import role
from clusters.sim.commands import Caller, Doc
from clusters.sim.world import Key, Reader

EC2_KINDS = {
    "acl": "network-acl",
    "eipalloc": "elastic-ip",
    "eni": "network-interface",
    "i": "instance",
    "igw": "internet-gateway",
    "lt": "launch-template",
    "nat": "natgateway",
    "rtb": "route-table",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "subnet": "subnet",
    "vol": "volume",
    "vpc": "vpc",
}
"""EC2's id prefixes, and what their ARNs call them."""
EC2_ID = re.compile(r"([a-z]+)-[0-9a-f]{8,17}")
NEW_IN_EC2 = {"RunInstances": "instance", "AllocateAddress": "elastic-ip"}
NodeParts = tuple[tuple[str, str], ...]
EKS_PARTS: NodeParts = (
    ("nodegroupName", "nodegroup"),
    ("principalArn", "access-entry"),
    ("addonName", "addon"),
)
EKS_KINDS = {
    "nodegroup": "eks.Nodegroup",
    "access-entry": "eks.AccessEntry",
    "addon": "eks.Addon",
}


def of_call(view: Reader, caller: Caller, action: str, request: Doc) -> list[str]:
    """The ARNs a call acts on; ["*"] when it acts on none in particular."""
    service, _, operation = action.partition(":")
    known = SERVICES.get(service)
    return known(view, caller, operation, request) if known else ["*"]


def _eks(view: Reader, caller: Caller, operation: str, request: Doc) -> list[str]:
    prefix = f"arn:aws:eks:{caller.region}:{caller.account}:"
    if "resourceArn" in request:
        return [request["resourceArn"]]
    cluster = request.get("clusterName", request.get("name"))
    if cluster is None:
        return [prefix + "cluster/*"] if operation == "ListClusters" else ["*"]
    if not operation.startswith("Create"):
        for member, kind in EKS_PARTS:
            if member in request:
                scope = f"{caller.region}/{cluster}"
                found = view.find(Key(EKS_KINDS[kind], scope, request[member]))
                own = f"{kind}Arn" if kind != "access-entry" else "accessEntryArn"
                fallback = f"{prefix}{kind}/{cluster}/{request[member]}/*"
                return [found[own] if found and own in found else fallback]
    return [f"{prefix}cluster/{cluster}"]


def _iam(view: Reader, caller: Caller, _operation: str, request: Doc) -> list[str]:
    prefix = f"arn:aws:iam::{caller.account}:"
    path = request.get("Path", "/")
    if "InstanceProfileName" in request:
        return [f"{prefix}instance-profile{path}{request['InstanceProfileName']}"]
    if "RoleName" in request:
        found = view.find(role.key(request["RoleName"]))
        return [found["Arn"] if found else f"{prefix}role{path}{request['RoleName']}"]
    if "PolicyArn" in request:
        return [request["PolicyArn"]]
    if "PolicyName" in request:
        return [f"{prefix}policy{path}{request['PolicyName']}"]
    if "UserName" in request:
        return [f"{prefix}user{path}{request['UserName']}"]
    return ["*"]


def _ec2(_view: Reader, caller: Caller, operation: str, request: Doc) -> list[str]:
    if operation.startswith(("Describe", "Get")):
        return ["*"]
    prefix = f"arn:aws:ec2:{caller.region}:{caller.account}:"
    if operation in NEW_IN_EC2:
        return [f"{prefix}{NEW_IN_EC2[operation]}/*"]
    if operation.startswith("Create") and operation not in {
        "CreateTags",
        "CreateRoute",
    }:
        words = re.findall("[A-Z][a-z]*", operation.removeprefix("Create"))
        return [f"{prefix}{'-'.join(words).lower()}/*"]
    found = []
    for value in request.values():
        for item in value if isinstance(value, list) else [value]:
            match = EC2_ID.fullmatch(item) if isinstance(item, str) else None
            if match and match[1] in EC2_KINDS:
                found.append(f"{prefix}{EC2_KINDS[match[1]]}/{item}")
    return found or ["*"]


def _cloudformation(
    _view: Reader, caller: Caller, _operation: str, request: Doc
) -> list[str]:
    name = request.get("StackName")
    if name is None:
        return ["*"]
    if name.startswith("arn:"):
        return [name]
    where = f"{caller.region}:{caller.account}"
    return [f"arn:aws:cloudformation:{where}:stack/{name}/*"]


def _autoscaling(
    _view: Reader, caller: Caller, operation: str, request: Doc
) -> list[str]:
    name = request.get("AutoScalingGroupName")
    if name is None or operation.startswith("Describe"):
        return ["*"]
    where = f"{caller.region}:{caller.account}"
    return [
        f"arn:aws:autoscaling:{where}:autoScalingGroup:*:autoScalingGroupName/{name}"
    ]


def _sts(_view: Reader, _caller: Caller, _operation: str, request: Doc) -> list[str]:
    return [request.get("RoleArn", "*")]


SERVICES: dict[str, Callable[[Reader, Caller, str, Doc], list[str]]] = {
    "autoscaling": _autoscaling,
    "cloudformation": _cloudformation,
    "ec2": _ec2,
    "eks": _eks,
    "iam": _iam,
    "sts": _sts,
}

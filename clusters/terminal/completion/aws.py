"""What follows in an aws command: services, operations, options, names, regions."""

from __future__ import annotations

from functools import cache

from botocore import xform_name
from botocore.model import StructureShape

from clusters import runtime
from clusters.gateway import service_models
from clusters.gateway.service_models import Service
from clusters.sim.registry import operations
from clusters.sim.world import World
from clusters.terminal.session import Session

GLOBAL = (
    "--cli-input-json", "--endpoint-url", "--generate-cli-skeleton", "--no-paginate",
    "--output", "--profile", "--query", "--region",
)  # fmt: skip
OUTPUTS = ("json", "table", "text", "yaml")
REGIONS = (
    "ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-central-1", "eu-north-1",
    "eu-west-1", "eu-west-2", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
)  # fmt: skip
OWN = {
    "cloudformation": ("deploy", "wait"),
    "eks": ("get-token", "update-kubeconfig", "wait"),
    "ec2": ("wait",),
    "iam": ("wait",),
}
"""Commands of the CLI that are no operations."""
WITHOUT_VALUE = ("--no-paginate",)
NAMED = {
    "--cluster-name": "eks.Cluster",
    "--stack-name": "cloudformation.Stack",
    "--nodegroup-name": "eks.Nodegroup",
    "--role-name": "iam.Role",
    "--instance-ids": "ec2.Instance",
    "--vpc-id": "ec2.Vpc",
    "--subnet-ids": "ec2.Subnet",
    "--group-id": "ec2.SecurityGroup",
    "--group-ids": "ec2.SecurityGroup",
}
"""Whose names an option wants."""


def complete(session: Session, words: list[str], begun: str) -> list[str] | None:
    """What the word may become; None where it is a file's name."""
    if begun.startswith("file://"):
        return None
    plain, last = _plain(words), words[-1] if words else ""
    if last.startswith("--") and last not in WITHOUT_VALUE:
        return _begun(_values(session, plain, last), begun)
    if begun.startswith("-"):
        return _begun(_options(plain), begun)
    if not plain:
        return _begun([*_services(), "configure", "help"], begun)
    if len(plain) == 1:
        return _begun(_operations(plain[0]), begun)
    return []


def _plain(words: list[str]) -> list[str]:
    """The service and the operation."""
    out: list[str] = []
    before = ""
    for word in words:
        if word.startswith("--"):
            before = word
        elif before and before not in WITHOUT_VALUE:
            before = ""
        else:
            out.append(word)
    return out[:2]


def _begun(names: list[str], begun: str) -> list[str]:
    return [f"{name} " for name in names if name.startswith(begun)]


@cache
def _known() -> dict[str, tuple[Service, dict[str, str]]]:
    """Services as the CLI calls them, and their simulated operations."""
    out: dict[str, tuple[Service, dict[str, str]]] = {}
    for service in service_models.SERVICES:
        names = [
            action.partition(":")[2]
            for action in operations
            if action.partition(":")[0] == (service.prefix or service.signing_name)
        ]
        if names:
            words = {xform_name(name, "-"): name for name in names}
            out[service.model_name] = (service, words)
    return out


def _services() -> list[str]:
    return list(_known())


def _operations(service: str) -> list[str]:
    _, names = _known().get(service, (None, {}))
    return [*names, *OWN.get(service, ()), "help"] if names else []


def _options(plain: list[str]) -> list[str]:
    if len(plain) != len(("service", "operation")):
        return list(GLOBAL)
    service, names = _known().get(plain[0], (None, {}))
    if service is None or plain[1] not in names:
        return list(GLOBAL)
    shape = service_models.model(service).operation_model(names[plain[1]]).input_shape
    members = shape.members if isinstance(shape, StructureShape) else {}
    return [*(f"--{xform_name(name, '-')}" for name in members), *GLOBAL]


def _values(session: Session, plain: list[str], option: str) -> list[str]:
    if option == "--region":
        return list(REGIONS)
    if option == "--output":
        return list(OUTPUTS)
    kind = NAMED.get(option, "")
    if option == "--name" and plain[:1] == ["eks"]:
        kind = "eks.Cluster"
    try:
        return _names(session.world(), kind) if kind else []
    except runtime.Gone:
        return []


def _names(world: World, kind: str) -> list[str]:
    return sorted({key.name for key, _ in world.list(kind)})

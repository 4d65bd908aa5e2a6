"""Which AWS services the gateway speaks, by botocore's models, loaded when first asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

from clusters.gateway import form_shapes, rest_routes
from clusters.gateway.wire import WireRequest


@dataclass(frozen=True)
class Service:
    """A service: what its clients sign with, botocore's model, IAM's action prefix."""

    signing_name: str
    model_name: str
    prefix: str = ""

    def action(self, operation: str) -> str:
        """The registry's name of an operation, as IAM writes it: eks:CreateCluster."""
        return f"{self.prefix or self.signing_name}:{operation}"


SERVICES = (
    Service("autoscaling", "autoscaling"),
    Service("cloudformation", "cloudformation"),
    Service("ec2", "ec2"),
    Service("ecr", "ecr"),
    Service("eks", "eks"),
    Service("eks-auth", "eks-auth"),
    Service("elasticloadbalancing", "elbv2"),
    Service("elasticloadbalancing", "elb", prefix="elb"),
    Service("iam", "iam"),
    Service("kms", "kms"),
    Service("logs", "logs"),
    Service("monitoring", "cloudwatch", prefix="cloudwatch"),
    Service("servicequotas", "service-quotas"),
    Service("ssm", "ssm"),
    Service("sts", "sts"),
)
PREFERENCE = ("json", "rest-json", "query", "ec2")


@dataclass(frozen=True)
class Addressed:
    """The operation that a request addresses, with the labels of its path."""

    service: Service
    operation: OperationModel
    labels: dict[str, str]

    @property
    def action(self) -> str:
        return self.service.action(str(self.operation.name))


@cache
def model(service: Service) -> ServiceModel:
    """botocore's model of a service."""
    described = Loader().load_service_model(service.model_name, "service-2")
    return ServiceModel(described, service.model_name)


def find(signing_name: str, request: WireRequest) -> Service | None:
    """The service of a credential scope. Two generations of ELB share one name."""
    candidates = [s for s in SERVICES if s.signing_name == signing_name]
    if len(candidates) > 1:
        version = dict(form_shapes.fields(request)).get("Version")
        for service in candidates:
            if model(service).api_version == version:
                return service
    return candidates[0] if candidates else None


def protocol(service: Service, request: WireRequest) -> str:
    """The wire format of a request: some services understand more than one."""
    known = model(service).metadata.get("protocols", [])
    spoken = [name for name in PREFERENCE if name in known]
    if "x-amz-target" not in request.headers and "query" in spoken:
        return "query"
    return spoken[0]


def addressed(service: Service, request: WireRequest, path: str) -> Addressed | None:
    """The operation a request means; `path` is its raw path behind our prefix."""
    if protocol(service, request) == "rest-json":
        match = _routes(service).find(request.method, path)
        return Addressed(service, *match) if match is not None else None
    name = requested_name(service, request)
    known = model(service)
    if name not in known.operation_names:
        return None
    return Addressed(service, known.operation_model(name), {})


def requested_name(service: Service, request: WireRequest) -> str:
    """The operation's name as an RPC request spells it."""
    if protocol(service, request) == "json":
        prefix, _, name = request.headers.get("x-amz-target", "").rpartition(".")
        return name if prefix == model(service).metadata["targetPrefix"] else ""
    found: Any = dict(form_shapes.fields(request)).get("Action", "")
    return str(found)


@cache
def _routes(service: Service) -> rest_routes.Routes:
    return rest_routes.routes(model(service))

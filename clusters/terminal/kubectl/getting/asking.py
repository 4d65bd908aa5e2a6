"""What `get` asks the server: one request for each name, or for each type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusters.terminal.kubectl import builder
from clusters.terminal.kubectl.client import JSON, Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.resources import Resource

BY_NAME_EVERYWHERE = "a resource cannot be retrieved by name across all namespaces"
WITH_FILES = (
    "when paths, URLs, or stdin is provided as input, you may not specify resource "
    "arguments as well"
)
WITH_SELECTOR = "name cannot be provided when a selector is specified"
BULK = "subresource cannot be used when bulk resources are specified"
NOT_FOUND, BAD_REQUEST = 404, 400


@dataclass(frozen=True)
class Request:
    """A GET: of an object, or of a collection when there is no name."""

    resource: Resource
    namespace: str
    name: str = ""
    below: str = ""

    @property
    def path(self) -> str:
        return self.resource.path(self.namespace, self.name, self.below)


@dataclass(frozen=True)
class Plan:
    """All requests. `single`: the line can mean one object only."""

    requests: tuple[Request, ...]
    single: bool


def plan(kubectl: Kubectl) -> Plan:
    """The requests of a line. Raises KubectlError."""
    if kubectl.flags["filename"]:
        return _of_files(kubectl)
    asked = builder.asked(kubectl, kubectl.args)
    if asked.pairs:
        if selects(kubectl):
            raise KubectlError(WITH_SELECTOR)
        if kubectl.flags["all-namespaces"]:
            raise KubectlError(BY_NAME_EVERYWHERE)
    below = kubectl.flags["subresource"]
    if below and asked.types:
        raise KubectlError(BULK)
    named = tuple(
        Request(one, _space(kubectl, one), name, below) for one, name in asked.pairs
    )
    every = kubectl.flags["all-namespaces"]
    listed = tuple(
        Request(one, "" if every else _space(kubectl, one)) for one in asked.types
    )
    return Plan(named + listed, len(named) == 1)


def selects(kubectl: Kubectl) -> bool:
    return bool(kubectl.flags["selector"] or kubectl.flags["field-selector"])


def _of_files(kubectl: Kubectl) -> Plan:
    files = kubectl.flags["filename"]
    infos = list(builder.from_files(kubectl, files))
    if kubectl.args:
        raise KubectlError(WITH_FILES)
    found = tuple(Request(one.resource, one.namespace, one.name) for one in infos)
    return Plan(found, len(files) == 1 and files != ["-"])


def _space(kubectl: Kubectl, resource: Resource) -> str:
    return kubectl.namespace if resource.namespaced else ""


def query(kubectl: Kubectl) -> dict[str, str]:
    """The parameters of a collection's GET."""
    return {
        "labelSelector": kubectl.flags["selector"].strip(),
        "fieldSelector": kubectl.flags["field-selector"].strip(),
    }


def answer(kubectl: Kubectl, request: Request, accept: str = JSON, **more: str) -> Doc:
    """A request's answer. Raises ApiError, worded as kubectl's."""
    if request.name:
        try:
            return kubectl.client.get(request.path, accept, **more)
        except ApiError as error:
            raise _without_namespace(kubectl, request, error) from error
    try:
        return kubectl.client.get(request.path, accept, **query(kubectl), **more)
    except ApiError as error:
        raise _listing(kubectl, request.resource, error) from error


def _without_namespace(kubectl: Kubectl, request: Request, error: ApiError) -> ApiError:
    """Where the namespace itself is missing that is what is told."""
    if error.code != NOT_FOUND or request.namespace in ("", "default"):
        return error
    try:
        kubectl.client.get(f"/api/v1/namespaces/{request.namespace}")
    except ApiError as other:
        return other if other.code == NOT_FOUND else error
    return error


def _listing(kubectl: Kubectl, resource: Resource, error: ApiError) -> ApiError:
    if error.code not in (NOT_FOUND, BAD_REQUEST):
        return error
    titled = f"{resource.group}/{resource.version}, Resource={resource.name}"
    asked = query(kubectl)
    said = f'Unable to list "{titled}": {error.message}'
    if selects(kubectl):
        said = (
            f'Unable to find "{titled}" that match label selector '
            f'"{asked["labelSelector"]}", field selector "{asked["fieldSelector"]}": '
            f"{error.message}"
        )
    return ApiError({**error.status, "message": said})


def objects(request: Request, body: Doc) -> Iterator[Doc]:
    """The objects of an answer, each with its apiVersion and kind."""
    if request.name:
        yield body
        return
    resource = request.resource
    for item in body["items"]:
        yield {"apiVersion": resource.api_version, "kind": resource.kind, **item}

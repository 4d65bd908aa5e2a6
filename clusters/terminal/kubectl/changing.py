"""What all commands that change objects have alike: dry runs, output, the request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from clusters.sim.kube.openapi.structs import Described, described
from clusters.sim.kube.patching import STRATEGIC_MERGE_PATCH
from clusters.terminal.kubectl import go_words, outputs
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import ApiError, KubectlError, Several
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.resources import Resource

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
DRY_RUN = Flag(
    "dry-run", default="none", bare="unchanged", help="none, client or server"
)
OUTPUT = Flag("output", "o", help="json, yaml, name, jsonpath=...")
FILENAME = Flag(
    "filename", "f", kind="list", help="Files, or - for stdin", known="file"
)
SELECTOR = Flag("selector", "l", help="Objects with these labels")
FIELD_SELECTOR = Flag("field-selector", help="Objects with these fields")
ALL = Flag("all", kind="bool", help="All objects of the type in the namespace")
ALL_NAMESPACES = Flag("all-namespaces", "A", kind="bool", help="In all namespaces")
RECURSIVE = Flag("recursive", "R", kind="bool", help="Folders with all that is below")
MANAGER = Flag("field-manager", help="Who manages the fields that are written")
VALIDATE = Flag(
    "validate", default="true", bare="strict", help="true, warn, ignore or false"
)
RECORD = Flag("record", kind="bool", help="Note the command as an annotation")
FORMATS = (
    "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,"
    "template,templatefile,yaml"
)
VALIDATION = {
    "true": "Strict", "strict": "Strict", "warn": "Warn",
    "false": "Ignore", "ignore": "Ignore",
}  # fmt: skip
SUFFIX = {"none": "", "client": " (dry run)", "server": " (server dry run)"}


def dry_run(kubectl: Kubectl) -> str:
    """none, client or server. Raises KubectlError."""
    value = str(kubectl.flags.get("dry-run", "none"))
    if value in SUFFIX:
        return value
    if value == "unchanged":  # --dry-run alone, deprecated, means the client's
        return "client"
    raise KubectlError(
        f'Invalid dry-run value ({value}). Must be "none", "server", or "client".'
    )


def options(kubectl: Kubectl, manager: str) -> dict[str, str]:
    """The parameters of a write."""
    validation = str(kubectl.flags.get("validate") or "true")
    if validation not in VALIDATION:
        raise KubectlError(
            f'invalid - validate option "{validation}"; must be one of: strict (or '
            "true), warn, ignore (or false)"
        )
    return {
        "fieldManager": kubectl.flags.get("field-manager") or manager,
        "fieldValidation": VALIDATION[validation],
        **({"dryRun": "All"} if dry_run(kubectl) == "server" else {}),
    }


def told(kubectl: Kubectl, info: Info, done: str, body: Doc) -> str:
    """What is printed of an object that was changed: a sentence, or as `-o` says."""
    whole = {
        "apiVersion": info.resource.api_version,
        "kind": info.resource.kind,
        **body,
    }
    return shown(kubectl, whole) or f"{info.titled} {done}{SUFFIX[dry_run(kubectl)]}\n"


def shown(kubectl: Kubectl, body: Doc) -> str:
    """An object as `-o` says; empty where it says nothing. Raises KubectlError."""
    printer = outputs.printer(kubectl, FORMATS) if kubectl.flags.get("output") else None
    if printer is None:
        return ""
    printer.shown = kubectl.shown
    kubectl.shown += 1
    return printer.text(body)


def create(kubectl: Kubectl, info: Info, *, manager: str = "kubectl-create") -> Doc:
    """POST an object. Raises ApiError. A client's dry run answers the object itself."""
    body = placed(info)
    if dry_run(kubectl) == "client":
        return body
    query = options(kubectl, manager)
    made = kubectl.client.ask("POST", info.collection, body, query=query)
    info.name = made["metadata"]["name"]
    return made


def placed(info: Info) -> Doc:
    """The object with the namespace in which it will be."""
    body = dict(info.body or {})
    if info.resource.namespaced:
        meta = dict(body.get("metadata") or {})
        body["metadata"] = {**meta, "namespace": info.namespace}
    return body


def patch(  # noqa: PLR0913 the parts of a patch
    kubectl: Kubectl,
    info: Info,
    body: Any,
    *,
    kind: str = STRATEGIC_MERGE_PATCH,
    manager: str = "kubectl-patch",
    below: str = "",
) -> Doc:
    """PATCH an object. Raises ApiError."""
    path = info.resource.path(info.namespace, info.name, below)
    query = options(kubectl, manager)
    if "validate" not in kubectl.flags.values:
        query.pop("fieldValidation")
    return kubectl.client.ask("PATCH", path, body, content_type=kind, query=query)


def each(infos: list[Info], act: Callable[[Info], Iterator[str]]) -> Iterator[str]:
    """Do something with each object; one that fails does not stop the others."""
    errors: list[ApiError | KubectlError] = []
    for info in infos:
        try:
            yield from act(info)
        except (ApiError, KubectlError) as error:
            errors.append(error)
    if errors:
        raise Several(errors)


def struct_of(kubectl: Kubectl, resource: Resource) -> Described:
    """The schema of a resource's kind in the cluster's version."""
    version = kubectl.client.get("/version")
    return described(
        f"{version['major']}.{version['minor'].rstrip('+')}",
        resource.api_version,
        resource.kind,
    )


def compact(body: Any) -> str:
    """JSON on one line as Go's encoder writes it."""
    return go_words.as_json(body)


def noted(body: Doc, annotations: Mapping[str, str]) -> Doc:
    """The object with annotations more."""
    meta = dict(body.get("metadata") or {})
    own = {**(meta.get("annotations") or {}), **annotations}
    return {**body, "metadata": {**meta, "annotations": own}}


def last_applied(body: Doc) -> str:
    """The annotation that `apply` leaves: the object as the file has it."""
    meta = dict(body.get("metadata") or {})
    notes = {
        name: value
        for name, value in (meta.get("annotations") or {}).items()
        if name != LAST_APPLIED
    }
    return compact({**body, "metadata": {**meta, "annotations": notes}}) + "\n"


def no_objects(verb: str) -> KubectlError:
    return KubectlError(f"no objects passed to {verb}")


NEEDS_RESOURCES = (
    "You must provide one or more resources by argument or filename.\n"
    "Example resource specifications include:\n"
    "   '-f rsrc.yaml'\n"
    "   '--filename=rsrc.json'\n"
    "   '<resource> <name>'\n"
    "   '<resource>'"
)
ONE_OR_MORE = (
    "one or more resources must be specified as <resource> <name> or <resource>/<name>"
)

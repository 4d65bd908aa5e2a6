"""Reads the body of a write: is it this object, of these types, with known fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusters.sim.commands import KubeCall
from clusters.sim.kube import schema, version
from clusters.sim.kube.errors import BadRequest
from clusters.sim.kube.kind import Body, Kind
from clusters.sim.tx import Tx

VALIDATIONS = ("Ignore", "Strict", "Warn")


def kubernetes(tx: Tx, call: KubeCall) -> str:
    """The cluster's Kubernetes version, as schemas are filed: `1.35`."""
    return f"1.{version.minor(tx, call.cluster)}"


def read(tx: Tx, kind: Kind, call: KubeCall) -> tuple[Body, tuple[str, ...]]:
    """The typed body and the warnings about it. Raises BadRequest."""
    if not isinstance(call.body, dict):
        raise BadRequest("the object provided is unrecognized (must be of type object)")
    body: Body = {"apiVersion": kind.group_version, "kind": kind.kind}
    body.update({name: value for name, value in call.body.items() if value != ""})
    if isinstance(call.body, schema.Repeated):
        body = schema.Repeated(list(body.items()), call.body.names)
    told = body["apiVersion"]
    if told != kind.group_version:
        raise BadRequest(
            f"the API version in the data ({told}) does not match the expected "
            f"API version ({kind.group_version})"
        )
    if body["kind"] != kind.kind:
        what = f"{body['kind']} in version {_quoted(kind)} cannot be handled as a {kind.kind}"
        raise BadRequest(f"{what}: no kind match")
    found = schema.check(kubernetes(tx, call), kind.group_version, kind.kind, body)
    if found.wrong:
        raise BadRequest(f"{handled(kind)}: {found.wrong}")
    warnings = judged(call, found.unknown, f"{handled(kind)}: strict decoding error: ")
    out = kind.taken(found.body) if kind.taken else found.body
    out.setdefault("metadata", {})
    return out, warnings


def judged(call: KubeCall, unknown: Sequence[str], strict: str) -> tuple[str, ...]:
    """Warnings about unknown fields; refused under fieldValidation=Strict."""
    mode = validation(call)
    if unknown and mode == "Strict":
        raise BadRequest(strict + ", ".join(unknown))
    return tuple(unknown) if mode == "Warn" else ()


def validation(call: KubeCall) -> str:
    """How the client wants unknown fields to be treated."""
    mode = str(call.options.get("fieldValidation") or "Warn")
    if mode not in VALIDATIONS:
        known = ", ".join(f'"{name}"' for name in VALIDATIONS)
        told = (
            f'fieldValidation: Unsupported value: "{mode}": supported values: {known}'
        )
        raise BadRequest(told)
    return mode


def handled(kind: Kind) -> str:
    """How a refusal to decode begins."""
    return f"{kind.kind} in version {_quoted(kind)} cannot be handled as a {kind.kind}"


def check_place(call: KubeCall, kind: Kind, body: Body) -> None:
    """The body's name and namespace must be those of the URL."""
    meta: dict[str, Any] = body["metadata"]
    name = meta.get("name") or call.name
    if call.name and name != call.name:
        raise BadRequest(
            f"the name of the object ({name}) does not match the name on the URL ({call.name})"
        )
    if not kind.namespaced:
        return
    if (meta.get("namespace") or call.namespace) != call.namespace:
        raise BadRequest(
            "the namespace of the provided object does not match the namespace sent on the request"
        )
    meta["namespace"] = call.namespace


def _quoted(kind: Kind) -> str:
    return f'"{kind.version}"'

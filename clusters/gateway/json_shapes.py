"""JSON bodies by botocore's shapes: wire names in, member names out, and back."""

from __future__ import annotations

import json
import math
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from clusters.gateway import scalars
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal

NOT_JSON = "SerializationException"
DEEPEST = 100


def body(text: bytes) -> Any:
    """A request's JSON body; an empty one is an empty object."""
    if not text.strip():
        return {}
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal(NOT_JSON, "Could not parse the request body as JSON.") from error


def read(shape: Shape, value: Any, depth: int = 0) -> Any:
    """A decoded JSON value as the SDK's user would have written it.

    A value of the wrong type comes back as it is: `constraints` names it.
    """
    if depth > DEEPEST:
        raise Refusal(NOT_JSON, "The request body is nested too deeply.")
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return value if shape.is_document_type else _members(shape, value, depth)
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [read(shape.member, item, depth + 1) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {k: read(shape.value, item, depth + 1) for k, item in value.items()}
    if shape.type_name == "timestamp":
        return scalars.epoch(value)
    if shape.type_name in {"float", "double"} and isinstance(value, str):
        return scalars.from_text(shape, value)
    return value


def read_body(shape: StructureShape, value: Any) -> dict[str, Any]:
    """The members of an operation's input that travel in the body."""
    if not isinstance(value, dict):
        raise Refusal(NOT_JSON, "The request body is not an object.")
    return {
        name: item
        for name, item in _members(shape, value, 0).items()
        if "location" not in shape.members[name].serialization
    }


def _members(shape: StructureShape, value: Doc, depth: int) -> dict[str, Any]:
    found = {
        name: value.get(wire_name(member, name))
        for name, member in shape.members.items()
    }
    return {
        name: read(shape.members[name], item, depth + 1)
        for name, item in found.items()
        if item is not None
    }


def write(shape: Shape, value: Any) -> Any:
    """A document as this shape's JSON: members it does not know are left out."""
    if isinstance(shape, StructureShape):
        return value if shape.is_document_type else _written(shape, value)
    if isinstance(shape, ListShape):
        return [write(shape.member, item) for item in value]
    if isinstance(shape, MapShape):
        return {key: write(shape.value, item) for key, item in value.items()}
    if shape.type_name == "timestamp":
        return scalars.timestamp(shape, value, "unixTimestamp")
    endless = isinstance(value, float) and not math.isfinite(value)
    return scalars.to_text(shape, value, "unixTimestamp") if endless else value


def write_body(shape: StructureShape, result: Doc) -> dict[str, Any]:
    """The members of an operation's output that travel in the body."""
    located = {n for n, m in shape.members.items() if "location" in m.serialization}
    return _written(shape, {n: v for n, v in result.items() if n not in located})


def _written(shape: StructureShape, value: Doc) -> dict[str, Any]:
    return {
        wire_name(member, name): write(member, value[name])
        for name, member in shape.members.items()
        if value.get(name) is not None
    }


def wire_name(shape: Shape, name: str) -> str:
    """How the wire calls this member."""
    return str(shape.serialization.get("name", name))

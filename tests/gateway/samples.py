"""Values of botocore's shapes, drawn at random, and how both sides write them."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from botocore.awsrequest import create_request_object, prepare_request_dict
from botocore.model import OperationModel, Shape
from botocore.serialize import create_serializer

from clusters.gateway.wire import WireRequest

DEEPEST = 4
LETTERS = "abcZ019 -_.:/%+&=<>'\"é\u4e2d"


def value(shape: Shape, rng: random.Random, depth: int = 0) -> Any:
    """Any value that an SDK user could pass for this shape."""
    kind = shape.type_name
    if kind == "structure":
        return structure(shape, rng, depth)
    if kind == "list":
        count = rng.randint(1, 3) if depth < DEEPEST else 1
        return [value(shape.member, rng, depth + 1) for _ in range(count)]
    if kind == "map":
        count = rng.randint(1, 2)
        return {
            value(shape.key, rng, depth): value(shape.value, rng, depth + 1)
            for _ in range(count)
        }
    return scalar(shape, rng)


def structure(shape: Shape, rng: random.Random, depth: int = 0) -> dict[str, Any]:
    if shape.is_document_type:
        return {"any": ["thing", 1, None]}
    names = list(shape.members)
    if shape.is_tagged_union:
        names = [rng.choice(names)] if names else []
    elif depth >= DEEPEST:
        names = [n for n in names if n in shape.required_members]
    return {
        name: value(shape.members[name], rng, depth + 1)
        for name in names
        if name in shape.required_members
        or shape.is_tagged_union
        or shape.members[name].serialization.get("location") == "uri"
        or rng.random() < 0.7
    }


PLAIN: dict[str, Callable[[random.Random], Any]] = {
    "boolean": lambda rng: rng.random() < 0.5,
    "integer": lambda rng: rng.randint(0, 1000),
    "long": lambda rng: rng.randint(0, 1 << 40),
    "float": lambda rng: rng.randint(0, 1000) / 8,
    "double": lambda rng: rng.randint(0, 1000) / 8,
    "timestamp": lambda rng: datetime.fromtimestamp(rng.randint(0, 1 << 31), UTC),
    "blob": lambda rng: rng.randbytes(rng.randint(1, 9)),
}


def scalar(shape: Shape, rng: random.Random) -> Any:
    if shape.type_name in PLAIN:
        return PLAIN[shape.type_name](rng)
    enum = getattr(shape, "enum", [])
    if enum:
        return rng.choice(enum)
    if shape.serialization.get("location") == "header":
        return "plain"
    return "x" + "".join(rng.choices(LETTERS, k=rng.randint(0, 6))) + "y"


def as_document(value: Any) -> Any:
    """The same value as documents hold it: JSON only."""
    if isinstance(value, dict):
        return {k: as_document(v) for k, v in value.items()}
    if isinstance(value, list):
        return [as_document(v) for v in value]
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def sent(
    protocol: str, operation: OperationModel, params: dict[str, Any]
) -> WireRequest:
    """The request that botocore sends for these parameters."""
    serialized = create_serializer(protocol, False).serialize_to_request(  # noqa: FBT003
        params, operation
    )
    prepare_request_dict(serialized, endpoint_url="http://localhost:8000/aws")
    prepared = create_request_object(serialized).prepare()
    rest = prepared.url.removeprefix("http://localhost:8000")
    path, _, query = rest.partition("?")
    body = prepared.body or b""
    headers = {
        name.lower(): text if isinstance(text, str) else text.decode()
        for name, text in prepared.headers.items()
    }
    return WireRequest(
        prepared.method,
        path,
        query,
        headers,
        body if isinstance(body, bytes) else body.encode(),
    )


def without_empty(value: Any) -> Any:
    """A form has no way to say "an empty structure": leave those out."""
    if isinstance(value, dict):
        kept = {k: without_empty(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v not in ({}, [])}
    if isinstance(value, list):
        kept = [without_empty(v) for v in value]
        return [v for v in kept if v not in ({}, [])]
    return value

"""Reads request bodies: their size, their encoding, and JSON as Go reads it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

from clusters.apiserver import protobuf, yaml_text
from clusters.apiserver.asgi import Receive
from clusters.sim.kube.errors import BadRequest, KubeRefusal
from clusters.sim.kube.schema import Repeated

LIMIT = 3 * 1024 * 1024
DEEPEST = 100
"""Levels of nesting. No schema has half as many; Python's own limit is near 1,000."""
SUMMARY = 30
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class ClientLeft(ConnectionError):
    """The client went away while it was still sending."""


async def received(receive: Receive) -> bytes:
    """The whole body. Refuses what is too large, after reading no more than that."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > LIMIT:
            text = f"Request entity too large: limit is {LIMIT}"
            raise KubeRefusal("RequestEntityTooLarge", text, 413)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def decoded(content_type: str, body: bytes, expected: str) -> Any:
    """The value of a body; `expected` is the kind that the refusal names."""
    media = content_type.partition(";")[0].strip().lower() or "application/json"
    read = READERS.get(media)
    if read is None:
        accepted = ", ".join(READERS)
        text = (
            "the body of the request was in an unknown format - accepted media "
            f"types include: {accepted}"
        )
        raise KubeRefusal("UnsupportedMediaType", text, 415)
    try:
        value = _settled(read(body), body)
    except ValueError as error:
        text = f"the object provided is unrecognized (must be of type {expected}): "
        text += f"couldn't get version/kind; json parse error: {error} "
        raise BadRequest(f"{text}({_summary(body)})") from error
    return value


def decoded_patch(body: bytes) -> Any:
    """The value of a patch's body, which is always JSON."""
    try:
        return _settled(parsed_json(body), body)
    except ValueError as error:
        raise BadRequest(f"error decoding patch: {error}") from error


def parsed_json(body: bytes) -> Any:
    """The value of a JSON text. Raises ValueError in Go's words."""
    if not body:
        raise ValueError("unexpected end of JSON input")
    # Go, too, takes what is not UTF-8 for the replacement character.
    text = body.decode(errors="replace")
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_float,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise ValueError(_go_complaint(error)) from error
    except RecursionError as error:
        raise ValueError("exceeded max depth") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    return out if len(out) == len(pairs) else Repeated(pairs)


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"json: cannot unmarshal number {text} into Go value")
    return value


def _constant(text: str) -> Any:
    raise ValueError(f"invalid character '{text[0]}' looking for beginning of value")


COMPLAINTS = {
    "Expecting value": "looking for beginning of value",
    "Expecting property name enclosed in double quotes": (
        "looking for beginning of object key string"
    ),
    "Illegal trailing comma before end of object": (
        "looking for beginning of object key string"
    ),
    "Illegal trailing comma before end of array": "looking for beginning of value",
    "Expecting ':' delimiter": "after object key",
    "Expecting ',' delimiter": "after object key:value pair",
    "Extra data": "after top-level value",
    "Invalid control character at": "in string literal",
    "Invalid \\escape": "in string escape code",
    "Invalid \\uXXXX escape": "in \\u hexadecimal character escape",
}


def _go_complaint(error: json.JSONDecodeError) -> str:
    place = error.pos
    while place < len(error.doc) and error.doc[place] in " \t\r\n":
        place += 1
    what = COMPLAINTS.get(error.msg.removesuffix(": ").rstrip(":"))
    if what is None or place >= len(error.doc):
        return "unexpected end of JSON input"
    return f"invalid character '{error.doc[place]}' {what}"


def _settled(value: Any, body: bytes) -> Any:
    _check_depth(value)
    return _mended(value) if b"\\u" in body else value


def _mended(value: Any) -> Any:
    """Half a surrogate pair is no character: Go reads the replacement character."""
    match value:
        case str():
            return LONE_SURROGATE.sub("\ufffd", value)
        case Repeated():
            fixed = Repeated([(_mended(k), _mended(v)) for k, v in value.items()])
            fixed.names = [_mended(name) for name in value.names]
            return fixed
        case dict():
            return {_mended(k): _mended(v) for k, v in value.items()}
        case list():
            return [_mended(v) for v in value]
        case _:
            return value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below.extend(item.values())
            elif isinstance(item, list):
                below.extend(item)
        if not below:
            return
        level = below
    raise ValueError("exceeded max depth")


def _summary(body: bytes) -> str:
    if not body:
        return "<empty>"
    short = body[:SUMMARY]
    told = short.decode(errors="replace") if body[:1] == b"{" else short.hex()
    return told + (" ..." if len(body) > SUMMARY else "")


READERS: dict[str, Callable[[bytes], Any]] = {
    "application/json": parsed_json,
    "application/yaml": yaml_text.parsed,
    protobuf.MEDIA_TYPE: protobuf.decoded,
}

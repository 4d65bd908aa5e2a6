"""Reads request bodies in Kubernetes' protobuf encoding, which kubectl 1.32+ sends."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from clusters.sim.kube.openapi import protobuf_fields

MEDIA_TYPE = "application/vnd.kubernetes.protobuf"
MAGIC = b"k8s\x00"
META = "k8s.io.apimachinery.pkg.apis.meta.v1"
CORE = "k8s.io.api.core.v1"
DEEPEST = 60
VARINT, FIXED64, DELIMITED = 0, 1, 2
"""Wire types."""
MORE = 0x80
"""The bit of a varint's byte that says that another follows."""

Table: TypeAlias = dict[str, dict[str, list[str]]]
Raw: TypeAlias = int | float | bytes


class Malformed(ValueError):
    """These bytes are not what they claim to be."""


def decoded(body: bytes) -> dict[str, Any]:
    """The object in an envelope: magic, then {type, object, encoding, media type}."""
    if not body.startswith(MAGIC):
        raise Malformed("provided data does not appear to be a protobuf message")
    envelope = dict(_members(body[len(MAGIC) :]))
    named = dict(_members(_blob(envelope.get(1, b""))))
    api_version, kind = _text(named.get(1, b"")), _text(named.get(2, b""))
    table = protobuf_fields()
    name = message_name(table, api_version, kind)
    if name is None:
        raise Malformed(
            f'no kind "{kind}" is registered for version "{api_version}" in scheme '
            '"pkg/api/legacyscheme/scheme.go:30"'
        )
    content = _message(table, name, _blob(envelope.get(2, b"")), DEEPEST)
    return {"apiVersion": api_version, "kind": kind, **content}


def message_name(table: Table, api_version: str, kind: str) -> str | None:
    """The message that carries a kind: apps/v1 Deployment, policy/v1 DeleteOptions."""
    group, _, version = api_version.rpartition("/")
    package = f"k8s.io.api.{group.partition('.')[0] or 'core'}.{version}"
    candidates = (f"{package}.{kind}", f"{META}.{kind}")
    return next((name for name in candidates if name in table), None)


def _members(data: bytes) -> Iterator[tuple[int, Raw]]:
    """The fields of a message as they stand on the wire: (number, value)."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if wire == VARINT:
            value, at = _varint(data, at)
            yield number, value
        elif wire == DELIMITED:
            size, at = _varint(data, at)
            yield number, _slice(data, at, size)
            at += size
        elif wire == FIXED64:
            yield number, struct.unpack("<d", _slice(data, at, 8))[0]
            at += 8
        else:
            raise Malformed(f"proto: illegal wireType {wire}")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise Malformed("unexpected EOF")
        byte = data[at]
        at += 1
        value |= (byte & ~MORE) << shift
        if byte < MORE:
            return value, at
    raise Malformed("proto: integer overflow")


def _slice(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise Malformed("unexpected EOF")
    return data[at : at + size]


def _message(table: Table, name: str, data: bytes, depth: int) -> dict[str, Any]:
    if depth == 0:
        raise Malformed("proto: message is nested too deeply")
    fields = table[name]
    out: dict[str, Any] = {}
    for number, raw in _members(data):
        field = fields.get(str(number))
        if field is not None:
            _read(table, field, raw, out, depth - 1)
    return out


def _read(
    table: Table, field: list[str], raw: Raw, out: dict[str, Any], depth: int
) -> None:
    name, flags, kind = field
    if "M" in flags:
        key, value = _entry(table, kind, raw, depth)
        out.setdefault(name, {})[key] = value
        return
    value = _value(table, kind, raw, depth)
    if "L" in flags:
        out.setdefault(name, []).append(value)
    elif name == "":
        out.update(value)
    elif "P" in flags or value not in ("", 0, None, {}):
        out[name] = value


def _entry(table: Table, kind: str, raw: Raw, depth: int) -> tuple[str, Any]:
    pair = dict(_members(_blob(raw)))
    empty: Raw = 0 if kind in ("int", "bool") else b""
    return _text(pair.get(1, b"")), _value(table, kind, pair.get(2, empty), depth)


def _value(table: Table, kind: str, raw: Raw, depth: int) -> Any:
    scalar = SCALARS.get(kind)
    if scalar is not None:
        return scalar(raw)
    fields = table.get(kind)
    if fields is None:
        raise Malformed(f"proto: unknown type {kind}")
    if list(fields) == ["1"] and fields["1"][0] == "items":
        items = [value for _, value in _members(_blob(raw))]
        return [_text(value) for value in items]
    return _message(table, kind, _blob(raw), depth)


def _blob(raw: Raw) -> bytes:
    if not isinstance(raw, bytes):
        raise Malformed("proto: wrong wireType")
    return raw


def _text(raw: Raw) -> str:
    try:
        return _blob(raw).decode()
    except UnicodeDecodeError as error:
        raise Malformed("proto: invalid UTF-8 in a string") from error


def _integer(raw: Raw) -> int:
    if not isinstance(raw, int):
        raise Malformed("proto: wrong wireType")
    signed = raw & (1 << 64) - 1
    return signed - (1 << 64) if signed >> 63 else signed


def _numbered(raw: Raw) -> dict[int, Raw]:
    return dict(_members(_blob(raw)))


def _time(raw: Raw, digits: int) -> str | None:
    parts = _numbered(raw)
    if not parts:
        return None
    seconds, nanos = _integer(parts.get(1, 0)), _integer(parts.get(2, 0))
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError as error:
        raise Malformed("proto: time out of range") from error
    fraction = f".{nanos // 1000:06d}" if digits else ""
    return f"{at:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def _int_or_string(raw: Raw) -> int | str:
    parts = _numbered(raw)
    if _integer(parts.get(1, 0)):
        return _text(parts.get(3, b""))
    return _integer(parts.get(2, 0))


def _quantity(raw: Raw) -> str:
    return _text(_numbered(raw).get(1, b""))


def _json(raw: Raw) -> Any:
    text = _blob(_numbered(raw).get(1, b""))
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError) as error:
        raise Malformed("proto: invalid JSON inside") from error


def _duration(raw: Raw) -> str:
    seconds = _integer(_numbered(raw).get(1, 0)) // 1_000_000_000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}h{rest // 60}m{rest % 60}s"


SCALARS: dict[str, Callable[[Raw], Any]] = {
    "string": _text,
    "int": _integer,
    "bool": lambda raw: bool(_integer(raw)),
    "bytes": lambda raw: base64.b64encode(_blob(raw)).decode(),
    "double": float,
    f"{META}.Time": lambda raw: _time(raw, 0),
    f"{META}.MicroTime": lambda raw: _time(raw, 6),
    f"{META}.Duration": _duration,
    f"{META}.FieldsV1": _json,
    "k8s.io.apimachinery.pkg.api.resource.Quantity": _quantity,
    "k8s.io.apimachinery.pkg.runtime.RawExtension": _json,
    "k8s.io.apimachinery.pkg.util.intstr.IntOrString": _int_or_string,
}

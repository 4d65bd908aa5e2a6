"""Reads a body as the API server's typed decoder does, and says what is wrong with it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from clusters.sim.kube.openapi.structs import Field, Fields, GroupVersion, described

QUANTITY = re.compile(r"([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)")
QUANTITY_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
QUANTITY_SUFFIX = re.compile(r"([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)")
LIMITS = {"int32": 2**31, "int64": 2**63}
CONVERTER_KINDS = {
    str: "string",
    bool: "bool",
    int: "int64",
    float: "float64",
    list: "slice",
}
ZERO: dict[str, Any] = {
    "string": "", "bytes": "", "int32": 0, "int64": 0, "float64": 0, "bool": False,
    "quantity": "0", "int-or-string": 0,
}  # fmt: skip


class Repeated(dict[str, Any]):
    """A JSON object in which names occurred more than once (the last one counts)."""

    def __init__(
        self, pairs: list[tuple[str, Any]], repeated: Sequence[str] = ()
    ) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        found = (name for name in self if names.count(name) > 1)
        self.names = list(repeated) or list(found)


@dataclass
class Problems:
    """What a body said that the schema does not know, and what it is without that.

    `unknown` are the strict decoder's complaints; `wrong` is the first value that
    cannot be decoded at all, in the words of the JSON decoder, and `unrestorable` in
    those of the converter behind strategic merge patches; `body` is what is left for
    the API server to work with.
    """

    unknown: list[str] = field(default_factory=list)
    wrong: str = ""
    unrestorable: str = ""
    body: dict[str, Any] = field(default_factory=dict)

    def fail(self, text: str, converter: str = "") -> None:
        if not self.wrong:
            self.wrong, self.unrestorable = text, converter or text


@dataclass(frozen=True)
class Place:
    """Where a value stands: its path, and how Go's decoder names that place."""

    path: str
    struct: str
    dotted: str

    def member(self, struct: str, name: str) -> Place:
        path = f"{self.path}.{name}" if self.path else name
        return Place(path, struct, f"{self.dotted}.{name}" if self.dotted else name)

    def element(self, at: int | str) -> Place:
        step = f"[{at}]" if isinstance(at, int) else f".{at}"
        return Place(self.path + step, self.struct, self.dotted)


def check(version: str, group_version_name: str, kind: str, body: Any) -> Problems:
    """Decode the object of a kind, e.g. check("1.35", "apps/v1", "Deployment", body)."""
    known = described(version, group_version_name, kind)
    problems = Problems()
    name = known.struct.rsplit(".", 1)[-1]
    if isinstance(body, dict):
        place = Place("", name, "")
        problems.body = _struct(known.known, known.fields, body, place, problems)
    else:
        problems.fail(
            f"json: cannot unmarshal {_word(body)} into Go value of type v1.{name}"
        )
    return problems


def _struct(
    known: GroupVersion,
    fields: Fields,
    body: dict[str, Any],
    at: Place,
    problems: Problems,
) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in body.items():
        place = at.member(at.struct, name)
        found = fields.get(name)
        if found is None:
            problems.unknown.append(f'unknown field "{place.path}"')
            continue
        if value is not None:
            out[name] = _value(known, found, value, place, problems)
    for name, known_field in fields.items():
        if known_field.always and name not in out:
            place = at.member(at.struct, name)
            out[name] = _empty(known, known_field, place, problems)
    for name in getattr(body, "names", ()):
        place = at.member(at.struct, name)
        problems.unknown.append(f'duplicate field "{place.path}"')
    return out


def _value(
    known: GroupVersion, wanted: Field, value: Any, at: Place, problems: Problems
) -> Any:
    match wanted.kind, value:
        case "any", _:
            return value
        case "struct", dict():
            inside = Place(at.path, wanted.struct.rsplit(".", 1)[-1], at.dotted)
            return _struct(known, known.structs[wanted.struct], value, inside, problems)
        case "list", list():
            return [
                _element(known, wanted, v, at.element(i), problems)
                for i, v in enumerate(value)
            ]
        case "map", dict():
            return {
                k: _element(known, wanted, v, at.element(k), problems)
                for k, v in value.items()
            }
        case _:
            return _scalar(wanted, value, at, problems)


def _element(
    known: GroupVersion, wanted: Field, value: Any, at: Place, problems: Problems
) -> Any:
    assert wanted.item is not None
    if value is None:
        return _empty(known, wanted.item, at, problems)
    return _value(known, wanted.item, value, at, problems)


def _empty(known: GroupVersion, wanted: Field, at: Place, problems: Problems) -> Any:
    """What Go has where nothing was said."""
    if wanted.kind == "struct":
        return _value(known, wanted, {}, at, problems)
    return ZERO.get(wanted.kind, [] if wanted.kind == "list" else {})


def _scalar(wanted: Field, value: Any, at: Place, problems: Problems) -> Any:
    if wanted.kind in SPECIAL:
        complaint = next(SPECIAL[wanted.kind](value), "")
        if complaint:
            problems.fail(complaint)
        return _text(value) if wanted.kind == "quantity" else value
    if not _fits(wanted.kind, value):
        number = f"number {_text(value)}" if wanted.kind in LIMITS else "number"
        word = number if _word(value) == "number" else _word(value)
        problems.fail(
            f"json: cannot unmarshal {word} into Go struct field "
            f"{at.struct}.{at.dotted} of type {go_type(wanted)}",
            _unrestorable(wanted, value),
        )
    return value


def _unrestorable(wanted: Field, value: Any) -> str:
    found = CONVERTER_KINDS.get(type(value), "map")
    restored = {"list": "slice from", "map": "map from", "struct": "struct from:"}
    if wanted.kind in restored:
        return f"cannot restore {restored[wanted.kind]} {found}"
    if wanted.kind == "string" and found == "int64":
        return "cannot convert int64 to string"
    return f"unrecognized type: {go_type(wanted)}"


def _fits(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "bool"
    if isinstance(value, int):
        limit = LIMITS.get(kind, 0)
        return kind == "float64" or -limit <= value < limit
    if isinstance(value, float):
        return kind == "float64"
    return isinstance(value, str) and kind == "string"


def go_type(wanted: Field) -> str:
    """A field's type as Go writes it: `[]v1.Container`."""
    if wanted.kind == "struct":
        return ".".join(wanted.struct.rsplit(".", 2)[-2:])
    if wanted.kind in ("list", "map"):
        assert wanted.item is not None
        if wanted.kind == "map" and wanted.item.kind == "quantity":
            return "v1.ResourceList"
        return ("[]" if wanted.kind == "list" else "map[string]") + go_type(wanted.item)
    return {"bytes": "[]uint8"}.get(wanted.kind, wanted.kind)


def _word(value: Any) -> str:
    """What Go calls a JSON value."""
    names = {str: "string", bool: "bool", int: "number", float: "number", list: "array"}
    return names.get(type(value), "object")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)


def _quantity(value: Any) -> Iterator[str]:
    parts = QUANTITY.fullmatch(_text(value))
    if isinstance(value, bool | dict | list) or parts is None:
        yield f"quantities must match the regular expression '^{QUANTITY.pattern}$'"
    elif not QUANTITY_NUMBER.fullmatch(parts[1]):
        yield "unable to parse numeric part of quantity"
    elif not QUANTITY_SUFFIX.fullmatch(parts[2]):
        yield "unable to parse quantity's suffix"


def _time(value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"json: cannot unmarshal {_word(value)} into Go value of type string"
    elif not TIME.fullmatch(value):
        yield (
            f'parsing time "{value}" as "2006-01-02T15:04:05Z07:00": '
            f'cannot parse "{value}" as "2006"'
        )


def _int_or_string(value: Any) -> Iterator[str]:
    if not isinstance(value, str) and not _fits("int32", value):
        number = f"number {_text(value)}" if _word(value) == "number" else _word(value)
        yield f"json: cannot unmarshal {number} into Go value of type int32"


def _bytes(value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"json: cannot unmarshal {_word(value)} into Go value of type []uint8"
        return
    stripped = value.replace("\n", "").replace("\r", "")
    odd = re.search(r"[^A-Za-z0-9+/=]|=(?!=?$)", stripped)
    if odd:
        yield f"illegal base64 data at input byte {odd.start()}"
        return
    try:
        base64.b64decode(stripped, validate=True)
    except binascii.Error:
        yield f"illegal base64 data at input byte {len(stripped) // 4 * 4}"


SPECIAL = {
    "quantity": _quantity,
    "time": _time,
    "int-or-string": _int_or_string,
    "bytes": _bytes,
}

"""Scalars between wire text and documents: numbers, booleans, timestamps.

Documents are JSON: a timestamp is epoch seconds in them, a blob its base64 text.
Text that is not what its shape says is handed on as it came, for `constraints` to
refuse by name.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from botocore.model import Shape

SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def from_text(shape: Shape, text: str) -> Any:
    """A scalar from a query string, a header or a form field."""
    kind = shape.type_name
    if kind == "boolean":
        return {"true": True, "false": False}.get(text.lower(), text)
    if kind in {"integer", "long"}:
        return _number(int, text)
    if kind in {"float", "double"}:
        return SPECIAL.get(text) if text in SPECIAL else _number(float, text)
    if kind == "timestamp":
        return epoch(text)
    return text


def to_text(shape: Shape, value: Any, timestamps: str) -> str:
    """A scalar as text; `timestamps` is the format where the model names none."""
    kind = shape.type_name
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "timestamp":
        return str(timestamp(shape, value, timestamps))
    if isinstance(value, float) and not math.isfinite(value):
        return next(name for name, v in SPECIAL.items() if repr(v) == repr(value))
    return str(value)


def epoch(value: Any) -> Any:
    """Epoch seconds of a timestamp in any of the wire's spellings."""
    if not isinstance(value, str):
        return value
    number = _number(float, value)
    if not isinstance(number, str):
        return number
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = parse(value)
        except ValueError:
            continue
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    return value


def timestamp(shape: Shape, value: float | str, default: str) -> float | int | str:
    """Epoch seconds (or a rendered time) in the spelling that the model wants."""
    seconds = round(float(epoch(value)), 3)
    spelling = str(shape.serialization.get("timestampFormat", default)).lower()
    if spelling == "unixtimestamp":
        return int(seconds) if seconds.is_integer() else seconds
    when = datetime.fromtimestamp(seconds, UTC)
    if spelling == "rfc822":
        return format_datetime(when.replace(microsecond=0), usegmt=True)
    exact = spelling == "iso8601-milliseconds" or not seconds.is_integer()
    timespec = "milliseconds" if exact else "seconds"
    return when.isoformat(timespec=timespec).replace("+00:00", "Z")


def _number(kind: type[int] | type[float], text: str) -> int | float | str:
    try:
        number = kind(text)
    except ValueError:
        return text
    if isinstance(number, float) and not math.isfinite(number):
        return text
    return number

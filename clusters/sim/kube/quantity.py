"""Resource quantities: `500m`, `1Gi`, `1e3`, parsed, compared, written."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import Any

KIBI = 1024
BINARY = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}
DECIMAL = {
    "n": -9,
    "u": -6,
    "m": -3,
    "": 0,
    "k": 3,
    "M": 6,
    "G": 9,
    "T": 12,
    "P": 15,
    "E": 18,
}
PATTERN = r"^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$"
WRONG = f"quantities must match the regular expression '{PATTERN}'"
_number = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(.*)")
_exponent = re.compile(r"[eE]([+-]?[0-9]+)")
_DECIMAL_ORDER = ("E", "P", "T", "G", "M", "k", "", "m", "u", "n")
_BINARY_ORDER = ("Ei", "Pi", "Ti", "Gi", "Mi", "Ki")


@lru_cache(maxsize=4096)
def parse(text: Any) -> Decimal:
    """The number. Raises ValueError with the API's sentence."""
    value, _ = _parts(str(text))
    return value


def milli(text: Any) -> int:
    """In thousandths, rounded up: cpu `250m` is 250."""
    return int((parse(text) * 1000).to_integral_value(ROUND_CEILING))


def whole(text: Any) -> int:
    """In units, rounded up: memory `1Ki` is 1024."""
    return int(parse(text).to_integral_value(ROUND_CEILING))


def canonical(text: Any) -> str:
    """The form that the API answers: `1000m` is `1`, `0.5` is `500m`."""
    value, form = _parts(str(text))
    return _written(value, form)


def added(*quantities: Any) -> str:
    """The sum, in the form of the first that is not zero."""
    parts = [_parts(str(item)) for item in quantities]
    form = next((form for value, form in parts if value), parts[0][1] if parts else "")
    return _written(sum((value for value, _ in parts), Decimal(0)), form)


def of_bytes(count: int) -> str:
    """Bytes in binary form: 1048576 is `1Mi`."""
    return _written(Decimal(count), "Ki")


def of_milli(count: int) -> str:
    """Thousandths in decimal form: 1500 is `1500m`, 2000 is `2`."""
    return _written(Decimal(count) / 1000, "")


def _parts(text: str) -> tuple[Decimal, str]:
    """The number and the family of its suffix: "Ki", "e" or ""."""
    found = _number.fullmatch(text.strip())
    if found is None:
        raise ValueError(WRONG)
    number, suffix = Decimal(found[1]), found[2]
    if suffix in BINARY:
        return number * 1024 ** BINARY[suffix], "Ki"
    if suffix in DECIMAL:
        return number.scaleb(DECIMAL[suffix]), ""
    exponent = _exponent.fullmatch(suffix)
    if exponent is None:
        raise ValueError(WRONG)
    return number.scaleb(int(exponent[1])), "e"


def _written(value: Decimal, form: str) -> str:
    """Canonical: no fraction, the largest suffix that leaves a whole number."""
    value = value.scaleb(9).to_integral_value(ROUND_CEILING).scaleb(-9)
    if not value:
        return "0"
    if form == "Ki" and abs(value) >= KIBI and value == int(value):
        return _binary(int(value))
    if form == "e" and value == int(value):
        return _exponential(int(value))
    for suffix in _DECIMAL_ORDER:
        count = value.scaleb(-DECIMAL[suffix])
        if count == count.to_integral_value():
            return f"{int(count)}{suffix}"
    return f"{int(value.scaleb(9))}n"


def _binary(count: int) -> str:
    for suffix in _BINARY_ORDER:
        left = 1024 ** BINARY[suffix]
        if count % left == 0:
            return f"{count // left}{suffix}"
    return str(count)


def _exponential(count: int) -> str:
    exponent = 0
    while count % 1000 == 0:
        count, exponent = count // 1000, exponent + 3
    return f"{count}e{exponent}" if exponent else str(count)

"""Numbers as GNU's programs take them: 10, 2K, 1M."""

from __future__ import annotations

from clusters.terminal.program import Call, Exit

SUFFIXES = {
    "": 1,
    "b": 512,
    "K": 1 << 10,
    "k": 1 << 10,
    "kB": 1000,
    "M": 1 << 20,
    "MB": 10**6,
}
MOST = 1 << 40
LONGEST = 12


def count(call: Call, text: str, kind: str) -> int:
    """A number without its sign. Raises Exit with GNU's words."""
    digits = text.lstrip("+-")
    suffix = digits.lstrip("0123456789")
    digits = digits.removesuffix(suffix) if suffix else digits
    if (
        not digits
        or not digits.isascii()
        or suffix not in SUFFIXES
        or len(digits) > LONGEST
    ):
        raise Exit(1, f"{call.name}: invalid number of {kind}: '{text}'")
    return min(int(digits) * SUFFIXES[suffix], MOST)

"""Matching with `*` and `?`, as policies do it, in time that cannot explode."""

from __future__ import annotations

from collections.abc import Iterable


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits: `*` is any run of characters, `?` any one."""
    head = pattern.rstrip("*")
    if "*" not in head and "?" not in head:
        return text == head if head == pattern else text.startswith(head)
    at = spot = 0
    star, resume = -1, 0
    while at < len(text):
        if spot < len(pattern) and pattern[spot] == "*":
            star, resume = spot, at
            spot += 1
        elif spot < len(pattern) and pattern[spot] in {"?", text[at]}:
            spot, at = spot + 1, at + 1
        elif star >= 0:
            resume += 1
            spot, at = star + 1, resume
        else:
            return False
    return not pattern[spot:].strip("*")


def any_matches(patterns: Iterable[str], text: str) -> bool:
    return any(matches(pattern, text) for pattern in patterns)

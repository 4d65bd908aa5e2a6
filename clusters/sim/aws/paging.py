"""Pages of a long answer: `MaxResults` in, `NextToken` out."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal

T = TypeVar("T")


def page(  # noqa: PLR0913 the request's own words, by name
    items: Sequence[T],
    request: Doc,
    invalid: Refusal,
    *,
    size: str = "MaxResults",
    token: str = "NextToken",  # noqa: S107 no secret, a name
    most: int = 1000,
) -> tuple[list[T], dict[str, str]]:
    """The wanted page, and {token: …} when there are more.

    `size` and `token` are the request's members, `most` what a page holds when the
    caller names no size, `invalid` is raised for a token that we did not give out.
    """
    start = _decoded(request[token], invalid) if request.get(token) else 0
    if start > len(items):
        raise invalid
    end = start + max(1, min(int(request.get(size) or most), most))
    more = {token: _encoded(end)} if end < len(items) else {}
    return list(items[start:end]), more


def _encoded(offset: int) -> str:
    return base64.urlsafe_b64encode(f"offset:{offset}".encode()).decode()


def _decoded(text: str, invalid: Refusal) -> int:
    try:
        mark, _, offset = base64.urlsafe_b64decode(text).decode().partition(":")
        if mark == "offset" and offset.isdecimal():
            return int(offset)
    except (binascii.Error, ValueError):
        pass
    raise invalid

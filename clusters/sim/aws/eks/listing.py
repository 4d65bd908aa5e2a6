"""Lists of EKS: `maxResults` of 1 to 100, and `nextToken`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from clusters.sim.aws import paging
from clusters.sim.aws.eks.errors import InvalidParameterException
from clusters.sim.commands import Doc

T = TypeVar("T")
MOST = 100
NEXT = "nextToken"


def page(member: str, items: Sequence[T], request: Doc) -> dict[str, Any]:
    """The answer of a list operation: its member, and a token when there is more."""
    invalid = InvalidParameterException("The nextToken is invalid.")
    shown, more = paging.page(
        items, request, invalid, size="maxResults", token=NEXT, most=MOST
    )
    return {member: shown, **more}

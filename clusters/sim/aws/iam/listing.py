"""IAM's pages: `MaxItems` and `Marker` in, `IsTruncated` and `Marker` out."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.iam.errors import ValidationError
from clusters.sim.aws.paging import page
from clusters.sim.commands import Doc

MOST = 100


def listed(member: str, items: list[Any], request: Doc) -> dict[str, Any]:
    """The wanted page of items under the answer's member."""
    invalid = ValidationError("Invalid Marker.")
    size, token = "MaxItems", "Marker"
    shown, more = page(items, request, invalid, size=size, token=token, most=MOST)
    return {member: shown, "IsTruncated": bool(more), **more}


def below(path: str, request: Doc) -> bool:
    """Whether a path lies under the PathPrefix that was asked for."""
    return path.startswith(request.get("PathPrefix", "/"))

"""What goes over the wire, undecoded: a request as it came, a response as it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clusters.callers.sigv4 import SignedRequest as WireRequest

__all__ = ["WireRequest", "WireResponse"]


@dataclass(frozen=True)
class WireResponse:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

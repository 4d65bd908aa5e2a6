"""Services: defaults, addresses and ports, validation."""

from __future__ import annotations

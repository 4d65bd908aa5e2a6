"""Resource types that stacks can hold: one file a type."""

from __future__ import annotations

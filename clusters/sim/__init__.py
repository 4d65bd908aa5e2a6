"""The pure simulation core."""

from __future__ import annotations

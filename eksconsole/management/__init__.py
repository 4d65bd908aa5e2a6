"""Commands of the wiring."""

from __future__ import annotations

"""Security Token Service: who am I, and may I be somebody else for a while."""

from __future__ import annotations

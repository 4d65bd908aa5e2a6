"""The wiring: settings, addresses, processes and certificates."""

from __future__ import annotations

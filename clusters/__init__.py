"""The simulated cloud: its core, its storage and its doors."""

from __future__ import annotations

"""Faults: ordinary changes that break something."""

from __future__ import annotations

"""Reachability: can A reach B, and if not, why."""

from __future__ import annotations

from clusters.sim.network import indexes as indexes

"""How long namespaces take to go."""

from __future__ import annotations

from clusters.sim.catalog.timings import Timing

EMPTIED = Timing(
    6.0,
    0.15,
    "kubectl delete namespace of an empty namespace, timed on EKS 1.33: 5 to 7 s",
    "2026-08",
    published=False,
)

"""The network that AWS lays out for one control plane, in its own account."""

from __future__ import annotations

from collections.abc import Sequence

from clusters.sim.tx import Tx
from clusters.sim.world import Key

KIND = "dc.ControlPlaneVpc"


def key(cluster: str) -> Key:
    return Key(KIND, cluster, "vpc")


def create(tx: Tx, cluster: str, zones: Sequence[str]) -> None:
    """A VPC with a subnet in each zone. Its addresses are nobody's business."""
    body = {"state": "creating", "zones": list(zones), "_": {"created": tx.now}}
    tx.add(key(cluster), body)

"""The load balancer behind a cluster's endpoint: which API servers it sends to."""

from __future__ import annotations

from collections.abc import Sequence

from clusters.sim.tx import Tx
from clusters.sim.world import Key

KIND = "dc.LoadBalancer"


def key(cluster: str) -> Key:
    return Key(KIND, cluster, "endpoint")


def create(tx: Tx, cluster: str, zones: Sequence[str]) -> None:
    """A network load balancer over the control plane's zones."""
    body = {"state": "provisioning", "zones": list(zones), "targets": {}, "_": {}}
    tx.add(key(cluster), body)

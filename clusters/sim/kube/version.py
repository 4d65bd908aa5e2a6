"""Which Kubernetes version a cluster's API speaks."""

from __future__ import annotations

from clusters.sim.world import Reader

NEWEST = 35


def minor(view: Reader, cluster: str) -> int:
    """The minor version of the cluster's API servers; the oldest during an upgrade."""
    servers = view.list("dc.ApiServer", cluster)
    found = [
        int(doc["version"].split(".")[1]) for _, doc in servers if "version" in doc
    ]
    return min(found, default=NEWEST)

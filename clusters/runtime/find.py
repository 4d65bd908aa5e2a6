"""Finding the sandbox that a Kubernetes address leads to."""

from __future__ import annotations

from typing import NamedTuple

from clusters.models import Endpoint


class Place(NamedTuple):
    """Where a cluster lives."""

    sandbox: str
    region: str
    name: str


_known: dict[str, Place] = {}
KEPT = 4096


def find_cluster(cluster_id: str) -> Place | None:
    """The cluster of this id, which is unique in the installation and never reused."""
    place = _known.get(cluster_id)
    if place is None:
        row = Endpoint.objects.filter(cluster=cluster_id).first()
        if row is None:
            return None
        if len(_known) >= KEPT:
            _known.clear()
        place = _known[cluster_id] = Place(row.sandbox_id, row.region, row.name)
    return place

"""What the core must know of this installation."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

from django.conf import settings

from clusters.sim.tx import Site


@cache
def _authority(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode() if file.exists() else ""


def site() -> Site:
    """The Kubernetes address that clients use, and the authority they trust."""
    return Site(kube_url=settings.KUBE_URL, ca=_authority(Path(settings.CA_FILE)))

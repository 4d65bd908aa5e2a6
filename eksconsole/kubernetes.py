"""The Kubernetes door as a process of its own; `serve` sets Django up before."""

from __future__ import annotations

from clusters.apiserver.app import application as door
from eksconsole.lifespan import with_lifespan

application = with_lifespan(door)

"""pause: does nothing, well."""

from __future__ import annotations

from clusters.sim.images.image import Image, register
from clusters.sim.images.process import Exit, Process, Start


def wait(_start: Start) -> Process:
    return Process(
        stops=Exit(0.1, 0),
        farewell=("Shutting down, got signal: Terminated",),
        memory=1 << 18,
    )


register(
    Image(
        repositories=(
            "registry.k8s.io/pause",
            "public.ecr.aws/eks-distro/kubernetes/pause",
            "ecr/eks/pause",
        ),
        entrypoint=("/pause",),
        programs={"/pause": wait},
    )
)

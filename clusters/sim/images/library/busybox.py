"""busybox: a shell and its small programs; on its own it ends at once."""

from __future__ import annotations

from clusters.sim.images.image import Image, register

register(
    Image(
        repositories=(
            "docker.io/library/busybox",
            "registry.k8s.io/busybox",
            "registry.k8s.io/e2e-test-images/busybox",
            "docker.io/library/alpine",
        ),
        command=("sh",),
        dialect="busybox",
    )
)

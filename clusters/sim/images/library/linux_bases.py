"""The base images of distributions: a shell that ends at once without a terminal."""

from __future__ import annotations

from clusters.sim.images.image import Image, register

register(
    Image(
        repositories=("docker.io/library/debian", "docker.io/library/ubuntu"),
        command=("bash",),
        dialect="dash",
        tools=frozenset({"bash"}),
    )
)
register(
    Image(
        repositories=(
            "docker.io/library/amazonlinux",
            "public.ecr.aws/amazonlinux/amazonlinux",
        ),
        command=("/bin/bash",),
        dialect="bash",
        tools=frozenset({"bash", "curl"}),
    )
)

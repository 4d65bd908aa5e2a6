"""hello-app: Google's sample server, versions 1.0 and 2.0, on port 8080."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.images.image import Image, register
from clusters.sim.images.process import Exit, Line, Process, Start, opens

READY_AFTER = 0.1


def serve(start: Start) -> Process:
    port = int(start.env["PORT"]) if start.env.get("PORT", "").isdigit() else 8080

    def output(_until: float) -> Iterator[Line]:
        yield Line(READY_AFTER, "stderr", f"Server listening on port {port}")

    return Process(
        output=output,
        answer=opens({port: READY_AFTER}, lambda _path: 200),
        changes=(READY_AFTER,),
        stops=Exit(0.1, 143),
        memory=3 << 20,
    )


register(
    Image(
        repositories=(
            "gcr.io/google-samples/hello-app",
            "us-docker.pkg.dev/google-samples/containers/gke/hello-app",
        ),
        entrypoint=("/hello-app",),
        programs={"/hello-app": serve},
        ports=(8080,),
    )
)

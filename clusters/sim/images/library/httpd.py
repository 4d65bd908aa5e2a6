"""httpd: the Apache web server on port 80."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from clusters.sim.images.image import Image, register
from clusters.sim.images.process import Exit, Line, Process, Start, opens

READY_AFTER = 0.4
NEWEST = "2.4.65"


def serve(start: Start) -> Process:
    def output(_until: float) -> Iterator[Line]:
        unnamed = (
            "AH00558: httpd: Could not reliably determine the server's fully qualified domain "
            f"name, using {start.address}. Set the 'ServerName' directive globally to suppress "
            "this message"
        )
        yield Line(0.1, "stderr", unnamed)
        yield Line(0.1, "stderr", unnamed)
        when = dt.datetime.fromtimestamp(start.epoch, dt.UTC).strftime(
            "%a %b %d %H:%M:%S.000000 %Y"
        )
        notice = f"[{when}] [mpm_event:notice] [pid 1:tid 1]"
        version = start.tag.partition("-")[0]
        if version.count(".") < len(("minor", "patch")):
            version = NEWEST
        yield Line(
            READY_AFTER,
            "stderr",
            f"{notice} AH00489: Apache/{version} (Unix) configured -- resuming normal operations",
        )
        core = notice.replace("mpm_event", "core")
        yield Line(
            READY_AFTER,
            "stderr",
            f"{core} AH00094: Command line: 'httpd -D FOREGROUND'",
        )

    return Process(
        output=output,
        answer=opens(
            {80: READY_AFTER}, lambda path: 200 if path in {"/", "/index.html"} else 404
        ),
        changes=(READY_AFTER,),
        stops=Exit(0.2, 0),
        farewell=("AH00492: caught SIGWINCH, shutting down gracefully",),
        memory=8 << 20,
    )


register(
    Image(
        repositories=("docker.io/library/httpd",),
        command=("httpd-foreground",),
        dialect="dash",
        tools=frozenset({"bash"}),
        programs={"httpd-foreground": serve, "httpd": serve},
        ports=(80,),
    )
)

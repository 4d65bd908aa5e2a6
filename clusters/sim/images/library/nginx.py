"""nginx: a web server on port 80."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from clusters.sim.images.image import Image, register
from clusters.sim.images.process import Exit, Line, Process, Start, opens

READY_AFTER = 0.3
NEWEST = "1.29.1"
ENTRYPOINT = (
    "/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration",
    "/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/",
    "/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh",
    "10-listen-on-ipv6-by-default.sh: info: Getting the checksum of /etc/nginx/conf.d/default.conf",
    "10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf",
    "/docker-entrypoint.sh: Sourcing /docker-entrypoint.d/15-local-resolvers.envsh",
    "/docker-entrypoint.sh: Launching /docker-entrypoint.d/20-envsubst-on-templates.sh",
    "/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh",
    "/docker-entrypoint.sh: Configuration complete; ready for start up",
)
PAGES = ("/", "/index.html", "/50x.html")


def version(tag: str) -> str:
    """The version that a tag stands for, as the log names it."""
    number = tag.partition("-")[0]
    major, _, minor = number.partition(".")
    if not major.isdigit() or not minor:
        return NEWEST
    return number if "." in minor else f"{number}.0"


def notices(start: Start) -> Iterator[str]:
    """The error log's lines at the start of the master process."""
    when = dt.datetime.fromtimestamp(start.epoch, dt.UTC).strftime("%Y/%m/%d %H:%M:%S")
    for text in (
        'using the "epoll" event method',
        f"nginx/{version(start.tag)}",
        "built by gcc 12.2.0 (Debian 12.2.0-14+deb12u1)",
        "OS: Linux 6.1.141-165.249.amzn2023.x86_64",
        "getrlimit(RLIMIT_NOFILE): 65536:1048576",
        "start worker processes",
        "start worker process 29",
        "start worker process 30",
    ):
        yield f"{when} [notice] 1#1: {text}"


def serve(start: Start) -> Process:
    def output(_until: float) -> Iterator[Line]:
        for text in ENTRYPOINT:
            yield Line(0.05, "stdout", text)
        for text in notices(start):
            yield Line(READY_AFTER, "stderr", text)

    return Process(
        output=output,
        answer=opens(
            {80: READY_AFTER}, lambda path: 200 if path.split("?")[0] in PAGES else 404
        ),
        changes=(READY_AFTER,),
        stops=Exit(0.1, 0),
        farewell=("[notice] 1#1: signal 3 (SIGQUIT) received, shutting down",),
        memory=5 << 20,
    )


register(
    Image(
        repositories=("docker.io/library/nginx", "public.ecr.aws/nginx/nginx"),
        entrypoint=("/docker-entrypoint.sh",),
        command=("nginx", "-g", "daemon off;"),
        env={"NGINX_VERSION": NEWEST},
        dialect="dash",
        tools=frozenset({"curl", "bash"}),
        programs={"/docker-entrypoint.sh": serve, "nginx": serve},
        ports=(80,),
    )
)

"""What one `up` runs, and where it is reached."""

from __future__ import annotations

import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from eksconsole import redis_server
from eksconsole.addresses import bracketed, is_everywhere, names, public_name
from eksconsole.answers import answers_http
from eksconsole.ports import listen
from eksconsole.readiness import is_ready
from eksconsole.supervisor import Program, python

CELERY = (
    *("-m", "celery", "-A", "eksconsole.celery", "worker", "--concurrency", "2"),
    # One worker has nobody to gossip with; and idle must be silent.
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
)


@dataclass(frozen=True)
class Site:
    """Where the two doors listen, and what they are called outside."""

    bind: str
    port: int
    kube_port: int
    public_url: str
    kube_url: str
    http: tuple[socket.socket, ...]
    https: tuple[socket.socket, ...]

    def facts(self) -> dict[str, str | int]:
        return {
            "bind": self.bind,
            "public_url": self.public_url,
            "kube_url": self.kube_url,
            "pid": os.getpid(),
        }

    def names(self) -> list[str]:
        return names(self.bind, self.public_url, self.kube_url)

    def near(self) -> str:
        """The address by which this machine itself reaches the doors."""
        loopback = is_everywhere(self.bind) or self.bind == "localhost"
        if loopback and ":" not in self.bind:
            return "127.0.0.1"
        return "::1" if loopback else self.bind


def open_site(
    *, bind: str, port: int, kube_port: int, public_url: str = "", kube_url: str = ""
) -> Site:
    """Open the doors' sockets. Without given addresses, name them by the socket."""
    found, http = listen(bind, port)
    kube_found, https = listen(bind, kube_port)
    public_url = public_url or f"http://{bracketed(public_name(bind))}:{found}"
    kube_host = bracketed(urlsplit(public_url).hostname or "localhost")
    return Site(
        bind=bind,
        port=found,
        kube_port=kube_found,
        public_url=public_url,
        kube_url=kube_url or f"https://{kube_host}:{kube_found}",
        http=tuple(http),
        https=tuple(https),
    )


def programs(
    site: Site, *, state: Path, redis_url: str, redis_socket: Path
) -> list[list[Program]]:
    """The stages of a start: what talks through Redis comes after Redis."""
    logs = state / "log"
    stages = [doors(site, state) + workers(logs)]
    if redis_url == f"unix://{redis_socket}":
        stages.insert(0, [embedded_redis(redis_url, redis_socket, state)])
    return stages


def embedded_redis(url: str, socket_path: Path, state: Path) -> Program:
    server = redis_server.find_server()
    if server is None:
        raise LookupError(
            "No Redis server for this platform: install valkey-server or "
            "redis-server, or name a running one in REDIS_URL."
        )

    async def ready(_pid: int) -> bool:
        return redis_server.answers(url)

    command = redis_server.command(server, socket_path, state / "redis")
    return Program("redis", command, ready, state / "log" / "redis.log")


def doors(site: Site, state: Path) -> list[Program]:
    near, trust = site.near(), str(state / "ca" / "ca.pem")

    async def console_ready(_pid: int) -> bool:
        return await answers_http(near, site.port, "/healthz")

    async def kubernetes_ready(_pid: int) -> bool:
        return await answers_http(near, site.kube_port, "/readyz", trust=trust)

    return [
        door("console", site.http, console_ready, state / "log"),
        door("kubernetes", site.https, kubernetes_ready, state / "log"),
    ]


def door(
    name: str,
    sockets: tuple[socket.socket, ...],
    ready: Callable[[int], Awaitable[bool]],
    logs: Path,
) -> Program:
    descriptors = tuple(listening.fileno() for listening in sockets)
    words = [str(number) for number in descriptors]
    return Program(
        name,
        python("-m", "eksconsole.serve", name, *words),
        ready,
        logs / f"{name}.log",
        descriptors,
    )


def workers(logs: Path) -> list[Program]:
    return [
        Program("worker", python(*CELERY), says_ready("worker"), logs / "worker.log"),
        Program(
            "waker",
            python("manage.py", "wake"),
            says_ready("waker"),
            logs / "waker.log",
        ),
    ]


def says_ready(name: str) -> Callable[[int], Awaitable[bool]]:
    async def ready(pid: int) -> bool:
        return is_ready(name, pid)

    return ready

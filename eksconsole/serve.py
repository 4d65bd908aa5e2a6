"""One ASGI server on sockets that `up` opened: `serve console|kubernetes <fd>…`.

The sockets outlive this process, so while it is restarted a client waits instead
of being refused.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
from typing import Any

import django
import uvicorn

from eksconsole import warm
from eksconsole.home import home

# Streams still open when we are told to stop get this long; then they are cut.
STOP_WITHIN = 2

APPLICATIONS = {
    "console": "eksconsole.asgi:application",
    "kubernetes": "eksconsole.kubernetes:application",
}


def tls() -> dict[str, Any]:
    folder = home() / "ca"
    return {"ssl_certfile": folder / "server.pem", "ssl_keyfile": folder / "server.key"}


def config(name: str) -> uvicorn.Config:
    return uvicorn.Config(
        APPLICATIONS[name],
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="on",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_WITHIN,
        **(tls() if name == "kubernetes" else {}),
    )


def allow_many_files() -> None:
    """Each watch and each open page holds a file; the usual limit is 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def share_fairly() -> None:
    """Pages are drawn in threads; the event loop gets its turn within a millisecond."""
    sys.setswitchinterval(0.001)


def main(name: str, *descriptors: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eksconsole.settings")
    allow_many_files()
    share_fairly()
    django.setup(set_prefix=False)
    warm.simulation()
    if name == "console":
        warm.terminal()
        warm.pages()
    sockets = [socket.socket(fileno=int(number)) for number in descriptors]
    uvicorn.Server(config(name)).run(sockets=sockets)


if __name__ == "__main__":
    main(*sys.argv[1:])

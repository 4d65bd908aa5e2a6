"""Listening sockets: the wanted port, or the next one that is free."""

from __future__ import annotations

import errno
import socket

HIGHEST = 65535
TAKEN = {errno.EADDRINUSE, errno.EACCES}


def listen(bind: str, port: int) -> tuple[int, list[socket.socket]]:
    """Sockets on the first free port from `port` on, and that port."""
    for candidate in range(port, HIGHEST + 1):
        try:
            return candidate, listeners(bind, candidate)
        except OSError as problem:
            if problem.errno not in TAKEN:
                raise
    raise OSError(errno.EADDRINUSE, f"no free port from {port} on")


def listeners(bind: str, port: int) -> list[socket.socket]:
    opened: list[socket.socket] = []
    try:
        for host in hosts(bind):
            opened.append(listener(host, port))  # noqa: PERF401  (closed on failure)
    except OSError:
        for listening in opened:
            listening.close()
        raise
    return opened


def hosts(bind: str) -> list[str]:
    """A browser may look for `localhost` on ::1 first, so listen there as well."""
    if bind in {"127.0.0.1", "localhost"}:
        return ["127.0.0.1", "::1"] if has_ipv6_loopback() else ["127.0.0.1"]
    return [bind]


def has_ipv6_loopback() -> bool:
    try:
        listener("::1", 0).close()
    except OSError:
        return False
    return True


def listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    listening.set_inheritable(True)
    return listening

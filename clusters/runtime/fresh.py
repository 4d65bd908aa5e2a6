"""Which version a sandbox stands at, asked so cheaply that every read can ask."""

from __future__ import annotations

import sqlite3
import threading
from functools import cache

from django.conf import settings
from django.db import connection

# Written out, as in `load`: every read asks this.
VERSION = "SELECT version FROM clusters_sandbox WHERE id = %s"


class Gone(LookupError):
    """There is no such sandbox (any more)."""


class _Watcher(threading.local):
    """A read-only connection of one thread, and the versions seen through it.

    SQLite's `data_version` moves when any other connection commits: while it stands
    still, every version asked for since it last moved is still true.
    """

    def __init__(self) -> None:
        self.file = ""
        self.link: sqlite3.Connection | None = None
        self.seen = -1
        self.versions: dict[str, int] = {}

    def version(self, file: str, sandbox_id: str) -> int:
        if self.link is None or self.file != file:
            self.file = file
            self.link = sqlite3.connect(
                f"file:{file}?mode=ro", uri=True, isolation_level=None
            )
        (now,) = self.link.execute("PRAGMA data_version").fetchone()
        if now != self.seen:
            self.seen = now
            self.versions.clear()
        found = self.versions.get(sandbox_id)
        if found is None:
            asked = VERSION.replace("%s", "?")
            row = self.link.execute(asked, (sandbox_id,)).fetchone()
            if row is None:
                raise Gone(sandbox_id)
            found = self.versions[sandbox_id] = row[0]
        return found


_watcher = _Watcher()


def cheap() -> str:
    """The database file that can be asked without the ORM; "" where there is none."""
    return _file() if settings.FAST_READS else ""


@cache
def _file() -> str:
    is_file = connection.vendor == "sqlite"
    return str(connection.settings_dict["NAME"]) if is_file else ""


def version(sandbox_id: str) -> int:
    """The sandbox's version as of the last commit, by whichever process.

    Raises Gone.
    """
    file = cheap()
    if file:
        return _watcher.version(file, sandbox_id)
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [sandbox_id])
        row = cursor.fetchone()
    if row is None:
        raise Gone(sandbox_id)
    return int(row[0])

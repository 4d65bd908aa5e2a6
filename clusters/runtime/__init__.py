"""The one way in: read a World, execute a command, advance the time."""

from __future__ import annotations

from clusters.runtime.asynchronous import aexecute, aread, changes_after, wait
from clusters.runtime.find import find_cluster
from clusters.runtime.fresh import Gone
from clusters.runtime.log import events, latest_event
from clusters.runtime.read import read, version
from clusters.runtime.run import advance, execute, rest
from clusters.runtime.sandboxes import create, delete, reset
from clusters.runtime.site import site
from clusters.runtime.usage import connected, note_connection, used

__all__ = [
    "Gone",
    "advance",
    "aexecute",
    "aread",
    "changes_after",
    "connected",
    "create",
    "delete",
    "events",
    "execute",
    "find_cluster",
    "latest_event",
    "note_connection",
    "read",
    "reset",
    "rest",
    "site",
    "used",
    "version",
    "wait",
]

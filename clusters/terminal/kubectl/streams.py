"""Texts that the server sends on and on: one after the other, or several at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import TypeAlias

from clusters.terminal.limits import OverLimit
from clusters.terminal.session import Session, Stopped
from clusters.terminal.wire import Reply

LOOK_SECONDS = 0.2
Arrived: TypeAlias = "queue.SimpleQueue[str | Exception | None]"


def lines(reply: Reply) -> Iterator[str]:
    """The lines of an answer with their ends; what follows the last end as well."""
    rest = b""
    try:
        for piece in reply.pieces:
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                yield line.decode("utf-8", "replace") + "\n"
        if rest:
            yield rest.decode("utf-8", "replace")
    finally:
        reply.leave()


def merged(session: Session, replies: list[tuple[str, Reply]]) -> Iterator[str]:
    """The lines of several answers as they come, each behind its prefix.

    Raises session.Stopped.
    """
    arrived: Arrived = queue.SimpleQueue()
    for prefix, reply in replies:
        work = (prefix, reply, arrived)
        threading.Thread(target=_hear, args=work, daemon=True).start()
    left = len(replies)
    try:
        while left:
            session.check()
            try:
                heard = arrived.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                continue
            if isinstance(heard, Exception):
                raise heard
            if heard is None:
                left -= 1
            else:
                yield heard
    finally:
        for _, reply in replies:
            reply.leave()


def _hear(prefix: str, reply: Reply, arrived: Arrived) -> None:
    try:
        for line in lines(reply):
            arrived.put(prefix + line)
    except (CancelledError, Stopped):
        pass
    except (OSError, OverLimit) as error:
        arrived.put(error)
    finally:
        arrived.put(None)

"""How much and how fast a learner may type: generous for people, too tight for a loop.

One process runs all lines, so counting in its memory is enough.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from threading import Lock

A_MINUTE = 60
BURST = 20
LONGEST_LINE = 64 * 1024
REMEMBERED = 10_000
NAME = re.compile(r"[0-9a-f-]{8,36}")
TOO_LONG = (
    "This is longer than 64 KiB, so it was not run. Put the text into a file of the "
    "terminal in parts, then use the file."
)
TOO_FAST = (
    f"The terminal takes {A_MINUTE} lines a minute from one learner, so this one was not "
    "run. Wait {} s, then press Enter again."
)


class Refused(Exception):
    """A line was not run. The text says why and what to do; `wait` is in seconds."""

    def __init__(self, text: str, wait: float = 0.0) -> None:
        super().__init__(text)
        self.wait = wait


_rooms: OrderedDict[str, tuple[float, float]] = OrderedDict()
_guard = Lock()


def check(who: str, name: str, line: str) -> None:
    """Count one line. Raises Refused."""
    if not NAME.fullmatch(name):
        raise Refused("The page sent no usable id with this line. Load the page again.")
    if len(line.encode(errors="replace")) > LONGEST_LINE:
        raise Refused(TOO_LONG)
    here = time.monotonic()
    with _guard:
        room, last = _rooms.pop(who, (float(BURST), here))
        room = min(float(BURST), room + (here - last) * A_MINUTE / 60)
        if room >= 1:
            _rooms[who] = (room - 1, here)
        else:
            _rooms[who] = (room, here)
        while len(_rooms) > REMEMBERED:
            _rooms.popitem(last=False)
    if room < 1:
        wait = (1 - room) * 60 / A_MINUTE
        raise Refused(TOO_FAST.format(max(1, round(wait))), wait)


def forget_all() -> None:
    with _guard:
        _rooms.clear()

"""How often a browser may write: generous for a class, too tight for a loop.

Pages are served by one process, so counting in its memory is enough.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from threading import Lock

from django.core.exceptions import PermissionDenied

WINDOW_SECONDS = 60.0
WRITES = 600
"""Changes of one sandbox a minute."""
STARTS = 240
"""New sandboxes a minute from one address: four classes that begin at once."""
GUESSES = 120
"""Wrong passwords and resume codes a minute from one address: a class that mistypes."""
GUESSES_OF_ONE = 10
"""Wrong passwords a minute for one name, from one address."""
SIGNUPS = 240
"""New accounts a minute from one address."""
REMEMBERED = 10_000


class TooMany(PermissionDenied):
    """Asked too often; try again in a minute."""


_seen: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
_guard = Lock()


def check(what: str, who: str, most: int) -> None:
    """Count one act. Raises TooMany above `most` a minute."""
    here = time.monotonic()
    with _guard:
        times = _seen.setdefault((what, who), deque())
        _seen.move_to_end((what, who))
        while times and times[0] < here - WINDOW_SECONDS:
            times.popleft()
        if len(times) >= most:
            raise TooMany(f"More than {most} in a minute. Wait a little.")
        times.append(here)
        while len(_seen) > REMEMBERED:
            _seen.popitem(last=False)


def forgive(what: str, who: str) -> None:
    """Take the last act back: it was none that counts."""
    with _guard:
        if _seen.get((what, who)):
            _seen[what, who].pop()


def check_write(sandbox_id: str) -> None:
    check("write", sandbox_id, WRITES)


def check_start(address: str) -> None:
    check("start", address, STARTS)


def check_signup(address: str) -> None:
    check("signup", address, SIGNUPS)


def check_guess(address: str, name: str = "") -> None:
    """Count a guess of a secret before it is compared, so that none is free."""
    check("guess", address, GUESSES)
    if name:
        check("guess of one", f"{address} {name}", GUESSES_OF_ONE)


def guessed_right(address: str, name: str = "") -> None:
    """The guess was right, so it does not count."""
    forgive("guess", address)
    forgive("guess of one", f"{address} {name}")


def forget_all() -> None:
    with _guard:
        _seen.clear()

"""How often something may happen to one sandbox: generous, and its own alone."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

BURST = 400.0
PER_SECOND = 40.0
REMEMBERED = 5000


class Buckets:
    """A token bucket for each name; the longest unused ones are forgotten."""

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND) -> None:
        self.burst = burst
        self.per_second = per_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._guard = threading.Lock()

    def take(self, name: str, now: float | None = None) -> bool:
        """Whether there is one left for this name; then it is taken."""
        here = time.monotonic() if now is None else now
        with self._guard:
            left, since = self._left.get(name, (self.burst, here))
            left = min(self.burst, left + (here - since) * self.per_second)
            allowed = left >= 1
            self._left[name] = (left - 1 if allowed else left, here)
            self._left.move_to_end(name)
            while len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
        return allowed


writes = Buckets()
uses = Buckets(burst=1, per_second=1 / 30)
"""That a sandbox is in use is noted for its first call in half a minute."""

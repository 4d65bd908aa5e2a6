"""The wall's time: signatures, tokens and grants go by it, whatever a sandbox's clock."""

from __future__ import annotations

import time


def now() -> float:
    """Epoch seconds."""
    return time.time()

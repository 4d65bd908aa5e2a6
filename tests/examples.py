"""How many examples a property is tried with: a few each time, many for `make proof`."""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("THOROUGH"))
QUICK_SHARE = 15
FEWEST = 5


def examples(thorough: int) -> int:
    """That many for a proof; a fraction of it in every run."""
    return thorough if THOROUGH else max(FEWEST, thorough // QUICK_SHARE)

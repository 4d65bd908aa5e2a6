"""How a command stands on the page: on one line, or on several that a shell joins."""

from __future__ import annotations

from collections.abc import Sequence

WIDE = 78
NEXT_LINE = " \\\n  "


def laid_out(parts: Sequence[str]) -> str:
    """The parts of a command, each on a line of its own when all are too long for one."""
    line = " ".join(parts)
    return line if len(line) <= WIDE else NEXT_LINE.join(parts)

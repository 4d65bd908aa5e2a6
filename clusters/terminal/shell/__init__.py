"""The little shell: bash's words and ways, bounded, over programs of this terminal."""

from __future__ import annotations

from clusters.terminal.shell.line import LONGEST_LINE, run
from clusters.terminal.shell.parser import whole

__all__ = ["LONGEST_LINE", "run", "whole"]

"""Says what it was given: whether the box works."""

from __future__ import annotations

from clusters.terminal.box.talk import Given, Talk


def run(given: Given, talk: Talk) -> int:
    talk.out(str(given.get("text", "")))
    return 0

"""Which lines follow something until they are stopped."""

from __future__ import annotations

WATCHES = frozenset({"-w", "--watch", "--watch-only", "--watch=true", "-w=true"})
TAILS = frozenset({"-f", "--follow", "--follow=true", "-f=true", "-F"})
BEFORE = frozenset({"|", ";", "&&", "||", "do", "then", "else", "!"})
"""A word after one of these begins a command."""


def follows(line: str) -> bool:
    """Whether a line runs until it is stopped: `kubectl get pods -w`, `logs -f`."""
    words, first = line.replace(";", " ; ").split(), True
    command: list[str] = []
    for word in words:
        if word in BEFORE:
            first = True
            continue
        if first:
            command, first = [], False
        command.append(word)
        if _follows(command):
            return True
    return False


def _follows(command: list[str]) -> bool:
    name, *rest = command
    if name == "watch":
        return True
    if name in {"kubectl", "k"}:
        logs = "logs" in rest
        return rest[-1:] != [] and rest[-1] in (TAILS if logs else WATCHES)
    return name == "tail" and rest[-1:] != [] and rest[-1] in TAILS

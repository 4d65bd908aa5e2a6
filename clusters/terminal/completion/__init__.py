"""Completion: what the word that is being typed may become, from what is there now."""

from __future__ import annotations

from clusters.terminal.completion import aws, kubectl
from clusters.terminal.completion.line import command_at
from clusters.terminal.files import resolved
from clusters.terminal.program import programs
from clusters.terminal.session import Session

MOST = 50


def complete(session: Session, line: str, at: int) -> list[str]:
    """What the word before a place may become, at most fifty; sorted.

    One that is whole ends with a space; one that goes on (a folder, a flag that wants
    a value) does not.
    """
    words, begun, _ = command_at(line, at)
    if not words:
        return (_programs(begun) or files(session, begun))[:MOST]
    found: list[str] | None = None
    if words[0] in ("kubectl", "k"):
        found = kubectl.complete(session, words[1:], begun)
    elif words[0] == "aws":
        found = aws.complete(session, words[1:], begun)
    return (files(session, begun) if found is None else sorted(set(found)))[:MOST]


def word_start(line: str, at: int) -> int:
    """Where the word that ends at a place begins."""
    return command_at(line, at).start


def _programs(word: str) -> list[str]:
    return sorted(f"{name} " for name in programs if name.startswith(word))


def files(session: Session, word: str) -> list[str]:
    """The terminal's files and folders that a path may lead to."""
    above, slash, begun = word.rpartition("/")
    folder = resolved(session.folder, above + slash or ".")
    return [
        f"{above}{slash}{name}" + ("" if name.endswith("/") else " ")
        for name in session.files.inside(folder)
        if name.startswith(begun) and (begun or not name.startswith("."))
    ]

"""The entries that a page begins with: what was typed last, here or elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from clusters.terminal import after, runner, store
from clusters.terminal.messages import LOST
from clusters.terminal.screen import html, stored_html
from clusters.terminal.store import Entry

MOST = 20
MOST_LETTERS = 128 * 1024
"""So much output is on the page at first: older entries show none beyond it."""


@dataclass(frozen=True)
class Shown:
    """An entry on the page. `state` is done, running or lost."""

    name: str
    line: str
    output: str
    """HTML, as `screen` made it of text."""
    state: str
    code: int | None
    note: str = ""
    why: str = ""


def shown(sandbox_id: str) -> list[Shown]:
    """The newest entries, oldest first."""
    found = store.entries(sandbox_id, MOST)
    running = {run.name: run for run in runner.running(sandbox_id)}
    out, letters = [], 0
    for entry in reversed(found):
        letters += len(entry.output)
        if entry.name in running:
            text = running[entry.name].screen.text()
            output = SafeString("\n".join(html(line) for line in text.split("\n")))
            out.append(Shown(entry.name, entry.line, output, "running", None))
        else:
            out.append(_ended(entry, whole=letters <= MOST_LETTERS))
    if found and found[-1].code is not None:
        out[0] = _explained(sandbox_id, out[0], found[-1])
    return out[::-1]


def _ended(entry: Entry, *, whole: bool) -> Shown:
    if not whole:
        note = "Run it again to see its output: older output is not shown here."
        return Shown(entry.name, entry.line, "", "done", entry.code, note)
    output = stored_html(entry.output)
    if entry.code is None:
        return Shown(entry.name, entry.line, output, "lost", None, LOST)
    note = "There was more output than the 64 KiB that are kept." if entry.cut else ""
    return Shown(entry.name, entry.line, output, "done", entry.code, note)


def _explained(sandbox_id: str, last: Shown, entry: Entry) -> Shown:
    """The last entry has its box that says why, as it had when it ended."""
    code = entry.code or 0
    if code == after.INTERRUPTED:
        return last
    why = after.explained(sandbox_id, entry.line, entry.output, code)
    return Shown(
        last.name, last.line, last.output, last.state, last.code, last.note, why
    )

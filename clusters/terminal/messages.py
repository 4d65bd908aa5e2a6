"""What a page hears of a line: the same messages over a socket and over a form."""

from __future__ import annotations

from typing import Any

from clusters.live.words import counted
from clusters.terminal.runner import Run
from clusters.terminal.screen import stored_html
from clusters.terminal.store import Entry

Message = dict[str, Any]
FEW_LINES = 6
"""Longer output is announced by its length instead of being read out."""
LOST = (
    "The server was restarted while this ran, so its end is not known. It is not run "
    "again by itself."
)


class Follower:
    """A reader of one line, and how far it has heard."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._seen = (0, 0)
        self._tail = ""
        self._edit: tuple[str, str] | None = None
        self._ended = False
        self.over = False
        """Whether all is said."""

    def news(self) -> list[Message]:
        """What is new since it was last asked."""
        run, out = self.run, []
        # Asked before the output is read, so that none can come after the end.
        after, code, edit = run.after, run.code, run.edit
        self._seen, part = run.screen.since(self._seen)
        if part.lines or part.afresh or part.tail != self._tail:
            self._tail = part.tail
            out.append({"id": run.name, **part._asdict()})
        if edit is not None and edit is not self._edit:
            self._edit = edit
            out.append({"id": run.name, "edit": edit[0], "text": edit[1]})
        if code is not None and not self._ended:
            self._ended = True
            out.append(ended(run.name, code, run.screen.count + bool(self._tail)))
        if after is not None:
            self.over = True
            out.append({"id": run.name, "after": after})
        return out


def stored(entry: Entry) -> list[Message]:
    """What a page hears of a line that ended before."""
    shown = stored_html(entry.output)
    whole: Message = {"id": entry.name, "lines": shown, "tail": "", "afresh": True}
    if entry.code is None:
        return [whole, {"id": entry.name, "lost": LOST}]
    count = entry.output.count("\n")
    return [
        whole,
        ended(entry.name, entry.code, count),
        {"id": entry.name, "after": {}},
    ]


def ended(name: str, code: int, count: int) -> Message:
    """The end of a line, and what is said of output too long to be read out."""
    words = counted(count, "line") if count > FEW_LINES else ""
    return {"id": name, "end": code, "say": words}

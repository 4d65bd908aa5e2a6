"""A line's output as the page shows it: text made harmless, coloured by meaning."""

from __future__ import annotations

import re
from collections import deque
from itertools import islice
from threading import Lock
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from clusters.terminal.program import Err
from clusters.terminal.store import KEPT_BYTES

MOST_LETTERS = 1 << 20
"""So much of one entry's output is held while somebody follows it."""
LONGEST_COLOURED = 2000
CLEAR = "\f"
CONTROL = re.compile(
    r"\x1b\[[0-?]{0,32}[ -/]{0,8}[@-~]"  # ANSI: colours, the cursor
    r"|\x1b\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)?"  # ANSI: titles and links
    r"|\x1b[@-Z\\-_]?"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows, and so could show one thing for another."""

OK = frozenset(
    {"ACTIVE", "Bound", "CREATE_COMPLETE", "Ready", "UPDATE_COMPLETE", "True"}
)
WARN = frozenset(
    {
        "CREATING", "ContainerCreating", "CREATE_IN_PROGRESS", "DELETE_IN_PROGRESS",
        "DELETING", "Pending", "PodInitializing", "SchedulingDisabled", "Terminating",
        "UPDATE_IN_PROGRESS", "UPDATING", "Unknown", "Warning",
    }
)  # fmt: skip
BAD = frozenset(
    {
        "BackOff", "CREATE_FAILED", "CrashLoopBackOff", "CreateContainerConfigError",
        "CreateContainerError", "DEGRADED", "DELETE_FAILED", "ErrImageNeverPull",
        "ErrImagePull", "Error", "Evicted", "FAILED", "Failed", "FailedScheduling",
        "ImagePullBackOff", "InvalidImageName", "NotReady", "OOMKilled",
        "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "ROLLBACK_IN_PROGRESS",
        "RunContainerError", "Unhealthy", "UPDATE_FAILED",
        "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED",
    }
)  # fmt: skip
"""Words of kubectl and aws that say how a thing is."""
TONES = (("t-ok", OK), ("t-warn", WARN), ("t-bad", BAD))
TONE = {word: tone for tone, words in TONES for word in words}
WORD = re.compile(r"[A-Za-z_]{2,40}")
HEADING = re.compile(r"([A-Z][A-Z0-9()%/-]*)((?: {1,200}[A-Z][A-Z0-9()%/-]*){1,40} *)$")
WARNED = re.compile(r"(?i)warning")
NOTED = re.compile(
    r"No resources found|Edit cancelled|Defaulted container|Found \d+ pods"
)
"""What kubectl says beside its output although nothing is wrong."""


def harmless(text: str) -> str:
    """Text without what would steer a terminal or turn the reader's eye."""
    return TURNING.sub("\N{REPLACEMENT CHARACTER}", CONTROL.sub("", text))


def html(text: str, *, err: bool = False) -> str:
    """A line as HTML: escaped, with classes for what its words mean."""
    if err and text.strip():
        tone = "t-warn" if WARNED.match(text) else "t-bad"
        tone = "t-dim" if NOTED.match(text) else tone
        return f'<span class="{tone}">{escape(text)}</span>'
    heads = HEADING.match(text) if len(text) <= LONGEST_COLOURED else None
    if heads is not None:
        return f'{heads[1]}<span class="t-dim">{escape(heads[2])}</span>'
    return _coloured(text) if len(text) <= LONGEST_COLOURED else escape(text)


def _coloured(text: str) -> str:
    out, at = [], 0
    for found in WORD.finditer(text):
        tone = TONE.get(found[0])
        if tone and _alone(text, found.start(), found.end()):
            word = f'<span class="{tone}">{found[0]}</span>'
            out += [escape(text[at : found.start()]), word]
            at = found.end()
    return "".join((*out, escape(text[at:])))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a word stands alone: not a part of a name, a path or an id."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return before in {"", " ", '"', ",", "\t"} and after in {"", " ", '"', ",", "\t"}


class Part(NamedTuple):
    """What a page must still be told: whole lines, and the one that is not whole yet."""

    lines: str
    tail: str
    afresh: bool
    """Whether this replaces all that is shown."""


class Screen:
    """The output of one line: written by its thread, read by those who follow it.

    A reader knows how far it has come: the frame (a clear begins the next), and how
    many lines of it.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._frame = 0
        self._lines: deque[tuple[str, bool]] = deque()
        self._letters = 0
        self._dropped = 0
        self._tail = ""
        self._err = False
        self.count = 0
        """Lines so far, of all frames."""

    def write(self, piece: str) -> None:
        """Take a piece of output; a form feed clears what there was."""
        err = isinstance(piece, Err)
        *_, after = piece.rpartition(CLEAR)
        with self._guard:
            if CLEAR in piece:
                self._clear()
            if err is not self._err and self._tail:
                self._put(self._tail)
                self._tail = ""
            self._err = err
            *whole, self._tail = (self._tail + harmless(after)).split("\n")
            for line in whole:
                self._put(line)

    def _clear(self) -> None:
        self._frame += 1
        self._lines.clear()
        self._letters = self._dropped = 0
        self._tail = ""

    def _put(self, line: str) -> None:
        self._lines.append((line, self._err))
        self._letters += len(line) + 1
        self.count += 1
        while self._letters > MOST_LETTERS and len(self._lines) > 1:
            old, _ = self._lines.popleft()
            self._letters -= len(old) + 1
            self._dropped += 1

    def since(self, seen: tuple[int, int]) -> tuple[tuple[int, int], Part]:
        """What came after `seen`, and how far that leads."""
        frame, number = seen
        with self._guard:
            afresh = frame != self._frame
            start = 0 if afresh else max(0, number - self._dropped)
            lines = list(islice(self._lines, start, None))
            now = (self._frame, self._dropped + len(self._lines))
            tail, err = self._tail, self._err
        whole = "".join(f"{html(text, err=bad)}\n" for text, bad in lines)
        return now, Part(whole, html(tail, err=err) if tail else "", afresh)

    def text(self) -> str:
        """All of it as plain text."""
        with self._guard:
            return "".join(f"{line}\n" for line, _ in self._lines) + self._tail

    def kept(self) -> tuple[str, bool]:
        """What is stored of it, and whether that is cut."""
        with self._guard:
            marked = [f"{MARK if err else ''}{line}\n" for line, err in self._lines]
            marked.append(
                f"{MARK if self._err else ''}{self._tail}" if self._tail else ""
            )
        whole = "".join(marked)
        if len(whole.encode()) <= KEPT_BYTES:
            return whole, bool(self._dropped)
        return whole.encode()[:KEPT_BYTES].decode(errors="ignore"), True


MARK = "\x1e"
"""Begins a stored line that was an error's: no output holds it."""


def stored_html(output: str) -> SafeString:
    """Stored output as HTML: each line is escaped before it is coloured."""
    found = (
        html(line.removeprefix(MARK), err=line.startswith(MARK))
        for line in output.split("\n")
    )
    return SafeString("\n".join(found))


def stored_text(output: str) -> str:
    """Stored output as plain text."""
    return output.replace(MARK, "")

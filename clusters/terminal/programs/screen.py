"""clear, watch, timeout and history: what has to do with the page and with time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from clusters.callers.wall import now
from clusters.terminal.files import HOME
from clusters.terminal.gnu.options import Given, Manual, Option, tool, wrong
from clusters.terminal.limits import OverLimit
from clusters.terminal.program import Call, Exit
from clusters.terminal.programs.small import seconds
from clusters.terminal.shell import inner

CLEARED = "\f"
HISTORY = f"{HOME}/.history"
SHORTEST = 0.5
TIMED_OUT = 124


@tool("clear", Manual(("clear",), "Empty the page.", (Option("x", about="the same"),)))
def clear(_call: Call, _given: Given) -> Iterator[str]:
    """Tell the page to empty itself."""
    yield CLEARED


WATCH = Manual(
    ("watch [OPTION]... COMMAND",),
    "Run COMMAND again and again, until Ctrl+C.",
    (
        Option("n", "interval", "SECONDS", "every so many seconds (2)"),
        Option("d", "differences", about="nothing: differences are not marked"),
        Option("e", "errexit", about="end when it fails"),
        Option("g", "chgexit", about="end when what it prints changes"),
        Option("t", "no-title", about="no title above"),
        Option("x", "exec", about="the words as they are, without a shell"),
    ),
    first_word_ends=True,
)


@tool("watch", WATCH)
def watch(call: Call, given: Given) -> Iterator[str]:
    """As procps' watch; each look empties the page first."""
    if not given.words:
        raise Exit(1, WATCH.text("watch"))
    every = max(SHORTEST, seconds(call, given.value("n", "2")))
    line = " ".join(given.words)
    before: str | None = None
    while True:
        call.session.start()
        shown, code = _look(call, given, line)
        yield CLEARED + _title(call, given, every, line) + shown
        if given.on("e") and code:
            raise Exit(8)
        if given.on("g") and before is not None and before != shown:
            return
        before = shown
        call.session.sleep(every)


def _look(call: Call, given: Given, line: str) -> tuple[str, int]:
    if given.on("x"):
        running = inner.words(call.session, given.words, variables=call.variables)
    else:
        running = inner.text(call.session, line)
    pieces: list[str] = []
    while True:
        try:
            pieces.append(str(next(running)))
        except StopIteration as end:
            return "".join(pieces).replace(CLEARED, ""), int(end.value)


def _title(call: Call, given: Given, every: float, line: str) -> str:
    if given.on("t"):
        return ""
    when = dt.datetime.fromtimestamp(now(), dt.UTC).strftime("%a %b %e %H:%M:%S %Y")
    left = f"Every {every:.1f}s: {line}"
    gap = max(2, call.session.columns - len(left) - len(when))
    return f"{left}{' ' * gap}{when}\n\n"


TIMEOUT = Manual(
    ("timeout [OPTION] DURATION COMMAND [WORD]...",),
    "Run COMMAND, and stop it after so long.",
    (
        Option("k", "kill-after", "DURATION", "nothing: it ends at once"),
        Option("s", "signal", "SIGNAL", "nothing: it ends at once"),
    ),
    wrong=125,
    first_word_ends=True,
)


@tool("timeout", TIMEOUT)
def timeout(call: Call, given: Given) -> Iterator[str]:
    """As GNU timeout; a program is stopped where it waits or prints."""
    if len(given.words) < len(("duration", "command")):
        raise wrong(call, TIMEOUT, "missing operand")
    limits = call.session.limits
    until = now() + seconds(call, given.words[0])
    outer = limits.seconds
    limits.seconds = min(outer, outer - limits.left() + until - now())
    try:
        code = yield from inner.words(
            call.session, given.words[1:], stdin=call.stdin, variables=call.variables
        )
    except OverLimit:
        if now() < until:
            raise
        code = TIMED_OUT
    finally:
        limits.seconds = outer
    if code:
        raise Exit(code)


@tool(
    "history",
    Manual(
        ("history [NUM]",),
        "Print the lines that you ran, over all tabs and devices.",
        (Option("c", about="say how to forget them"),),
    ),
)
def history(call: Call, given: Given) -> Iterator[str]:
    """The lines that were run, numbered."""
    if given.on("c"):
        raise Exit(
            1,
            "history: lines are kept with the sandbox; `Reset' in its settings forgets them",
        )
    lines = call.session.files.texts.get(HISTORY, "").splitlines()
    first = 0
    if given.words:
        if not given.words[0].isdecimal():
            raise Exit(1, f"bash: history: {given.words[0]}: numeric argument required")
        first = max(0, len(lines) - int(given.words[0][:6]))
    for number, line in enumerate(lines[first:], first + 1):
        yield f"{number:5}  {line}\n"

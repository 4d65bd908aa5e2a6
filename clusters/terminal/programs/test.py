"""test and [: questions about texts, numbers and files."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.program import Call, Exit, program
from clusters.terminal.shell.conditions import NoTest, Plain


@program("test", "[")
def test(call: Call) -> Iterator[str]:
    """0 where it is so, 1 where not."""
    yield from ()
    words = list(call.args)
    if call.name == "[":
        if words[-1:] != ["]"]:
            raise Exit(2, "bash: [: missing `]'")
        words.pop()
    try:
        truth = Plain(call.session, words).holds()
    except NoTest as wrong:
        raise Exit(2, f"bash: {call.name}: {wrong}") from None
    if not truth:
        raise Exit(1)

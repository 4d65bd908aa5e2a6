"""printf: print words by a format, which is used again while words are left."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.gnu.formats import Words, once
from clusters.terminal.program import Call, Err, Exit, program

USAGE = "printf: usage: printf format [arguments]"


@program("printf")
def printf(call: Call) -> Iterator[str]:
    """As bash's own."""
    args = call.args[1:] if call.args[:1] == ["--"] else call.args
    if not args:
        raise Exit(2, USAGE)
    values = Words(args[1:])
    while True:
        used = values.at
        call.session.check()
        yield from once(args[0], values)
        if values.ended or values.at >= len(values.words) or values.at == used:
            break
    for told in values.wrong:
        yield Err(told)
    if values.wrong:
        raise Exit(1)

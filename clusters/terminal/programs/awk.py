"""awk: columns of lines, sums, and lines that a pattern fits."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.awk.functions import FUNCTIONS
from clusters.terminal.awk.parser import parsed
from clusters.terminal.awk.running import Machine, run
from clusters.terminal.awk.syntax import AwkError
from clusters.terminal.awk.values import Looks, Value
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs, text
from clusters.terminal.program import Call, Exit
from clusters.terminal.shell.dollars import is_name
from clusters.terminal.shell.escapes import ansi

MANUAL = Manual(
    ("awk [OPTION]... PROGRAM [FILE]...",),
    "Print columns, sums and the lines that a pattern fits: '{print $1}', '$3 > 2'.",
    (
        Option("F", "field-separator", "SEP", "what is between columns"),
        Option("f", "file", "FILE", "the program from a file"),
        Option("v", "assign", "NAME=VALUE", "give a variable a value"),
    ),
    wrong=2,
    first_word_ends=True,
)


@tool("awk", MANUAL)
def awk(call: Call, given: Given) -> Iterator[str]:
    """As awk, for lines of a terminal: no loops but over arrays, no functions."""
    words = list(given.words)
    sources = [text(call, name) for name in given.all("f")]
    if not sources:
        if not words:
            raise Exit(2, MANUAL.text("awk"))
        sources = [words.pop(0)]
    separator = given.value("F", " ")
    variables: dict[str, Value] = {
        "FS": "\t" if separator == "t" else ansi(separator), "OFS": " ", "ORS": "\n",
        "NR": 0.0, "NF": 0.0,
    }  # fmt: skip
    set_first = [
        word for word in words if is_name(word.partition("=")[0]) and "=" in word
    ]
    words = [word for word in words if word not in set_first]
    for assigned in [*given.all("v"), *set_first]:
        name, _, found = assigned.partition("=")
        variables[name] = Looks(ansi(found))
    machine = Machine(call.session, variables, FUNCTIONS)
    machine.arrays["ENVIRON"] = {
        name: Looks(found) for name, found in call.variables.items()
    }
    inputs = Inputs(call, words, code=2)
    lines = (line for _, found in inputs.each() for line in found)
    try:
        code = yield from run(machine, parsed("\n".join(sources)), lines)
    except AwkError as error:
        raise Exit(2, f"awk: {error}") from None
    yield from inputs.told()
    inputs.end()
    if code:
        raise Exit(code)

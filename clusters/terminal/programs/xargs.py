"""xargs: run a program with what is piped in as its words."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import piped
from clusters.terminal.program import Call, Err, Exit
from clusters.terminal.shell import inner

MANUAL = Manual(
    ("xargs [OPTION]... [COMMAND [WORD]...]",),
    "Run COMMAND with the words that are piped in.",
    (
        Option("0", "null", about="words end at a NUL letter"),
        Option("a", "arg-file", "FILE", "words from a file"),
        Option("d", "delimiter", "CHAR", "what is between words"),
        Option("I", "", "TEXT", "once a line, with the line in TEXT's place"),
        Option("L", "max-lines", "NUM", "NUM lines for each run"),
        Option("n", "max-args", "NUM", "NUM words for each run"),
        Option("P", "max-procs", "NUM", "nothing: one run after the other"),
        Option("r", "no-run-if-empty", about="no run when there are no words"),
        Option("t", "verbose", about="say what is run"),
    ),
    first_word_ends=True,
)
MOST_WORDS = 20_000
FAILED, ENDED = 123, 124
STOPS = 255
"""The code by which a program stops xargs."""


@tool("xargs", MANUAL)
def xargs(call: Call, given: Given) -> Iterator[str]:
    """As GNU xargs."""
    command = given.words or ["echo"]
    text = "".join(piped(call))
    code = 0
    for words in _runs(given, command, text):
        if given.on("t"):
            yield Err(" ".join(words) + "\n")
        ended = yield from inner.words(call.session, words, variables=call.variables)
        if ended in (126, 127):
            raise Exit(ended)
        if ended == STOPS:
            raise Exit(ENDED, f"xargs: {words[0]}: exited with status 255; aborting")
        code = FAILED if ended else code
    if code:
        raise Exit(code)


def _runs(given: Given, command: list[str], text: str) -> list[list[str]]:
    place = given.value("I")
    if place:
        lines = [line.strip() for line in text.split("\n")]
        return [
            [word.replace(place, line) for word in command] for line in lines if line
        ]
    found = _words(given, text)
    if not found:
        return [] if given.on("r") else [command]
    if given.on("L"):
        size = _number(given, "L")
        rows = [line.split() for line in text.split("\n") if line.strip()]
        starts = range(0, len(rows), size)
        return [
            command + [word for row in rows[at : at + size] for word in row]
            for at in starts
        ]
    size = _number(given, "n") if given.on("n") else MOST_WORDS
    return [command + found[at : at + size] for at in range(0, len(found), size)]


def _words(given: Given, text: str) -> list[str]:
    if given.on("0"):
        return [word for word in text.split("\0") if word]
    if given.on("d"):
        delimiter = (
            given.value("d")
            .replace("\\n", "\n")
            .replace("\\t", "\t")
            .replace("\\0", "\0")
        )
        return text.removesuffix("\n").split(delimiter[:1] or "\n")
    return _quoted(text)


def _quoted(text: str) -> list[str]:
    """Words between blanks; quotes and backslashes hold together."""
    words: list[str] = []
    word: list[str] = []
    quote, begun, at = "", False, 0
    while at < len(text):
        char = text[at]
        if quote:
            if char == quote:
                quote = ""
            else:
                word.append(char)
        elif char in "'\"":
            quote, begun = char, True
        elif char in " \t\n":
            if word or begun:
                words.append("".join(word))
            word, begun = [], False
        else:
            at += char == "\\"
            word.append(text[at : at + 1])
        at += 1
    if quote:
        name = "single" if quote == "'" else "double"
        raise Exit(
            1,
            f"xargs: unmatched {name} quote; by default quotes are special to xargs unless you use the -0 option",
        )
    return [*words, "".join(word)] if word or begun else words


def _number(given: Given, name: str) -> int:
    text = given.value(name)
    if not text.isdecimal() or not int(text[:9]):
        hint = "Try 'xargs --help' for more information."
        told = f'xargs: invalid number "{text}" for -{name} option'
        raise Exit(1, f"{told}\n{hint}")
    return int(text[:9])

"""jq: a filter over JSON; jq's own library runs it, in the box."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clusters.terminal.box.running import run
from clusters.terminal.files import FileError
from clusters.terminal.gnu.reading import NOTHING_TYPED, piped, text
from clusters.terminal.program import Call, Exit, program

LONG = {
    "raw-output": "r", "compact-output": "c", "exit-status": "e", "null-input": "n",
    "slurp": "s", "raw-input": "R", "join-output": "j", "ascii-output": "a",
    "sort-keys": "S", "tab": "T", "color-output": "C", "monochrome-output": "M",
    "unbuffered": "u",
}  # fmt: skip
FLAGS = "rcensRjaSCM"
HELP = """\
Usage: jq [OPTION]... FILTER [FILE]...
Run a filter over JSON.

  -r, --raw-output      texts without quotes
  -c, --compact-output  one line for each result
  -n, --null-input      no input: the filter gets null
  -e, --exit-status     end with 1 where the last result is false or null
  -s, --slurp           all inputs as one array
  -R, --raw-input       lines of text, not JSON
  -j, --join-output     as -r, without line ends
  -S, --sort-keys       keys in order
  --tab                 a tab for each level
  --arg NAME TEXT       $NAME is this text
  --argjson NAME JSON   $NAME is this value
  --slurpfile NAME FILE $NAME is the values of a file
  --rawfile NAME FILE   $NAME is the text of a file
  -f, --from-file FILE  the filter from a file
  --args, --jsonargs    the words that follow are $ARGS.positional
"""
HINT = "Use jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://jqlang.github.io/jq"
MISUSED = 2


@dataclass
class Wanted:
    """What a command line of jq asks for."""

    filter: str | None = None
    files: list[str] = field(default_factory=list)
    flags: str = ""
    variables: dict[str, Any] = field(default_factory=dict)
    positional: list[Any] = field(default_factory=list)
    words: str = "files"
    """What further words are: files, args or jsonargs."""


@program("jq")
def jq(call: Call) -> Iterator[str]:
    """As jq, of the library's version."""
    if call.args[:1] in (["--help"], ["-h"]):
        yield HELP
        return
    if call.args[:1] in (["--version"], ["-V"]):
        yield "jq-1.8\n"
        return
    wanted = _wanted(call)
    if wanted.filter is None:
        raise Exit(MISUSED, HELP)
    named = dict(wanted.variables)
    given = {
        "filter": wanted.filter,
        "flags": wanted.flags,
        "inputs": _inputs(call, wanted),
        "variables": {
            **named,
            "ARGS": {"positional": wanted.positional, "named": named},
        },
        "environment": call.variables,
    }
    pieces = piped(call)

    def answer(_asked: dict[str, Any]) -> dict[str, Any]:
        return {"text": next(pieces, None)}

    yield from run("jq", given, call.session, answer)


def _inputs(call: Call, wanted: Wanted) -> list[str] | None:
    """The texts of files; None for what is piped in."""
    if wanted.files:
        return [_file(call, name) for name in wanted.files]
    if "n" in wanted.flags and call.stdin is None:
        return []
    if call.stdin is None:
        raise Exit(MISUSED, f"jq: {NOTHING_TYPED}")
    return None


def _file(call: Call, name: str) -> str:
    try:
        return text(call, name)
    except FileError as error:
        told = f"jq: error: Could not open file {name}: {error.reason}"
        raise Exit(MISUSED, told) from None


def _wanted(call: Call) -> Wanted:
    wanted = Wanted()
    rest = list(call.args)
    while rest:
        word = rest.pop(0)
        if word == "--":
            for left in rest:
                _word(wanted, left)
            break
        if word.startswith("--"):
            _long(call, wanted, word.removeprefix("--"), rest)
        elif word.startswith("-") and len(word) > 1:
            _short(call, wanted, word, rest)
        else:
            _word(wanted, word)
    return wanted


def _word(wanted: Wanted, word: str) -> None:
    if wanted.filter is None:
        wanted.filter = word
    elif wanted.words == "args":
        wanted.positional.append(word)
    elif wanted.words == "jsonargs":
        wanted.positional.append(_json(word, "positional argument"))
    else:
        wanted.files.append(word)


def _json(source: str, where: str) -> Any:
    try:
        return json.loads(source)
    except (ValueError, RecursionError):
        raise Exit(
            MISUSED, f"jq: Invalid JSON text passed to --{where}\n{HINT}"
        ) from None


def _short(call: Call, wanted: Wanted, word: str, rest: list[str]) -> None:
    for letter in word[1:]:
        if letter == "f":
            _from_file(call, wanted, rest)
        elif letter in FLAGS:
            wanted.flags += letter
        else:
            raise Exit(MISUSED, f"jq: Unknown option: {word}\n{HINT}")


def _from_file(call: Call, wanted: Wanted, rest: list[str]) -> None:
    if wanted.filter is not None:
        wanted.files.insert(0, wanted.filter)
    wanted.filter = _file(call, _taken(rest, "-f", 1)[0])


def _taken(rest: list[str], name: str, count: int) -> list[str]:
    if len(rest) < count:
        words = (
            "two parameters (e.g. --arg varname value)" if count > 1 else "a parameter"
        )
        raise Exit(MISUSED, f"jq: {name} takes {words}\n{HINT}")
    found, rest[:count] = rest[:count], []
    return found


def _long(call: Call, wanted: Wanted, name: str, rest: list[str]) -> None:
    if name in LONG:
        wanted.flags += LONG[name]
    elif name in ("args", "jsonargs"):
        wanted.words = name
    elif name == "from-file":
        _from_file(call, wanted, rest)
    elif name == "indent":
        _indent(wanted, _taken(rest, "--indent", 1)[0])
    elif name in ("arg", "argjson", "slurpfile", "rawfile"):
        variable, value = _taken(rest, f"--{name}", 2)
        wanted.variables.setdefault(variable, _value(call, name, value))
    else:
        raise Exit(MISUSED, f"jq: Unknown option: --{name}\n{HINT}")


def _indent(wanted: Wanted, digits: str) -> None:
    if not digits.isdecimal() or int(digits[:3]) > len("1234567"):
        raise Exit(MISUSED, f"jq: Cannot indent more than 7 characters\n{HINT}")
    wanted.flags += digits if int(digits) else "c"


def _value(call: Call, name: str, value: str) -> Any:
    if name == "arg":
        return value
    if name == "argjson":
        return _json(value, "argjson")
    found = _file(call, value)
    if name == "rawfile":
        return found
    return [_json(found, "slurpfile")] if found.strip() else []

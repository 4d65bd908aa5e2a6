"""env, printenv, envsubst, which, pwd: what a program would see."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import piped
from clusters.terminal.program import Call, Err, Exit, programs
from clusters.terminal.shell import inner
from clusters.terminal.shell.dollars import DIGITS, LETTERS, is_name

ENV = Manual(
    ("env [OPTION]... [NAME=VALUE]... [COMMAND [WORD]...]",),
    "Print the environment, or run COMMAND with another one.",
    (
        Option("i", "ignore-environment", about="begin with none"),
        Option("u", "unset", "NAME", "without this variable"),
    ),
    wrong=125,
    first_word_ends=True,
)


@tool("env", ENV)
def env(call: Call, given: Given) -> Iterator[str]:
    """As GNU env."""
    variables = {} if given.on("i") else dict(call.variables)
    for name in given.all("u"):
        variables.pop(name, None)
    words = list(given.words)
    while words and "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        variables[name] = value
    if words:
        code = yield from inner.words(
            call.session, words, stdin=call.stdin, variables=variables
        )
        raise Exit(code)
    for name, value in sorted(variables.items()):
        yield f"{name}={value}\n"


@tool(
    "printenv", Manual(("printenv [NAME]...",), "Print variables of the environment.")
)
def printenv(call: Call, given: Given) -> Iterator[str]:
    """As GNU printenv."""
    if not given.words:
        for name, value in sorted(call.variables.items()):
            yield f"{name}={value}\n"
    for name in given.words:
        if name in call.variables:
            yield f"{call.variables[name]}\n"
    if any(name not in call.variables for name in given.words):
        raise Exit(1)


@tool(
    "envsubst",
    Manual(("envsubst [NAMES]",), "Put variables' values into what is piped in."),
)
def envsubst(call: Call, given: Given) -> Iterator[str]:
    """As GNU envsubst: $NAME and ${NAME} only."""
    chosen = _names(given.words[0]) if given.words else None
    text = "".join(piped(call))
    at = 0
    while at < len(text):
        call.session.check()
        start = text.find("$", at)
        start = len(text) if start < 0 else start
        yield text[at:start]
        name, at = _name(text, start)
        if name and (chosen is None or name in chosen):
            yield call.variables.get(name, "")
        else:
            yield text[start:at]


def _names(text: str) -> set[str]:
    found, at = set(), 0
    while (at := text.find("$", at)) >= 0:
        name, at = _name(text, at)
        found.add(name)
    return found


def _name(text: str, at: int) -> tuple[str, int]:
    """The name behind a dollar sign, "" where there is none, and where it ends."""
    braced = text.startswith("${", at)
    begin = end = at + (2 if braced else 1)
    while end < len(text) and (text[end] in LETTERS or text[end] in DIGITS):
        end += 1
    name = text[begin:end]
    if not is_name(name) or (braced and text[end : end + 1] != "}"):
        return "", min(at + 1, len(text))
    return name, end + braced


@tool(
    "which",
    Manual(
        ("which NAME...",),
        "Say which program a word runs.",
        (Option("a", about="all of them"),),
    ),
)
def which(_call: Call, given: Given) -> Iterator[str]:
    """As `which` of Amazon Linux."""
    missing = False
    for name in given.words:
        if name in programs:
            yield f"/usr/bin/{name}\n"
        else:
            missing = True
            yield Err(f"/usr/bin/which: no {name} in (/usr/local/bin:/usr/bin:/bin)\n")
    if missing:
        raise Exit(1)


@tool(
    "pwd",
    Manual(
        ("pwd",),
        "Print where you stand.",
        (Option("L", about="as it is"), Option("P", about="the same")),
    ),
)
def pwd(call: Call, _given: Given) -> Iterator[str]:
    """Print the folder."""
    yield f"{call.session.folder}\n"

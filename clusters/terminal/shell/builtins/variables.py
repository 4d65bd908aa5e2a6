"""export, unset, set, shift, local, declare, readonly, read, alias, unalias."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from clusters.terminal.program import Call, Err, Exit
from clusters.terminal.shell.builtin import builtin
from clusters.terminal.shell.dollars import is_name
from clusters.terminal.shell.state import Input, State
from clusters.terminal.shell.variables import ALIAS, BLANKS, FUNCTION, SHELL_ONLY

OPTIONS = {"e": "errexit", "u": "nounset", "x": "xtrace"}
NAMED = ("errexit", "nounset", "xtrace", "pipefail")


def _assign(state: State, call: Call, word: str) -> str:
    """`name=value` or `name`; the name. Raises Exit."""
    name, sign, value = word.partition("=")
    more = name.endswith("+") and sign
    name = name.removesuffix("+") if more else name
    if not is_name(name):
        raise Exit(1, f"bash: {call.name}: `{word}': not a valid identifier")
    if sign:
        state.variables.set(
            name, (state.variables.get(name) or "") + value if more else value
        )
    return name


@builtin("export")
def export(state: State, call: Call) -> Iterator[str]:
    """Let programs see variables."""
    flags = [arg for arg in call.args if arg.startswith("-")]
    words = [arg for arg in call.args if not arg.startswith("-")]
    if any(flag not in ("-p", "-n") for flag in flags):
        raise Exit(
            2,
            f"bash: export: {flags[0]}: invalid option\nexport: usage: export [-n] [name[=value] ...] or export -p",
        )
    if not words:
        for name, value in sorted(state.variables.environment().items()):
            yield f"declare -x {name}={_quoted(value)}\n"
    for word in words:
        name = _assign(state, call, word)
        if "-n" in flags:
            state.variables.hide(name)
        else:
            state.variables.export(name)


def _quoted(value: str) -> str:
    for char in '\\"$`':
        value = value.replace(char, "\\" + char)
    return f'"{value}"'


@builtin("unset")
def unset(state: State, call: Call) -> Iterator[str]:
    """Forget variables, or with -f functions."""
    yield from ()
    functions = "-f" in call.args
    for name in call.args:
        if name in ("-f", "-v"):
            continue
        if functions or (state.variables.get(name) is None and not is_name(name)):
            state.variables.unmark(FUNCTION, name)
        else:
            known = state.variables.get(name) is not None
            state.variables.unset(name)
            if not known:
                state.variables.unmark(FUNCTION, name)


@builtin("set")
def set_(state: State, call: Call) -> Iterator[str]:
    """Set options of this line, or the arguments; alone, list the variables."""
    args = list(call.args)
    if not args:
        for name, value in state.variables.all():
            yield f"{name}={shlex.quote(value) if value else ''}\n"
    while args:
        word = args.pop(0)
        if word == "--" or word[:1] not in "+-" or word in ("-", "+"):
            state.args = args if word == "--" else [word, *args]
            return
        _options(state, word, args)


def _options(state: State, word: str, args: list[str]) -> None:
    names = []
    for letter in word[1:]:
        if letter == "o":
            names.append(args.pop(0) if args else "")
        else:
            names.append(OPTIONS.get(letter, letter))
    for name in names:
        if name not in NAMED:
            raise Exit(
                2,
                f"bash: set: {name}: invalid option name\nset -e, -u, -x and -o pipefail are in this terminal.",
            )
        if word.startswith("-"):
            state.options.add(name)
        else:
            state.options.discard(name)


@builtin("shift")
def shift(state: State, call: Call) -> Iterator[str]:
    """Drop the first arguments."""
    yield from ()
    count = int(call.args[0]) if call.args and call.args[0].isdecimal() else 1
    if count > len(state.args):
        raise Exit(1)
    state.args = state.args[count:]


@builtin("local")
def local(state: State, call: Call) -> Iterator[str]:
    """Variables of a function alone."""
    yield from ()
    if not state.locals:
        raise Exit(1, "bash: local: can only be used in a function")
    for word in call.args:
        name = word.partition("=")[0]
        if word.startswith("-"):
            continue
        state.locals[-1].setdefault(name, state.variables.get(name))
        _assign(state, call, word)


@builtin("declare", "typeset", "readonly")
def declare(state: State, call: Call) -> Iterator[str]:
    """Set variables; -x exports them, -p shows them. Arrays are not here."""
    flags = "".join(arg[1:] for arg in call.args if arg.startswith("-"))
    words = [arg for arg in call.args if not arg.startswith("-")]
    if set(flags) & set("aAn"):
        raise Exit(
            2,
            f"bash: {call.name}: arrays are not in this terminal yet; use one variable for each value",
        )
    if "f" in flags:
        for name, body in state.variables.marked(FUNCTION):
            yield f"{name} () {body}\n"
        return
    if not words or "p" in flags:
        shown = [(n, v) for n, v in state.variables.all() if not words or n in words]
        for name, value in shown:
            hidden = SHELL_ONLY + name in state.variables.kept
            yield f"declare {'--' if hidden else '-x'} {name}={_quoted(value)}\n"
        return
    for word in words:
        name = _assign(state, call, word)
        if "x" in flags:
            state.variables.export(name)


@builtin("read")
def read(state: State, call: Call) -> Iterator[str]:
    """Read a line of what is piped in into variables."""
    yield from ()
    raw, names = _read_flags(call)
    for name in names:
        if not is_name(name):
            raise Exit(1, f"bash: read: `{name}': not a valid identifier")
    if not isinstance(call.stdin, Input):
        raise Exit(1, "bash: read: nobody is asked here: pipe a line in, or use `<<<'")
    line = call.stdin.line()
    text = (line or "").removesuffix("\n")
    text = text if raw else _unescaped(text)
    separators = state.variables.get("IFS") or ""
    for name, value in zip(names, _parts(text, separators, len(names)), strict=True):
        state.variables.set(name, value)
    if line is None or not line.endswith("\n"):
        raise Exit(1)


def _read_flags(call: Call) -> tuple[bool, list[str]]:
    """Whether backslashes are letters, and the variables' names."""
    args = list(call.args)
    raw = False
    while args and args[0].startswith("-"):
        flag = args.pop(0)
        raw = raw or "r" in flag
        if flag[-1:] in "pdnt" and args:
            args.pop(0)
    return raw, args or ["REPLY"]


def _unescaped(text: str) -> str:
    kept: list[str] = []
    at = 0
    while at < len(text):
        at += text[at] == "\\"
        kept.append(text[at : at + 1])
        at += 1
    return "".join(kept)


def _parts(text: str, separators: str, count: int) -> list[str]:
    """A line cut for so many variables; the last one gets all that is left."""
    blanks = "".join(char for char in separators if char in BLANKS)
    parts: list[str] = []
    rest = text.strip(blanks) if blanks else text
    while len(parts) < count - 1:
        at = next((i for i, char in enumerate(rest) if char in separators), -1)
        if at < 0:
            parts.append(rest)
            rest = ""
        else:
            parts.append(rest[:at])
            rest = rest[at + 1 :].lstrip(blanks) if blanks else rest[at + 1 :]
    return [*parts, rest]


@builtin("alias")
def alias(state: State, call: Call) -> Iterator[str]:
    """Give a command another name; alone, list these names."""
    if not call.args or call.args == ["-p"]:
        for name, value in state.variables.marked(ALIAS):
            yield f"alias {name}={_single(value)}\n"
        return
    missing = ""
    for word in call.args:
        name, sign, value = word.partition("=")
        if sign and name and not set(name) & set(" \t\n;|&<>()$`'\"/\\"):
            state.variables.mark(ALIAS, name, value)
        elif sign:
            raise Exit(1, f"bash: alias: `{name}': invalid alias name")
        elif (known := state.variables.find(ALIAS, name)) is not None:
            yield f"alias {name}={_single(known)}\n"
        else:
            missing = name
            yield Err(f"bash: alias: {name}: not found\n")
    if missing:
        raise Exit(1)


def _single(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"


@builtin("unalias")
def unalias(state: State, call: Call) -> Iterator[str]:
    """Take such a name away again."""
    yield from ()
    for name in call.args:
        if name == "-a":
            for known, _ in list(state.variables.marked(ALIAS)):
                state.variables.unmark(ALIAS, known)
        elif not state.variables.unmark(ALIAS, name):
            raise Exit(1, f"bash: unalias: {name}: not found")

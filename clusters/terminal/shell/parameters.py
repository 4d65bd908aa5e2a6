"""What `${…}` makes of a variable's value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from clusters.terminal.gnu import patterns
from clusters.terminal.gnu.patterns import BadPattern
from clusters.terminal.shell.arithmetic import calculated
from clusters.terminal.shell.globbing import Field, text_of
from clusters.terminal.shell.state import State
from clusters.terminal.shell.syntax import NotHere, Parameter, ShellError, Word

LONGEST = 1 << 20
Joined: TypeAlias = Callable[[Word], str]
Pieced: TypeAlias = Callable[[Word], Field]
NO_PROCESS = "nothing here runs as a process, so it has no number"


def lookup(state: State, name: str) -> str | None:
    """A variable's or special parameter's value; None where it is not set."""
    if name.isdigit():
        return _argument(state, int(name))
    if name in "$!":
        raise NotHere(f"`${name}' is not in this terminal: {NO_PROCESS}", 1)
    special: dict[str, Callable[[], str]] = {
        "?": lambda: str(state.status),
        "#": lambda: str(len(state.args)),
        "@": lambda: " ".join(state.args),
        "*": lambda: " ".join(state.args),
        "-": lambda: "i",
        "_": lambda: state.last,
    }
    if name in special:
        return special[name]()
    return state.variables.get(name)


def _argument(state: State, place: int) -> str | None:
    if place == 0:
        return state.name
    return state.args[place - 1] if place <= len(state.args) else None


def value(state: State, part: Parameter, joined: Joined, pieced: Pieced) -> str:
    """The value that a parameter stands for. Raises ShellError."""
    found = lookup(state, part.name)
    if found is None and "nounset" in state.options and _must_be_set(part.sign):
        raise ShellError(f"{part.name}: unbound variable", 1)
    sign = part.sign
    if not sign:
        return found or ""
    if sign.lstrip(":") in ("-", "=", "?", "+") and sign != ":":
        return _standing_in(state, part, found, joined)
    if sign == "named":
        return lookup(state, found) or "" if found else ""
    return _changed(state, part, found or "", joined, pieced)


def _must_be_set(sign: str) -> bool:
    return sign.lstrip(":") not in ("-", "=", "?", "+")


def _standing_in(
    state: State, part: Parameter, found: str | None, joined: Joined
) -> str:
    """`:-`, `:=`, `:?`, `:+` and the same without colon, for what is set but empty."""
    there = bool(found) if part.sign.startswith(":") else found is not None
    sign = part.sign[-1]
    if sign == "+":
        return joined(part.word) if there else ""
    if there:
        return found or ""
    word = joined(part.word)
    if sign == "=":
        state.variables.set(part.name, word)
    elif sign == "?":
        raise ShellError(f"{part.name}: {word or 'parameter null or not set'}", 127)
    return word


def _changed(
    state: State, part: Parameter, found: str, joined: Joined, pieced: Pieced
) -> str:
    sign = part.sign
    if sign == "length":
        return str(len(state.args) if part.name in "@*" else len(found))
    if sign in ("#", "##", "%", "%%"):
        return _trimmed(found, pieced(part.word), sign)
    if sign.startswith("/"):
        return _replaced(found, pieced(part.word), joined(part.other), sign)
    if sign == ":":
        return _cut(state, found, joined(part.word), joined(part.other))
    change = str.upper if sign[0] == "^" else str.lower
    return change(found) if len(sign) > 1 else change(found[:1]) + found[1:]


def _trimmed(text: str, field: Field, sign: str) -> str:
    """Without the shortest (or longest) start or end that a pattern fits."""
    glob = _glob(field)
    if sign[0] == "#":
        lazy = patterns.glob(field).replace(".*", ".*?") if sign == "#" else glob
        match = patterns.compiled(f"^(?:{lazy})").search(text)
        return text[match.end() :] if match else text
    head = ".*" if sign == "%" else ".*?"
    match = patterns.compiled(f"^({head})(?:{glob})$").search(text)
    return match.group(1) if match else text


def _glob(field: Field) -> str:
    glob = patterns.glob(field)
    try:
        patterns.compiled(glob)
    except BadPattern:
        return patterns.literal(text_of(field))
    return glob


def _replaced(text: str, field: Field, new: str, sign: str) -> str:
    glob = _glob(field)
    if not glob:
        return text
    if sign == "/#":
        glob = f"^(?:{glob})"
    elif sign == "/%":
        glob = f"(?:{glob})$"
    pieces: list[str] = []
    length = at = 0
    for match in patterns.compiled(glob).finditer(text):
        if match.end() == match.start():
            continue
        pieces += [text[at : match.start()], new]
        length += len(pieces[-2]) + len(new)
        at = match.end()
        if length > LONGEST:
            raise ShellError("a value of more than 1 MiB", 1)
        if sign != "//":
            break
    return "".join(pieces) + text[at:]


def _cut(state: State, text: str, start: str, length: str) -> str:
    begin = calculated(state, start)
    begin = max(begin + len(text), 0) if begin < 0 else begin
    if not length:
        return text[begin:]
    count = calculated(state, length)
    return text[begin : begin + count] if count >= 0 else text[begin:count]

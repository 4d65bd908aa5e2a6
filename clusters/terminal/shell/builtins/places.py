"""cd, and what a word runs: type, command, builtin."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.files import HOME, resolved
from clusters.terminal.program import Call, Err, Exit, programs
from clusters.terminal.shell.builtin import builtin, builtins
from clusters.terminal.shell.compounds import COMPOUNDS
from clusters.terminal.shell.simple import ended, started
from clusters.terminal.shell.state import State
from clusters.terminal.shell.variables import ALIAS, FUNCTION, enter


@builtin("cd")
def cd(state: State, call: Call) -> Iterator[str]:
    """Stand in another folder of the terminal's files."""
    words = [arg for arg in call.args if arg not in ("-L", "-P", "--")]
    if len(words) > 1:
        raise Exit(1, "bash: cd: too many arguments")
    target = words[0] if words else state.variables.get("HOME") or HOME
    if target == "-":
        target = state.variables.get("OLDPWD") or ""
        if not target:
            raise Exit(1, "bash: cd: OLDPWD not set")
        yield f"{target}\n"
    path, files = resolved(state.session.folder, target), state.session.files
    if path in files.texts:
        raise Exit(1, f"bash: cd: {target}: Not a directory")
    if target and not files.is_folder(path):
        raise Exit(1, f"bash: cd: {target}: No such file or directory")
    enter(state.session, state.variables, path)


def kind(state: State, name: str) -> tuple[str, str]:
    """What a word is (alias, keyword, function, builtin, file, ""), and what of it."""
    aliased = state.variables.find(ALIAS, name)
    if aliased is not None:
        return "alias", f"{name} is aliased to `{aliased}'"
    if name in COMPOUNDS or name in (
        "then",
        "do",
        "done",
        "fi",
        "esac",
        "!",
        "}",
        "time",
    ):
        return "keyword", f"{name} is a shell keyword"
    body = state.variables.find(FUNCTION, name)
    if body is not None:
        return "function", f"{name} is a function\n{name} () {body}"
    if name in builtins:
        return "builtin", f"{name} is a shell builtin"
    if name in programs:
        return "file", f"{name} is /usr/bin/{name}"
    return "", ""


@builtin("type")
def type_(state: State, call: Call) -> Iterator[str]:
    """Say what words run."""
    missing = False
    for name in (arg for arg in call.args if not arg.startswith("-")):
        sort, told = kind(state, name)
        missing = missing or not sort
        if not sort:
            if "-t" not in call.args:
                yield Err(f"bash: type: {name}: not found\n")
        elif "-t" in call.args:
            yield f"{sort}\n"
        else:
            yield f"{told}\n"
    if missing:
        raise Exit(1)


@builtin("command")
def command(state: State, call: Call) -> Iterator[str]:
    """Run a program, whatever functions are called so; -v says what a word is."""
    if call.args[:1] in (["-v"], ["-V"]):
        for name in call.args[1:]:
            sort, told = kind(state, name)
            if not sort:
                raise Exit(1)
            if call.args[0] == "-V":
                yield f"{told}\n"
            else:
                yield {"file": f"/usr/bin/{name}\n"}.get(sort, f"{name}\n")
        return
    if call.args:
        yield from other(state, call, call.args)


@builtin("builtin")
def builtin_(state: State, call: Call) -> Iterator[str]:
    """Run a builtin, whatever functions are called so."""
    if call.args and call.args[0] not in builtins:
        raise Exit(1, f"bash: builtin: {call.args[0]}: not a shell builtin")
    if call.args:
        yield from other(state, call, call.args)


def other(state: State, call: Call, words: list[str]) -> Iterator[str]:
    """Run other words as a builtin or program. Raises Exit with their code."""
    name, *args = words
    inner = Call(name, args, call.session, call.stdin, call.variables)
    known = builtins.get(name)
    pieces = ended(inner, known(state, inner)) if known else started(inner, state)
    code = yield from pieces
    if code:
        raise Exit(code)

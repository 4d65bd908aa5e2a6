"""The programs of a base image, as far as scripts of tutorials use them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from clusters.sim.images.shell.state import Endless, Exited, State

UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
DATE = "%a %b %e %H:%M:%S UTC %Y"
UNMODELLED = (
    "curl",
    "wget",
    "nslookup",
    "dig",
    "ping",
    "nc",
    "apt",
    "apt-get",
    "apk",
    "yum",
)
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "r": "\r", "0": "\0"}


class Result(NamedTuple):
    code: int = 0
    out: str = ""
    err: str = ""


Program: TypeAlias = Callable[[State, Sequence[str], str], Result]


def _echo(_state: State, args: Sequence[str], _stdin: str) -> Result:
    words, end, escapes = list(args), "\n", False
    while words and re.fullmatch("-[neE]+", words[0]):
        flags = words.pop(0)
        end = "" if "n" in flags else end
        escapes = escapes or "e" in flags
    text = " ".join(words)
    return Result(0, (_unescaped(text) if escapes else text) + end)


def _printf(_state: State, args: Sequence[str], _stdin: str) -> Result:
    if not args:
        return Result(1, err="printf: usage: printf FORMAT [ARGUMENT]...\n")
    values = list(args[1:])

    def put(match: re.Match[str]) -> str:
        if match[1] == "%":
            return "%"
        value = values.pop(0) if values else ""
        return str(int(value or 0)) if match[1] in "di" else value

    text = re.sub(r"%[-0-9.]*([sdi%])", put, _unescaped(args[0]))
    return Result(0, text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([nt\\r0])", lambda m: _ESCAPES[m[1]], text)


def _sleep(state: State, args: Sequence[str], _stdin: str) -> Result:
    if not args:
        return Result(1, err="sleep: missing operand\n")
    if args[0] in {"infinity", "inf"}:
        raise Endless
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", args[0])
    if match is None:
        return Result(1, err=f"sleep: invalid number '{args[0]}'\n")
    state.spend(float(match[1]) * UNITS[match[2] or "s"])
    return Result()


def _date(state: State, args: Sequence[str], _stdin: str) -> Result:
    when = dt.datetime.fromtimestamp(state.epoch + state.at, dt.UTC)
    form = next((arg[1:] for arg in args if arg.startswith("+")), DATE)
    form = form.replace("%s", str(int(state.epoch + state.at)))
    if "-Iseconds" in args:
        form = "%Y-%m-%dT%H:%M:%S+00:00"
    return Result(0, when.strftime(form) + "\n")


def _cat(state: State, args: Sequence[str], stdin: str) -> Result:
    files = [arg for arg in args if arg != "-u"]
    if not files:
        return Result(0, stdin)
    out = err = ""
    for name in files:
        if name in state.files:
            out += state.files[name]
        else:
            err += _no_file(state, "cat", name)
    return Result(1 if err else 0, out, err)


def _no_file(state: State, program: str, name: str) -> str:
    told = "No such file or directory"
    if state.dialect == "busybox":
        verb = {"ls": "", "rm": "can't remove "}.get(program, "can't open ")
        shown = name if program == "ls" else f"'{name}'"
        return f"{program}: {verb}{shown}: {told}\n"
    verb = {"ls": "cannot access ", "rm": "cannot remove "}.get(program, "")
    return (
        f"{program}: {verb}'{name}': {told}\n"
        if verb
        else f"{program}: {name}: {told}\n"
    )


def _touch(state: State, args: Sequence[str], _stdin: str) -> Result:
    for name in args:
        state.write(name, state.files.get(name, ""))
    return Result()


def _rm(state: State, args: Sequence[str], _stdin: str) -> Result:
    force = any(arg.startswith("-") and "f" in arg for arg in args)
    err = ""
    for name in (arg for arg in args if not arg.startswith("-")):
        below = [
            path for path in state.files if path == name or path.startswith(name + "/")
        ]
        for path in below:
            state.delete(path)
        if not below and not force:
            err += _no_file(state, "rm", name)
    return Result(1 if err else 0, err=err)


def _mkdir(state: State, args: Sequence[str], _stdin: str) -> Result:
    state.folders.update(arg for arg in args if not arg.startswith("-"))
    return Result()


def _ls(state: State, args: Sequence[str], _stdin: str) -> Result:
    out = err = ""
    for name in [arg for arg in args if not arg.startswith("-")] or ["/"]:
        stem = name.rstrip("/") + "/"
        below = {
            path[len(stem) :].split("/")[0]
            for path in (*state.files, *state.folders)
            if path.startswith(stem)
        }
        if name in state.files:
            out += name + "\n"
        elif below or name in state.folders or name == "/":
            out += "".join(f"{item}\n" for item in sorted(below))
        else:
            err += _no_file(state, "ls", name)
    return Result((1 if state.dialect == "busybox" else 2) if err else 0, out, err)


def _env(state: State, _args: Sequence[str], _stdin: str) -> Result:
    return Result(0, "".join(f"{name}={value}\n" for name, value in state.env.items()))


def _printenv(state: State, args: Sequence[str], stdin: str) -> Result:
    if not args:
        return _env(state, args, stdin)
    values = [state.env[name] for name in args if name in state.env]
    return Result(
        int(len(values) < len(args)), "".join(f"{value}\n" for value in values)
    )


def _seq(_state: State, args: Sequence[str], _stdin: str) -> Result:
    numbers = [int(arg) for arg in args]
    first, step, last = (
        (1, 1, *numbers)[-3:] if len(numbers) == 1 else (numbers[0], 1, numbers[-1])
    )
    if len(numbers) == len(("first", "step", "last")):
        step = numbers[1]
    end = last + (1 if step > 0 else -1)
    return Result(0, "".join(f"{number}\n" for number in range(first, end, step or 1)))


def _tail(state: State, args: Sequence[str], stdin: str) -> Result:
    if any(arg in {"-f", "-F"} for arg in args):
        raise Endless
    count = next((int(m[1]) for a in args if (m := re.fullmatch(r"-n?(\d+)", a))), 10)
    files = [arg for arg in args if not arg.startswith("-") and not arg.isdigit()]
    text = "".join(state.files.get(name, "") for name in files) if files else stdin
    return Result(0, "".join(text.splitlines(keepends=True)[-count:]))


def _head(_state: State, args: Sequence[str], stdin: str) -> Result:
    count = next((int(m[1]) for a in args if (m := re.fullmatch(r"-n?(\d+)", a))), 10)
    return Result(0, "".join(stdin.splitlines(keepends=True)[:count]))


def _grep(state: State, args: Sequence[str], stdin: str) -> Result:
    flags = "".join(arg[1:] for arg in args if arg.startswith("-"))
    words = [arg for arg in args if not arg.startswith("-")]
    text = (
        "".join(state.files.get(name, "") for name in words[1:]) if words[1:] else stdin
    )
    try:
        pattern = re.compile(words[0], re.IGNORECASE if "i" in flags else 0)
    except (IndexError, re.error):
        return Result(2, err="grep: bad regex\n")
    lines = [
        one for one in text.splitlines() if bool(pattern.search(one)) != ("v" in flags)
    ]
    out = f"{len(lines)}\n" if "c" in flags else "".join(f"{one}\n" for one in lines)
    return Result(int(not lines), "" if "q" in flags else out)


def _wc(_state: State, args: Sequence[str], stdin: str) -> Result:
    counts = {"-l": stdin.count("\n"), "-w": len(stdin.split()), "-c": len(stdin)}
    named = next((arg for arg in args if arg in counts), "")
    if named:
        return Result(0, f"{counts[named]}\n")
    return Result(0, "{:9}{:10}{:10}\n".format(*counts.values()))


def _true(_state: State, _args: Sequence[str], _stdin: str) -> Result:
    return Result()


def _false(_state: State, _args: Sequence[str], _stdin: str) -> Result:
    return Result(1)


def _hostname(state: State, _args: Sequence[str], _stdin: str) -> Result:
    return Result(0, state.hostname + "\n")


def _whoami(_state: State, _args: Sequence[str], _stdin: str) -> Result:
    return Result(0, "root\n")


def _kill(_state: State, args: Sequence[str], _stdin: str) -> Result:
    """A script that kills itself: PID 1 has no handler, only SIGKILL counts."""
    if args[-1:] == ["1"] and args[0] in {"-9", "-KILL", "-SIGKILL"}:
        raise Exited(137)
    return Result()


PROGRAMS: dict[str, Program] = {
    "echo": _echo,
    "printf": _printf,
    "sleep": _sleep,
    "date": _date,
    "cat": _cat,
    "touch": _touch,
    "rm": _rm,
    "mkdir": _mkdir,
    "ls": _ls,
    "env": _env,
    "printenv": _printenv,
    "seq": _seq,
    "tail": _tail,
    "head": _head,
    "grep": _grep,
    "wc": _wc,
    "true": _true,
    ":": _true,
    "false": _false,
    "hostname": _hostname,
    "whoami": _whoami,
    "kill": _kill,
    "sync": _true,
    "chmod": _true,
    "wait": _true,
}
"""No SIGKILL reaches a container's PID 1 from inside; see `_kill` for the exception."""

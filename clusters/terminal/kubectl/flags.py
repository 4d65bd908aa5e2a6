"""Flags as Go's pflag reads them, with its words for what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)")
DIGITS = 40
"""A number of more digits is not even read."""
TRUE = ("1", "t", "T", "true", "TRUE", "True")
FALSE = ("0", "f", "F", "false", "FALSE", "False")


class FlagError(Exception):
    """What is wrong with the flags, as pflag words it."""


@dataclass(frozen=True)
class Flag:
    """One flag. `kind`: string, bool, int, duration, list (commas part), array.

    `bare` is the value of the flag without one, where it may stand so.
    """

    name: str
    short: str = ""
    kind: str = "string"
    default: Any = None
    bare: str | None = None
    help: str = ""
    known: str = ""
    """What completes its value: a kind's plural, "namespace", "file", or words."""

    @property
    def alone(self) -> str | None:
        """Its value when none is written; None when one must be."""
        return "true" if self.kind == "bool" and self.bare is None else self.bare

    @property
    def initial(self) -> Any:
        if self.default is not None or self.kind in ("int", "duration"):
            return self.default
        return {"bool": False, "list": [], "array": []}.get(self.kind, "")


@dataclass
class Flags:
    """The values of all flags by name, and which of them were written."""

    values: dict[str, Any]
    given: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self.given


def parsed(flags: Iterable[Flag], words: list[str]) -> tuple[Flags, list[str]]:
    """The flags among the words, and the other words. Raises FlagError."""
    known = {flag.name: flag for flag in flags}
    shorts = {flag.short: flag for flag in known.values() if flag.short}
    found = Flags({name: flag.initial for name, flag in known.items()})
    rest: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        if word == "--":
            found.values["--"] = len(rest)
            return found, rest + left
        if word.startswith("--"):
            _long(known, found, word, left)
        elif word.startswith("-") and word != "-":
            _short(shorts, found, word, left)
        else:
            rest.append(word)
    return found, rest


def takes_value(flags: Iterable[Flag], word: str) -> bool:
    """Whether the next word belongs to this flag."""
    if "=" in word:
        return False
    for flag in flags:
        if word == f"--{flag.name}" or (flag.short and word == f"-{flag.short}"):
            return flag.alone is None
    return False


def _long(known: dict[str, Flag], found: Flags, word: str, left: list[str]) -> None:
    name, equals, value = word[2:].partition("=")
    flag = known.get(name)
    if not name or name.startswith("-"):
        raise FlagError(f"bad flag syntax: {word}")
    if flag is None:
        raise FlagError(f"unknown flag: --{name}")
    if equals:
        _set(found, flag, value)
    elif flag.alone is not None:
        _set(found, flag, flag.alone)
    elif left:
        _set(found, flag, left.pop(0))
    else:
        raise FlagError(f"flag needs an argument: --{name}")


def _short(shorts: dict[str, Flag], found: Flags, word: str, left: list[str]) -> None:
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        flag = shorts.get(letter)
        if flag is None:
            raise FlagError(f"unknown shorthand flag: {letter!r} in -{letter}{letters}")
        if len(letters) > 1 and letters[0] == "=":
            _set(found, flag, letters[1:])
            return
        if flag.alone is not None:
            _set(found, flag, flag.alone)
            continue
        if letters:
            _set(found, flag, letters)
        elif left:
            _set(found, flag, left.pop(0))
        else:
            raise FlagError(f"flag needs an argument: {letter!r} in -{letter}")
        return


def _set(found: Flags, flag: Flag, text: str) -> None:
    shown = f"-{flag.short}, --{flag.name}" if flag.short else f"--{flag.name}"
    try:
        value = _value(flag.kind, text)
    except ValueError as error:
        raise FlagError(
            f'invalid argument "{text}" for "{shown}" flag: {error}'
        ) from error
    if flag.kind in ("list", "array"):
        before = found.values[flag.name] if flag.name in found.given else []
        value = [*before, *value]
    found.values[flag.name] = value
    found.given.add(flag.name)


def _value(kind: str, text: str) -> Any:
    match kind:
        case "bool":
            if text not in TRUE + FALSE:
                raise ValueError(f'strconv.ParseBool: parsing "{text}": invalid syntax')
            return text in TRUE
        case "int":
            return _number(text)
        case "duration":
            return duration(text)
        case "list":
            return text.split(",") if text else []
        case "array":
            return [text]
    return text


def _number(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ValueError(f'strconv.ParseInt: parsing "{text}": invalid syntax')
    if len(text) > DIGITS or abs(int(text)) >= 1 << 63:
        raise ValueError(f'strconv.ParseInt: parsing "{text}": value out of range')
    return int(text)


def duration(text: str) -> float:
    """Seconds of "1h30m" as Go's time.ParseDuration reads it. Raises ValueError."""
    body = text.lstrip("+-")
    if body == "0":
        return 0.0
    parts = DURATION.findall(body)
    if not body or "".join(a + b for a, b in parts) != body:
        bare = re.fullmatch(r"\d+(\.\d*)?", body)
        wrong = re.match(r"(?:[\d.]+(?:ns|us|µs|ms|s|m|h))*[\d.]+([^\d.]+)", body)
        reason = "missing unit in duration" if bare else "invalid duration"
        if wrong and not bare and wrong[1] not in UNITS:
            reason = f'unknown unit "{wrong[1]}" in duration'
        raise ValueError(f'time: {reason} "{text}"')
    seconds = sum(float(a) * UNITS["us" if b == "µs" else b] for a, b in parts)
    return -seconds if text.startswith("-") else seconds

"""Flags as GNU's programs read them, with their words for what is wrong."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from clusters.terminal.program import Call, Exit, program


@dataclass(frozen=True)
class Option:
    """One flag: its letter, its long name, what its value is called, what it does."""

    short: str = ""
    long: str = ""
    value: str = ""
    about: str = ""
    optional: bool = False
    """Whether the value may be missing: then it is written `--long=value` only."""

    @property
    def name(self) -> str:
        return self.short or self.long

    def shown(self) -> str:
        """The flag as --help lists it."""
        value = f"[={self.value}]" if self.optional else f"={self.value}"
        long = f"--{self.long}{value if self.value else ''}" if self.long else ""
        short = f"-{self.short}" if self.short else "   "
        if not long:
            return f"{short} {self.value}".rstrip()
        return f"{short}, {long}" if self.short else f"    {long}"


@dataclass(frozen=True)
class Manual:
    """What --help says of a program, and which flags it takes."""

    usage: tuple[str, ...]
    about: str
    options: tuple[Option, ...] = ()
    wrong: int = 1
    """The code when a flag is not known."""
    first_word_ends: bool = False
    """Flags behind the first other word are words: xargs, env, watch, ssh."""
    numbers: bool = False
    """`-5` is a word of its own, not a flag: head, tail, seq."""
    shows_usage: bool = False
    """Whether its usage stands between what is wrong and where to read on: grep."""

    def text(self, name: str) -> str:
        """All that --help says."""
        lines = [
            f"{'Usage:' if place == 0 else '  or: '} {line}"
            for place, line in enumerate(self.usage)
        ]
        lines.append(self.about)
        width = max((len(option.shown()) for option in self.options), default=0)
        if self.options:
            lines.append("")
        lines += [f"  {one.shown():{width}}  {one.about}" for one in self.options]
        lines += ["", f"This is {name} as far as this terminal has it."]
        return "\n".join(lines) + "\n"


@dataclass
class Given:
    """The flags and the other words of one call."""

    manual: Manual
    flags: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def on(self, *names: str) -> bool:
        """Whether one of these flags is given."""
        return any(name in names for name, _ in self.flags)

    def value(self, name: str, default: str = "") -> str:
        """A flag's value, the last one if it is given again."""
        return next((v for n, v in reversed(self.flags) if n == name), default)

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.flags if known == name]

    def last(self, *names: str) -> str:
        """Which of these flags was given last; empty if none."""
        return next((n for n, _ in reversed(self.flags) if n in names), "")


Written: TypeAlias = Callable[[Call, Given], Iterator[str]]
manuals: dict[str, Manual] = {}
"""By name, once the programs are imported: `programs.get` sees to that."""


def tool(name: str, manual: Manual) -> Callable[[Written], Written]:
    """Make a generator function a program whose flags are read first."""

    def register(run: Written) -> Written:
        manuals[name] = manual

        @program(name)
        @functools.wraps(run)
        def started(call: Call) -> Iterator[str]:
            if "--help" in call.args[:1]:
                yield manual.text(name)
                return
            yield from run(call, given(call, manual))

        return run

    return register


def given(call: Call, manual: Manual) -> Given:
    """The flags and words of a call. Raises Exit with GNU's words."""
    found = Given(manual)
    rest = list(call.args)
    while rest:
        word = rest.pop(0)
        if word == "--":
            found.words += rest
            break
        if word.startswith("--"):
            _long(call, manual, found, word, rest)
        elif _is_short(manual, word):
            _short(call, manual, found, word, rest)
        else:
            found.words.append(word)
            if manual.first_word_ends:
                found.words += rest
                break
    return found


def _is_short(manual: Manual, word: str) -> bool:
    if len(word) < len("-x") or not word.startswith("-"):
        return False
    return not (manual.numbers and word[1:].replace(".", "", 1).isdecimal())


def _long(call: Call, manual: Manual, found: Given, word: str, rest: list[str]) -> None:
    name, equals, value = word[2:].partition("=")
    fitting = [o for o in manual.options if o.long and o.long.startswith(name)]
    exact = [o for o in fitting if o.long == name]
    options = exact or fitting
    if not name or not options:
        raise wrong(call, manual, f"unrecognized option '{word}'")
    if len(options) > 1:
        possible = " ".join(f"'--{o.long}'" for o in options)
        raise wrong(
            call, manual, f"option '{word}' is ambiguous; possibilities: {possible}"
        )
    option = options[0]
    if equals and not option.value:
        raise wrong(call, manual, f"option '--{option.long}' doesn't allow an argument")
    if option.value and not equals and not option.optional:
        if not rest:
            raise wrong(call, manual, f"option '--{option.long}' requires an argument")
        value = rest.pop(0)
    found.flags.append((option.name, value))


def _short(
    call: Call, manual: Manual, found: Given, word: str, rest: list[str]
) -> None:
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        option = next((o for o in manual.options if o.short == letter), None)
        if option is None:
            raise wrong(call, manual, f"invalid option -- '{letter}'")
        value = ""
        if option.optional:
            value, letters = letters, ""
        elif option.value:
            if not letters and not rest:
                raise wrong(call, manual, f"option requires an argument -- '{letter}'")
            value, letters = letters or rest.pop(0), ""
        found.flags.append((option.name, value))


def wrong(call: Call, manual: Manual, what: str) -> Exit:
    """The end of a program that does not understand its flags."""
    hint = f"Try '{call.name} --help' for more information."
    usage = f"Usage: {manual.usage[0]}\n" if manual.shows_usage else ""
    return Exit(manual.wrong, f"{call.name}: {what}\n{usage}{hint}")

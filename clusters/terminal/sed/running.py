"""Running sed's commands over lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clusters.terminal.program import Call, Exit
from clusters.terminal.sed.script import Address, Command

LONGEST = 1 << 20


class Quit(Exception):
    """`q`: no more lines. `printed` says whether this one still is."""

    def __init__(self, code: int, *, printed: bool) -> None:
        super().__init__(code)
        self.code = code
        self.printed = printed


class Next(Exception):
    """`d`: the next line, without printing this one."""


@dataclass
class Space:
    """What sed has in hands."""

    call: Call
    lines: Iterator[tuple[str, bool]]
    """Each line, and whether it is the last."""
    quiet: bool
    pattern: str = ""
    hold: str = ""
    number: int = 0
    last: bool = False
    out: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    """What is printed behind this line: of `a`."""

    def forward(self) -> bool:
        """Take the next line; False where there is none."""
        found = next(self.lines, None)
        if found is None:
            return False
        self.pattern, self.last = found
        self.number += 1
        return True

    def set(self, text: str) -> None:
        """Change the line in hands. Raises Exit where it grows too long."""
        if len(text) > LONGEST:
            raise Exit(1, "sed: a line of more than 1 MiB")
        self.pattern = text

    def put(self, text: str) -> None:
        self.out.append(text + "\n")

    def flushed(self) -> str:
        """What is to be printed until here."""
        text = "".join([*self.out, *self.after])
        self.out.clear()
        self.after.clear()
        return text


def run(space: Space, commands: list[Command]) -> Iterator[str]:
    """All lines through all commands."""
    code = 0
    while space.forward():
        space.call.session.check()
        printed, ended = True, False
        try:
            _each(space, commands)
        except Next:
            printed = False
        except Quit as quitted:
            printed, ended, code = quitted.printed, True, quitted.code
        if printed and not space.quiet:
            space.put(space.pattern)
        yield space.flushed()
        if ended:
            break
    if code:
        raise Exit(code)


def _each(space: Space, commands: list[Command]) -> None:
    for command in commands:
        if _chosen(space, command) == command.negated:
            continue
        if command.name == "{":
            _each(space, command.body)
        elif command.name == "s":
            _substituted(space, command)
        else:
            _simple(space, command)


def _chosen(space: Space, command: Command) -> bool:
    """Whether a command is for this line."""
    if command.first is None:
        return True
    if command.second is None:
        return _at(space, command.first)
    if command.inside:
        command.inside = not _ends(space, command)
        return True
    zero = command.first.number == 0 and not (command.first.test or command.first.last)
    if not (_at(space, command.first) or (zero and space.number == 1)):
        return False
    second = command.second
    if second.count >= 0:
        command.until = space.number + second.count
        command.inside = second.count > 0
    elif second.number and not second.step:
        command.inside = second.number > space.number
    else:
        command.inside = not (zero and _at(space, second)) and not (
            second.last and space.last
        )
    return True


def _ends(space: Space, command: Command) -> bool:
    second = command.second
    assert second is not None
    if second.count >= 0:
        return space.number >= command.until
    if second.number and not second.step:
        return space.number >= second.number
    return _at(space, second)


def _at(space: Space, address: Address) -> bool:
    if address.test is not None:
        return bool(address.test.search(space.pattern))
    if address.last:
        return space.last
    if address.step:
        past = space.number - address.number
        return past >= 0 and past % address.step == 0
    return space.number == address.number


def _simple(space: Space, command: Command) -> None:
    name = command.name
    if name in "dD":
        raise Next
    if name in "qQ":
        raise Quit(command.code, printed=name == "q")
    if name in "hHgGx":
        _held(space, name)
    elif name in "nN":
        _more(space, name)
    elif name in "yz":
        space.set(
            "".join(command.table.get(char, char) for char in space.pattern)
            if name == "y"
            else ""
        )
    else:
        _texts(space, command)


def _texts(space: Space, command: Command) -> None:
    """What only prints."""
    if command.name == "a":
        space.after.append(command.text + "\n")
    elif command.name == "c":
        if not command.inside:
            space.put(command.text)
        raise Next
    else:
        pattern = space.pattern
        shown = pattern.replace("\\", "\\\\").replace("\t", "\\t") + "$"
        texts = {
            "i": command.text, "p": pattern, "P": pattern.partition("\n")[0],
            "=": str(space.number), "F": "-", "l": shown,
        }  # fmt: skip
        space.put(texts[command.name])


def _held(space: Space, name: str) -> None:
    if name == "h":
        space.hold = space.pattern
    elif name == "H":
        space.hold += "\n" + space.pattern
        if len(space.hold) > LONGEST:
            raise Exit(1, "sed: more than 1 MiB is held")
    elif name == "g":
        space.set(space.hold)
    elif name == "G":
        space.set(space.pattern + "\n" + space.hold)
    else:
        held, space.hold = space.hold, space.pattern
        space.set(held)


def _more(space: Space, name: str) -> None:
    before = space.pattern
    if name == "n" and not space.quiet and not space.last:
        space.put(before)
    if not space.forward():
        raise Quit(0, printed=True)
    if name == "N":
        space.set(before + "\n" + space.pattern)


def _substituted(space: Space, command: Command) -> None:
    text, pieces = space.pattern, []
    at = length = count = changed = 0
    for match in command.test.finditer(text):
        count += 1
        if count < command.nth:
            continue
        new = _filled(match, command.new)
        pieces += [text[at : match.start()], new]
        length += len(new) + match.start() - at
        at = match.end()
        changed += 1
        if length > LONGEST:
            raise Exit(1, "sed: a line of more than 1 MiB")
        if "g" not in command.flags:
            break
    if changed:
        space.set("".join(pieces) + text[at:])
        if "p" in command.flags:
            space.put(space.pattern)


def _filled(match: Any, parts: list[str | int]) -> str:
    pieces: list[str] = []
    length = 0
    for part in parts:
        piece = part if isinstance(part, str) else match.group(part) or ""
        pieces.append(piece)
        length += len(piece)
        if length > LONGEST:
            raise Exit(1, "sed: a line of more than 1 MiB")
    return "".join(pieces)

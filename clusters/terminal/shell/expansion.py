"""Words become arguments: braces, tilde, values, splitting, names of files."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.terminal.files import HOME
from clusters.terminal.shell import arithmetic, braces, globbing, parameters
from clusters.terminal.shell.globbing import Field, text_of
from clusters.terminal.shell.state import State
from clusters.terminal.shell.syntax import (
    Arithmetic,
    Parameter,
    Part,
    ShellError,
    Substitution,
    Text,
    Word,
)
from clusters.terminal.shell.variables import BLANKS

MOST_WORDS = 20_000
MOST_LETTERS = 2 << 20
"""As Linux allows a program's arguments by default."""


def arguments(state: State, words: Iterable[Word]) -> list[str]:
    """All words expanded, as a program gets them. Raises ShellError."""
    found: list[str] = []
    letters = 0
    for word in words:
        for one in braces.expanded(word):
            fields = _named(state, _fields(state, one))
            found += fields
            letters += sum(len(field) for field in fields)
            if len(found) > MOST_WORDS or letters > MOST_LETTERS:
                raise ShellError("Argument list too long", 126)
    return found


def joined(state: State, word: Word) -> str:
    """One word expanded into one text: never split, never a name of files."""
    return text_of(pieced(state, word))


def pieced(state: State, word: Word) -> Field:
    """One word expanded, as a pattern: what was quoted stays known."""
    field: Field = []
    letters = 0
    for place, part in enumerate(word):
        if isinstance(part, Text):
            text = _tilde(state, part, word) if place == 0 else part.text
            field.append((text, part.quoted))
        else:
            field.append((_value(state, part), part.quoted))
        letters += len(field[-1][0])
        if letters > MOST_LETTERS:
            raise ShellError("Argument list too long", 126)
    return field


def _named(state: State, fields: list[Field]) -> list[str]:
    """Fields as texts; patterns as the files that they fit, if there are any."""
    found: list[str] = []
    for field in fields:
        if globbing.is_pattern(field):
            found += globbing.names(state.session, field) or [text_of(field)]
        else:
            found.append(text_of(field))
    return found


def _tilde(state: State, part: Text, word: Word) -> str:
    text = part.text
    alone = text == "~" and len(word) == 1
    if part.quoted or not (alone or text.startswith("~/")):
        return text
    return (state.variables.get("HOME") or HOME) + text[1:]


def _fields(state: State, word: Word) -> list[Field]:
    """A word's fields: what is not quoted is split at blanks."""
    split = _Splitting(state.variables.get("IFS") or "")
    for place, part in enumerate(word):
        if isinstance(part, Text):
            text = _tilde(state, part, word) if place == 0 else part.text
            split.put(text, quoted=part.quoted)
        elif isinstance(part, Parameter) and part.name == "@" and not part.sign:
            split.each(state.args, quoted=part.quoted)
        elif part.quoted:
            split.put(_value(state, part), quoted=True)
        else:
            split.value(_value(state, part))
    return split.fields


class _Splitting:
    """The fields of a word as its parts come."""

    def __init__(self, separators: str) -> None:
        self.separators = separators
        self.fields: list[Field] = []
        self.open = False

    def put(self, text: str, *, quoted: bool) -> None:
        """Letters that are not split. Quoted ones make a field even if empty."""
        if not (text or quoted):
            return
        if not self.open:
            self.fields.append([])
            self.open = True
        self.fields[-1].append((text, quoted))

    def each(self, texts: list[str], *, quoted: bool) -> None:
        """`$@`: every argument a field of its own."""
        for place, text in enumerate(texts):
            if place:
                self.open = False
            if quoted:
                self.put(text, quoted=True)
            else:
                self.value(text)

    def value(self, text: str) -> None:
        """A value that nothing quotes."""
        pieces, begins, ends = _split(text, self.separators)
        if begins:
            self.open = False
        for place, piece in enumerate(pieces):
            if place:
                self.open = False
            if not (piece or self.open):
                self.fields.append([("", False)])
                self.open = True
            self.put(piece, quoted=False)
        if ends:
            self.open = False


def _split(text: str, separators: str) -> tuple[list[str], bool, bool]:
    """The pieces of a value, and whether a separator stands before and behind them."""
    if not (separators and text):
        return ([text] if text else []), False, False
    blanks = [char for char in separators if char in BLANKS]
    for char in blanks:
        text = text.replace(char, " ")
    marks = [char for char in separators if char not in BLANKS]
    if not marks:
        pieces = [piece for piece in text.split(" ") if piece]
        return pieces, text[0] in blanks, text[-1] in blanks
    for char in marks:
        text = text.replace(char, "\0")
    begins, ends = text[0] == " ", text[-1] in " \0"
    found: list[str] = []
    for cut in text.strip(" ").removesuffix("\0").split("\0"):
        words = [word for word in cut.split(" ") if word] if blanks else [cut]
        found += words or [""]
    return found, begins, ends


def _value(state: State, part: Part) -> str:
    match part:
        case Text():
            return part.text
        case Parameter():
            return parameters.value(
                state,
                part,
                lambda word: joined(state, word),
                lambda word: pieced(state, word),
            )
        case Substitution():
            if part.as_file:
                return _as_file(state, part)
            return state.captured(part.script)
        case Arithmetic():
            expression = joined(state, part.expression)
            return str(arithmetic.calculated(state, expression))


def _as_file(state: State, part: Substitution) -> str:
    """`<(…)`: what it prints becomes a file until the command has ended."""
    text = state.captured(part.script)
    name = f"/dev/fd/{63 - len(state.opened)}"
    state.opened.append(name)
    state.session.files.texts[name] = text + "\n" if text else ""
    return name

"""Go templates: from text to a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from clusters.terminal.kubectl.errors import NOT_HERE, KubectlError
from clusters.terminal.kubectl.jsonpath_scan import unquoted

ELSEWHERE = ("define", "template", "block")
FUNCTIONS_ELSEWHERE = ("call", "html", "js", "urlquery", "slice")
DEEPEST = 50
LONGEST_NUMBER = 20
TOKEN = re.compile(
    r"""\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)'|:=|[=|,()]"""
    r"""|\$?\w*(?:\.\w+)+|\$\w*|\.|[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\w+"""
)


class ParseError(Exception):
    """What is wrong with a template, in the words of Go's parser."""

    def __init__(self, text: str, line: int = 1) -> None:
        super().__init__(text)
        self.line = line


@dataclass(frozen=True)
class Operand:
    """`.a.b`, `$x.a`, a constant, a function, or a pipeline in parentheses."""

    kind: Literal["dot", "variable", "constant", "function", "pipe"]
    value: Any
    fields: tuple[str, ...] = ()
    place: str = ""
    text: str = ""


@dataclass(frozen=True)
class Pipe:
    """Commands, each of which gets what the one before it makes; names to set."""

    commands: tuple[tuple[Operand, ...], ...]
    names: tuple[str, ...] = ()
    declares: bool = True


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Action:
    pipe: Pipe


@dataclass(frozen=True)
class Branch:
    """if; with `moves` it is a with, which changes what `.` is."""

    pipe: Pipe
    body: tuple[Node, ...]
    other: tuple[Node, ...]
    moves: bool = False


@dataclass(frozen=True)
class Loop:
    pipe: Pipe
    body: tuple[Node, ...]
    other: tuple[Node, ...]


Node: TypeAlias = Text | Action | Branch | Loop | Literal["break", "continue"]


@dataclass(frozen=True)
class Template:
    source: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Piece:
    """Text, or the inside of an action; where it begins."""

    text: str
    action: bool
    line: int = 1
    column: int = 0


def parse(source: str, functions: set[str]) -> Template:
    """The tree of a template. Raises ParseError, and KubectlError for what is not here."""
    parser = Parser(list(_pieces(source)), functions)
    nodes, end = parser.body(("end", "else"))
    if end:
        raise ParseError(f"unexpected {{{{{end}}}}}", parser.line)
    return Template(source, nodes)


def _pieces(source: str) -> Iterator[Piece]:
    place, trims = 0, False
    while place < len(source):
        start = source.find("{{", place)
        before = source[place:] if start < 0 else source[place:start]
        if trims:
            before = before.lstrip()
        if start >= 0 and re.match(r"-\s", source[start + 2 : start + 4]):
            before = before.rstrip()
        if before:
            yield Piece(before, action=False)
        if start < 0:
            return
        line = source.count("\n", 0, start) + 1
        end = _close(source, start + 2)
        if end < 0:
            raise ParseError("unclosed action", line)
        inside = source[start + 2 : end]
        trims = bool(re.search(r"\s-$", inside))
        inside = re.sub(r"\s-$", "", re.sub(r"^-\s", "  ", inside))
        column = start + 2 - (source.rfind("\n", 0, start) + 1)
        if not inside.strip().startswith("/*"):
            yield Piece(inside, action=True, line=line, column=column)
        place = end + 2


def _close(source: str, place: int) -> int:
    """Where the action ends: the first `}}` outside strings; -1 where nowhere."""
    quote = ""
    while place < len(source):
        letter = source[place]
        if quote:
            if letter == "\\" and quote != "`":
                place += 1
            elif letter == quote:
                quote = ""
        elif letter in '"`':
            quote = letter
        elif source.startswith("}}", place):
            return place
        place += 1
    return -1


class Parser:
    """The pieces of a template, taken one by one."""

    def __init__(self, pieces: list[Piece], functions: set[str]) -> None:
        self.pieces = pieces
        self.functions = functions
        self.at = 0
        self.line = 1
        self.depth = 0

    def body(self, ends: tuple[str, ...]) -> tuple[tuple[Node, ...], str]:
        """The nodes up to one of these words; the words with it, "" at the end."""
        nodes: list[Node] = []
        self.depth += 1
        if self.depth > DEEPEST:
            raise ParseError("the template is nested too deep", self.line)
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            self.at += 1
            self.line = piece.line if piece.action else self.line
            if not piece.action:
                nodes.append(Text(piece.text))
                continue
            word = piece.text.strip().partition(" ")[0]
            if word in ends:
                self.depth -= 1
                return tuple(nodes), piece.text.strip()
            nodes.append(self._node(word, piece))
        self.depth -= 1
        return tuple(nodes), ""

    def _node(self, word: str, piece: Piece) -> Node:
        if word in ELSEWHERE:
            raise KubectlError(f"{{{{{word}}}}}: {NOT_HERE}")
        if word in ("break", "continue"):
            return "break" if word == "break" else "continue"
        if word in ("if", "with", "range"):
            return self._block(word, piece)
        return Action(self._pipe(piece, 0))

    def _block(self, word: str, piece: Piece) -> Node:
        pipe = self._pipe(piece, piece.text.index(word) + len(word))
        body, end = self.body(("end", "else"))
        other: tuple[Node, ...] = ()
        if end.startswith("else") and end != "else":
            inner = end.removeprefix("else").strip()
            self.at -= 1
            self.pieces[self.at] = Piece(inner, action=True, line=self.line)
            self.at += 1
            other = (self._node(inner.partition(" ")[0], self.pieces[self.at - 1]),)
            end = "end"
        elif end == "else":
            other, end = self.body(("end",))
        if not end:
            raise ParseError("unexpected EOF", self.line)
        if word == "range":
            return Loop(pipe, body, other)
        return Branch(pipe, body, other, moves=word == "with")

    def _pipe(self, piece: Piece, start: int) -> Pipe:
        tokens = list(_tokens(piece, start))
        names: list[str] = []
        declares = True
        marks = [text for text, _ in tokens]
        if ":=" in marks or "=" in marks:
            sign = ":=" if ":=" in marks else "="
            at = marks.index(sign)
            names = [text for text in marks[:at] if text != ","]
            declares, tokens = sign == ":=", tokens[at + 1 :]
        pipe, rest = self._commands(tokens, piece)
        if rest:
            raise ParseError('unexpected ")" in command', piece.line)
        return Pipe(pipe.commands, tuple(names), declares)

    def _commands(
        self, tokens: list[tuple[str, int]], piece: Piece
    ) -> tuple[Pipe, list[tuple[str, int]]]:
        """The pipeline up to a `)` or the end, and the tokens from there."""
        commands: list[tuple[Operand, ...]] = []
        operands: list[Operand] = []
        while tokens and tokens[0][0] != ")":
            text, place = tokens.pop(0)
            if text == "|":
                commands.append(tuple(operands))
                operands = []
            elif text == "(":
                inner, tokens = self._commands(tokens, piece)
                if not tokens:
                    raise ParseError("unclosed left paren", piece.line)
                tokens.pop(0)
                fields: tuple[str, ...] = ()
                if tokens and tokens[0][0].startswith(".") and len(tokens[0][0]) > 1:
                    fields = tuple(tokens.pop(0)[0][1:].split("."))
                operands.append(Operand("pipe", inner, fields))
            else:
                operands.append(
                    self._operand(text, f"{piece.line}:{_place(text, place)}")
                )
        commands.append(tuple(operands))
        if not all(commands):
            raise ParseError("missing value for command", piece.line)
        return Pipe(tuple(commands)), tokens

    def _operand(self, text: str, place: str) -> Operand:
        found = _plain(text, place)
        if found is not None:
            return found
        constants = {"true": True, "false": False, "nil": None}
        if text in constants:
            return Operand("constant", constants[text], (), place, text)
        if text in FUNCTIONS_ELSEWHERE:
            raise KubectlError(f"{text}: {NOT_HERE}")
        if text not in self.functions:
            raise ParseError(f'function "{text}" not defined', self.line)
        return Operand("function", text, (), place, text)


def _plain(text: str, place: str) -> Operand | None:
    """A string, a number, a field or a variable; None for a word."""
    first = text[0]
    if first in ".$":
        name, *below = text.split(".")
        kind: Literal["dot", "variable"] = "dot" if first == "." else "variable"
        return Operand(kind, name, tuple(filter(None, below)), place, text)
    if first in "\"'`":
        value: Any = text[1:-1] if first == "`" else unquoted(text, first)
    elif first.isdigit() or first in "+-":
        whole = text.lstrip("+-").isdigit() and len(text) < LONGEST_NUMBER
        value = int(text) if whole else float(text)
    else:
        return None
    return Operand("constant", value, (), place, text)


def _place(text: str, place: int) -> int:
    """Where Go's parser says that a chain of fields is: at its second part."""
    second = text.find(".", 1)
    return place + second if text[0] in ".$" and second > 0 else place


def _tokens(piece: Piece, start: int) -> Iterator[tuple[str, int]]:
    place = start
    while place < len(piece.text):
        match = TOKEN.match(piece.text, place)
        if match is None:
            letter = piece.text[place]
            if letter in "\"'":
                raise ParseError("unterminated quoted string", piece.line)
            raise ParseError(
                f"unexpected bad character U+{ord(letter):04X} '{letter}' in command",
                piece.line,
            )
        if not match.group().isspace():
            yield match.group(), piece.column + place
        place = match.end()

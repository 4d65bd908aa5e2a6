"""Words become arguments: variables, substitutions, arithmetic, splitting."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable

from clusters.sim.images.shell.state import State
from clusters.sim.images.shell.syntax import (
    Arithmetic,
    Literal,
    Part,
    Substitution,
    Unsupported,
    Variable,
    Word,
)

Substitute = Callable[[str], str]
_OPERATORS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: lambda a, b: int(a / b) if b else 0,
    ast.Mod: lambda a, b: a % b if b else 0,
}


def arguments(
    words: tuple[Word, ...], state: State, substitute: Substitute
) -> list[str]:
    """All words expanded; unquoted values are split at blanks."""
    return [field for word in words for field in _fields(word, state, substitute)]


def text(word: Word, state: State, substitute: Substitute) -> str:
    """One word expanded, never split."""
    return "".join(_value(part, state, substitute) for part in word)


def _fields(word: Word, state: State, substitute: Substitute) -> list[str]:
    fields: list[str] = []
    open_field: str | None = None
    for part in word:
        value = _value(part, state, substitute)
        if isinstance(part, Variable) and part.name == "@" and part.quoted:
            fields += state.args
            continue
        if isinstance(part, Literal) or getattr(part, "quoted", True):
            open_field = (open_field or "") + value
            continue
        pieces = value.split()
        if value[:1].isspace() and open_field is not None:
            fields.append(open_field)
            open_field = None
        for place, piece in enumerate(pieces):
            if place and open_field is not None:
                fields.append(open_field)
                open_field = None
            open_field = (open_field or "") + piece
        if value[-1:].isspace() and open_field is not None:
            fields.append(open_field)
            open_field = None
    return fields if open_field is None else [*fields, open_field]


def _value(part: Part, state: State, substitute: Substitute) -> str:
    match part:
        case Literal():
            return part.text
        case Variable():
            return _variable(part.name, state) or part.default
        case Substitution():
            return substitute(part.script).rstrip("\n")
        case Arithmetic():
            return str(arithmetic(part.expression, state))


def _variable(name: str, state: State) -> str:
    special = {
        "?": str(state.status),
        "#": str(len(state.args)),
        "@": " ".join(state.args),
        "*": " ".join(state.args),
        "$": "1",
        "!": "",
        "0": "sh",
        "SECONDS": str(int(state.at)),
    }
    if name in special:
        return special[name]
    if name.isdigit():
        place = int(name) - 1
        return state.args[place] if place < len(state.args) else ""
    return state.env.get(name, "")


def arithmetic(expression: str, state: State) -> int:
    """`$(( … ))` over whole numbers."""
    names = re.sub(
        r"\$?\{?([A-Za-z_]\w*)\}?",
        lambda m: state.env.get(m[1], "0") or "0",
        expression,
    )
    try:
        tree = ast.parse(names.strip().replace("/", "//") or "0", mode="eval")
    except SyntaxError:
        raise Unsupported(f"$(({expression}))") from None
    return _number(tree.body)


def _number(node: ast.expr) -> int:
    match node:
        case ast.Constant(value=int() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(operand)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            return _OPERATORS[type(sign)](_number(left), _number(right))
    raise Unsupported("arithmetic")

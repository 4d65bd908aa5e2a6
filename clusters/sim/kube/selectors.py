"""Selectors: label and field expressions, parsed and matched as the API does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube.errors import BadRequest
from clusters.sim.kube.names import label_value, qualified

BINARY = ("in", "notin", "=", "==", "!=", "gt", "lt")
END, NOT, COMMA, CLOSE = "", "!", ",", ")"
_token = re.compile(r"\s*(==|!=|[=!(),><]|[^\s=!(),><]+)")
_SPECIAL = {"==", "!=", "=", "!", "(", ")", ",", ">", "<", END}
NEVER = "never"
_STRUCT = {"In": "in", "NotIn": "notin", "Exists": "exists", "DoesNotExist": "!"}


@dataclass(frozen=True)
class Requirement:
    """One term: a key, an operator (in, notin, exists, !, >, <) and its values."""

    key: str
    operator: str
    values: frozenset[str] = frozenset()

    def matches(self, labels: Mapping[str, str]) -> bool:
        value = labels.get(self.key)
        match self.operator:
            case "in":
                return value in self.values
            case "notin":
                return value not in self.values
            case "exists":
                return value is not None
            case "!":
                return value is None
            case "never":
                return False
        return self._compares(value)

    def _compares(self, value: str | None) -> bool:
        bound = next(iter(self.values))
        if value is None or not re.fullmatch("[+-]?[0-9]+", value):
            return False
        if self.operator == ">":
            return int(value) > int(bound)
        return int(value) < int(bound)


Selector = tuple[Requirement, ...]
"""Terms that must all hold; without terms it matches everything."""


def matches(selector: Selector, labels: Mapping[str, str] | None) -> bool:
    found = labels or {}
    return all(term.matches(found) for term in selector)


@lru_cache(maxsize=1024)
def parse(text: str) -> Selector:
    """A `labelSelector` parameter. Raises BadRequest with the parser's words."""
    return _Parser(text).selector()


def of(struct: Doc) -> Selector:
    """The terms of a LabelSelector document."""
    labels = struct.get("matchLabels") or {}
    terms = [Requirement(k, "in", frozenset((v,))) for k, v in sorted(labels.items())]
    terms += [_term(t or {}) for t in struct.get("matchExpressions") or ()]
    return tuple(terms)


def _term(struct: Doc) -> Requirement:
    """One expression; an operator that is none (not validated yet) matches nothing."""
    operator = _STRUCT.get(struct.get("operator", ""), NEVER)
    values = frozenset(struct.get("values") or ())
    return Requirement(struct.get("key", ""), operator, values)


def selects(struct: Doc | None, labels: Mapping[str, str] | None) -> bool:
    """Whether a LabelSelector document selects an object of these labels."""
    if struct is None:
        return False
    found = labels or {}
    wanted = struct.get("matchLabels") or {}
    if any(found.get(key) != value for key, value in wanted.items()):
        return False
    return not struct.get("matchExpressions") or matches(of(struct), found)


def of_map(labels: Mapping[str, str] | None) -> Selector:
    """A plain map selector, as Services have."""
    pairs = sorted((labels or {}).items())
    return tuple(Requirement(k, "in", frozenset((v,))) for k, v in pairs)


def written(struct: Doc | None) -> str:
    """A LabelSelector as tables and Scale print it: `app=web,tier in (a,b)`."""
    texts = []
    for term in of(struct or {}):
        values = ",".join(sorted(term.values))
        match term.operator:
            case "exists":
                texts.append(term.key)
            case "!":
                texts.append(f"!{term.key}")
            case "in" if term.key in ((struct or {}).get("matchLabels") or {}):
                texts.append(f"{term.key}={values}")
            case operator:
                texts.append(f"{term.key} {operator} ({values})")
    return ",".join(texts)


class _Parser:
    """The API's recursive descent over tokens."""

    def __init__(self, text: str) -> None:
        self.tokens = _token.findall(text)
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else END

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def selector(self) -> Selector:
        terms: list[Requirement] = []
        while True:
            token = self.peek()
            if token == END:
                return tuple(terms)
            if token in _SPECIAL and token != NOT:
                raise _found(token, "!, identifier, or 'end of string'")
            try:
                terms.append(self.requirement())
            except ValueError as wrong:
                raise BadRequest(f"unable to parse requirement: {wrong}") from None
            after = self.take()
            if after == END:
                return tuple(terms)
            if after != ",":
                raise _found(after, "',' or 'end of string'")
            if self.peek() in _SPECIAL - {"!"}:
                raise _found(self.peek(), "identifier after ','")

    def requirement(self) -> Requirement:
        token, absent = self.take(), False
        if token == NOT:
            token, absent = self.take(), True
        if token in _SPECIAL:
            raise ValueError(f"found '{token}', expected: identifier")
        wrong = qualified(token)
        if wrong:
            raise ValueError(f'<nil>: Invalid value: "{token}": {"; ".join(wrong)}')
        if absent or self.peek() in {END, ","}:
            return Requirement(token, "!" if absent else "exists")
        operator = self.take()
        if operator in {"in", "notin"}:
            return Requirement(token, operator, _valued(token, self.values()))
        if operator in {"=", "==", "!="}:
            set_operator = "notin" if operator == "!=" else "in"
            return Requirement(token, set_operator, _valued(token, {self.value()}))
        if operator in {">", "<"}:
            return Requirement(token, operator, _number(self.value()))
        raise ValueError(f"found '{operator}', expected: {', '.join(BINARY)}")

    def value(self) -> str:
        if self.peek() in {END, ","}:
            return ""
        token = self.take()
        if token in _SPECIAL:
            raise ValueError(f"found '{token}', expected: identifier")
        return token

    def values(self) -> set[str]:
        opening = self.take()
        if opening != "(":
            raise ValueError(f"found '{opening}' expected: '('")
        out: set[str] = set()
        last = ","
        while True:
            token = self.take()
            if token == CLOSE:
                return out | {""} if last == "," else out
            if token == COMMA:
                out |= {""} if last == "," else set()
            elif token in _SPECIAL:
                raise ValueError(f"found '{token}', expected: ',', or identifier")
            elif last != ",":
                raise ValueError(f"found '{token}', expected: ',' or ')'")
            else:
                out.add(token)
            last = token


def _found(token: str, expected: str) -> BadRequest:
    return BadRequest(f"found '{token}', expected: {expected}")


def _valued(key: str, values: set[str]) -> frozenset[str]:
    for at, value in enumerate(sorted(values)):
        for wrong in label_value(value):
            raise ValueError(f'values[{at}][{key}]: Invalid value: "{value}": {wrong}')
    return frozenset(values)


def _number(text: str) -> frozenset[str]:
    if not re.fullmatch("[+-]?[0-9]+", text):
        raise ValueError(
            f"values[0]: Invalid value: \"{text}\": for 'Gt', 'Lt' operators, "
            "the value must be an integer"
        )
    return frozenset((text,))


FieldTerm = tuple[str, bool, str]
"""A field's label, whether it must be equal (else unequal), and the value."""


@lru_cache(maxsize=1024)
def parse_fields(text: str) -> tuple[FieldTerm, ...]:
    """A `fieldSelector` parameter. Raises BadRequest when it makes no sense."""
    terms: list[FieldTerm] = []
    for part in filter(None, re.findall(r"(?:\\.|[^,\\])+", text)):
        found = re.fullmatch(r"((?:\\.|[^=!\\])*)(==|!=|=)(.*)", part, re.DOTALL)
        if found is None:
            told = f"invalid selector: '{text}'; can't understand '{part}'"
            raise BadRequest(told)
        value = re.sub(r"\\([\\,=])", r"\1", found[3])
        terms.append((found[1], found[2] != "!=", value))
    return tuple(terms)


def field_matches(
    terms: tuple[FieldTerm, ...], known: Mapping[str, Callable[[Any], str]], doc: Doc
) -> bool:
    """Whether a document has these fields. Raises BadRequest for an unknown one."""
    return all((known[name](doc) == value) is equal for name, equal, value in terms)


def check_fields(
    terms: tuple[FieldTerm, ...], known: Mapping[str, Callable[[Any], str]]
) -> None:
    """Refuse a field that this resource cannot be selected by."""
    for name, _, _ in terms:
        if name not in known:
            raise BadRequest(f"field label not supported: {name}")

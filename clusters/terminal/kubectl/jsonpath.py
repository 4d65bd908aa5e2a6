"""kubectl's own JSONPath: templates of text and `{…}`, ranges, filters, unions, slices.

A template is a list of blocks. A block is a chain of steps: each takes the values
that the step before it found and answers others. `parsed` makes the tree, `found`
walks it, `text` prints what was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from clusters.terminal.kubectl import go_words
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.jsonpath_scan import Scan, unquoted

KEY = re.compile(r"'([^']*)'")
SLICE = re.compile(r"(-?\d*)(:-?\d*)?(:-?\d*)?")
COMPARED = re.compile(r"([^!<>=]+)([!<>=]+)(.+?)", re.DOTALL)
RELAXED = re.compile(r"\{\.?([^{}]+)\}|\.?([^{}]+)")


class PathError(Exception):
    """What is wrong with a template, or with it and the object together."""


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Value:
    """A number or a truth value that the template itself holds."""

    value: float | bool


@dataclass(frozen=True)
class Field:
    name: str


@dataclass(frozen=True)
class Word:
    """`range`, `end`, or what is neither."""

    word: str


@dataclass(frozen=True)
class Slice:
    start: int | None
    stop: int | None
    step: int | None
    one: bool = False
    """A single index: it stops one behind its start."""


@dataclass(frozen=True)
class Filter:
    left: Chain
    operator: str
    right: Chain


@dataclass(frozen=True)
class Union:
    parts: tuple[Chain, ...]


@dataclass(frozen=True)
class Wild:
    pass


@dataclass(frozen=True)
class Deep:
    """`..`: everything below, and itself."""


Step: TypeAlias = Text | Value | Field | Word | Slice | Filter | Union | Wild | Deep
Chain: TypeAlias = tuple[Step, ...]
Block: TypeAlias = Text | Chain


@lru_cache(maxsize=256)
def parsed(template: str) -> tuple[Block, ...]:
    """The blocks of a template. Raises PathError."""
    blocks: list[Block] = []
    scan = Scan(template)
    while not scan.over:
        before = scan.until("{")
        if before:
            blocks.append(Text(before))
        if scan.take("{"):
            blocks.append(_chain(scan))
    return tuple(blocks)


def relaxed(path: str) -> str:
    """`.metadata.name`, `metadata.name` or `{.metadata.name}` as a template."""
    if not path:
        return path
    match = RELAXED.fullmatch(path)
    if match is None:
        raise PathError(
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or "
            "'{name1.name2}' or '{.name1.name2}'"
        )
    return "{." + (match[1] or match[2]) + "}"


def _action(text: str) -> Chain:
    scan = Scan("{" + text + "}")
    scan.take("{")
    return _chain(scan)


def _chain(scan: Scan) -> Chain:
    steps: list[Step] = []
    while not scan.take("}"):
        if scan.take("[?("):
            steps.append(_filter(scan))
        elif scan.take(".."):
            if steps and isinstance(steps[-1], Deep):
                raise PathError("invalid multiple recursive descent")
            steps.append(Deep())
            if scan.at_word():
                steps.append(_field(scan))
        else:
            steps += _step(scan)
    return tuple(steps)


def _step(scan: Scan) -> list[Step]:
    letter = scan.next()
    if letter in ("", "\r", "\n"):
        raise PathError("unclosed action")
    if letter in " @$":
        return []
    if letter == "[":
        return _brackets(scan)
    if letter in "\"'":
        return [Text(_string(scan, letter))]
    if letter == ".":
        return [_field(scan)]
    scan.back()
    if letter in "+-" or letter.isdigit():
        return [_number(scan)]
    if scan.at_word():
        word = scan.word()
        truth = {"true": True, "false": False}
        return [Value(truth[word]) if word in truth else Word(word)]
    raise PathError(f"unrecognized character in action: U+{ord(letter):04X} '{letter}'")


def _field(scan: Scan) -> Step:
    name = scan.field()
    return Wild() if name == "*" else Field(name.replace("\\", ""))


def _number(scan: Scan) -> Step:
    text = scan.number()
    try:
        return Value(int(text))
    except ValueError:
        pass
    try:
        return Value(float(text))
    except ValueError as error:
        raise PathError(f"cannot parse number {text}") from error


def _string(scan: Scan, quote: str) -> str:
    text = scan.string(quote)
    if text is None:
        raise PathError("unterminated quoted string")
    plain = unquoted(text, quote)
    if plain is None:
        raise PathError(f"unquote string {text} error invalid syntax")
    return plain


def _brackets(scan: Scan) -> list[Step]:
    text = scan.brackets()
    if text is None:
        raise PathError("unterminated array")
    if "," in text:
        parts = (_action(f"[{part.strip(' ')}]") for part in text.split(","))
        return [Union(tuple(parts))]
    key = KEY.fullmatch(text)
    if key is not None:
        return list(_action(f".{key[1]}"))
    match = SLICE.fullmatch(":" if text == "*" else text)
    if match is None:
        raise PathError(f"invalid array index {text}")
    return [_slice(*match.groups())]


def _slice(first: str, second: str | None, third: str | None) -> Slice:
    start = _index(first)
    if second is None:
        return Slice(start, (start or 0) + 1, None, one=True)
    return Slice(start, _index(second[1:]), _index(third[1:]) if third else None)


def _index(text: str) -> int | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError as error:
        raise PathError(f"array index {text} is not a number") from error


def _filter(scan: Scan) -> Filter:
    text = scan.filter()
    if text is None:
        raise PathError("unterminated filter")
    if not scan.take("]"):
        raise PathError("unclosed array expect ]")
    match = COMPARED.fullmatch(text)
    if match is None:
        return Filter(_action(text), "exists", ())
    return Filter(_action(match[1]), match[2], _action(match[3]))


@dataclass
class Walk:
    """One evaluation of a template."""

    missing_is_empty: bool = True

    def results(self, blocks: tuple[Block, ...], data: Any) -> Iterator[list[Any]]:
        """What each block finds, ranges unrolled. Raises PathError."""
        yield from self._inside(blocks, 0, data, 0)

    def _inside(
        self, blocks: tuple[Block, ...], place: int, data: Any, depth: int
    ) -> Iterator[list[Any]]:
        """The results from a place to the end of its range."""
        while place < len(blocks):
            block = blocks[place]
            place += 1
            if isinstance(block, Text):
                yield [block.text]
                continue
            word = next((s.word for s in block if isinstance(s, Word)), "")
            if word == "end":
                self._check_end(depth)
                return
            values = self.chain(block, [data])
            if word != "range":
                yield values
                continue
            for value in values:
                yield from self._inside(blocks, place, value, depth + 1)
            if not values:
                for _ in self._inside(blocks, place, None, depth + 1):
                    pass
            place = _behind(blocks, place)

    def _check_end(self, depth: int) -> None:
        if not depth:
            raise PathError("not in range, nothing to end")

    def chain(self, chain: Chain, values: list[Any]) -> list[Any]:
        for step in chain:
            values = self._step(step, values)
        return values

    def _step(self, step: Step, values: list[Any]) -> list[Any]:
        match step:
            case Text(text):
                return [text]
            case Value(value):
                return [value] * len(values)
            case Field(name):
                return self._field(name, values)
            case Union(parts):
                return [one for part in parts for one in self.chain(part, values)]
            case Word(word):
                if word not in ("range", "end"):
                    raise PathError(f"unrecognized identifier {word}")
                return values
        return self._collected(step, values)

    def _collected(self, step: Step, values: list[Any]) -> list[Any]:
        match step:
            case Slice():
                return [one for v in values if v is not None for one in _cut(step, v)]
            case Filter():
                return [one for v in values for one in self._passing(step, v)]
            case Deep():
                return list(_deep(values))
        return [one for value in values for one in _below(value)]

    def _field(self, name: str, values: list[Any]) -> list[Any]:
        found = [v[name] for v in values if isinstance(v, dict) and name in v]
        if not found and values and not self.missing_is_empty:
            raise PathError(f"{name} is not found")
        return found

    def _passing(self, step: Filter, value: Any) -> Iterator[Any]:
        if not isinstance(value, list):
            shown = go_words.printed(value)
            raise PathError(f"{shown} is not array or slice and cannot be filtered")
        for one in value:
            if step.operator == "exists":
                if self._exists(step.left, one):
                    yield one
                continue
            lefts = self._compared(step.left, one)
            rights = self._compared(step.right, one) if lefts else []
            if lefts and rights and _holds(step.operator, lefts[0], rights[0]):
                yield one

    def _exists(self, chain: Chain, one: Any) -> bool:
        try:
            return bool(self.chain(chain, [one]))
        except PathError:
            return False

    def _compared(self, chain: Chain, one: Any) -> list[Any]:
        values = self.chain(chain, [one])
        if len(values) > 1:
            raise PathError("can only compare one element at a time")
        return values


def _behind(blocks: tuple[Block, ...], place: int) -> int:
    """The place behind the `end` of the range whose first block is here."""
    depth = 1
    while place < len(blocks) and depth:
        block = blocks[place]
        place += 1
        if not isinstance(block, Text):
            words = [step.word for step in block if isinstance(step, Word)]
            depth += words.count("range") - words.count("end")
    return place


def _below(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value[name] for name in sorted(value)]
    return value if isinstance(value, list) else []


def _deep(values: list[Any]) -> Iterator[Any]:
    for value in values:
        below = _below(value)
        if below:
            yield value
            yield from _deep(below)


def _cut(step: Slice, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise PathError(f"{go_words.kind_of(value)} is not array or slice")
    size = len(value)
    start = step.start or 0
    start += size if start < 0 else 0
    stop = size if step.stop is None else step.stop
    if stop < 0 or (stop == 0 and step.one):
        stop += size
    if start == stop:
        return []
    for index, place in ((start, start), (stop, stop - 1)):
        if index < 0 or index > size or (index == start and index >= size):
            raise PathError(f"array index out of bounds: index {place}, length {size}")
    if start > stop:
        raise PathError(f"starting index {start} is greater than ending index {stop}")
    if step.step is not None and step.step <= 0:
        raise PathError("step must be > 0")
    return value[start : stop : step.step or 1]


ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _holds(operator: str, left: Any, right: Any) -> bool:
    if operator not in (*ORDERED, "==", "!="):
        raise PathError(f"unrecognized filter operator {operator}")
    for value in (left, right):
        if value is None or isinstance(value, dict | list):
            raise PathError("invalid type for comparison")
    if go_words.kind_of(left) != go_words.kind_of(right):
        raise PathError("incompatible types for comparison")
    if operator in ("==", "!="):
        return bool((left == right) == (operator == "=="))
    if isinstance(left, bool):
        raise PathError("invalid type for comparison")
    return ORDERED[operator](left, right)


def found(
    template: str, data: Any, *, missing_is_empty: bool = True
) -> list[list[Any]]:
    """What each block of a template finds. Raises PathError."""
    return list(Walk(missing_is_empty).results(parsed(template), data))


def text(template: str, data: Any, *, missing_is_empty: bool = True) -> str:
    """What `-o jsonpath=` prints. Raises PathError."""
    results = found(template, data, missing_is_empty=missing_is_empty)
    return "".join(" ".join(map(shown, values)) for values in results)


def shown(value: Any) -> str:
    """One value: collections as JSON, all else as it is."""
    if isinstance(value, dict | list):
        return go_words.as_json(value)
    return "null" if value is None else go_words.printed(value)


def template_error(template: str, error: PathError, data: Any) -> KubectlError:
    """What kubectl says of a template that does not fit its object."""
    return KubectlError(
        f"error executing jsonpath {go_words.quoted(template)}: Error executing "
        f"template: {error}. Printing more information for debugging the template:\n"
        f"\ttemplate was:\n\t\t{template}\n\tobject given to jsonpath engine was:\n"
        f"\t\t{go_words.written(data)}\n\n"
    )

"""kubectl's own JSONPath: templates of text and `{…}`, ranges, filters, unions, slices.

`found` walks a template's tree over an object, `text` prints what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from clusters.terminal.kubectl import go_words
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.jsonpath_parse import (
    Block,
    Chain,
    Deep,
    Field,
    Filter,
    PathError,
    Slice,
    Step,
    Text,
    Union,
    Value,
    Word,
    parsed,
)
from clusters.terminal.kubectl.room import Room


@dataclass
class Walk:
    """One evaluation of a template."""

    missing_is_empty: bool = True
    room: Room = field(default_factory=Room)

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
            self.room.step()
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
            for value in self.room.each(values):
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
                found = (one for part in parts for one in self.chain(part, values))
                return list(self.room.each(found))
            case Word(word):
                if word not in ("range", "end"):
                    raise PathError(f"unrecognized identifier {word}")
                return values
        return self._collected(step, values)

    def _collected(self, step: Step, values: list[Any]) -> list[Any]:
        found: Iterator[Any]
        match step:
            case Slice():
                found = (one for v in values if v is not None for one in _cut(step, v))
            case Filter():
                found = (one for v in values for one in self._passing(step, v))
            case Deep():
                found = _deep(values)
            case _:
                found = (one for value in values for one in _below(value))
        return list(self.room.each(found))

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
    """What each block of a template finds. Raises PathError, KubectlError."""
    try:
        return list(Walk(missing_is_empty).results(parsed(template), data))
    except RecursionError as error:
        raise PathError("it is nested too deep") from error


def text(template: str, data: Any, *, missing_is_empty: bool = True) -> str:
    """What `-o jsonpath=` prints. Raises PathError, KubectlError."""
    results = found(template, data, missing_is_empty=missing_is_empty)
    room = Room()
    return "".join(
        " ".join(room.text(shown(value)) for value in values) for values in results
    )


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

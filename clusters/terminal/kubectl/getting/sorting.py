"""--sort-by: objects in the order of one of their fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from clusters.sim.kube import quantity
from clusters.terminal.kubectl import go_words, jsonpath, jsonpath_parse
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.go_sort import sorted_as_go

CHUNK = re.compile(r"\d{1,99}|\D+")


class BadField(KubectlError):
    """A field that is no path."""


class Absent(KubectlError):
    """A field that no object has."""

    def __init__(self, template: str) -> None:
        super().__init__(
            f'couldn\'t find any field with path "{template}" in the list of objects'
        )


def checked(field: str) -> str:
    """The template of a field. Raises KubectlError."""
    try:
        template = jsonpath_parse.relaxed(field)
        jsonpath_parse.parsed(template)
    except jsonpath_parse.PathError as error:
        raise BadField(str(error)) from error
    return template


def ordered(things: list[Any], field: str, body: Callable[[Any], Doc]) -> list[Any]:
    """The things in order; `body` tells a thing's object. Raises KubectlError."""
    template = checked(field)
    values = [_value(template, body(thing)) for thing in things]
    if things and all(value is _MISSING for value in values):
        raise Absent(template)
    pairs = list(zip(values, things, strict=True))
    try:
        pairs = sorted_as_go(pairs, lambda a, b: _less(a[0], b[0]))
    except _Unsortable as error:
        raise KubectlError(
            f"Field {template} in *unstructured.Unstructured is an unsortable type: "
            f"interface, err: unsortable type: {error}"
        ) from error
    return [thing for _, thing in pairs]


class _Missing:
    pass


class _Unsortable(Exception):
    pass


_MISSING = _Missing()


def _value(template: str, body: Doc) -> Any:
    try:
        results = jsonpath.found(template, body)
    except jsonpath_parse.PathError as error:
        raise KubectlError(str(error)) from error
    return results[0][0] if results and results[0] else _MISSING


def _less(one: Any, other: Any) -> bool:
    if one is _MISSING or other is _MISSING:
        return one is _MISSING
    if one is None or other is None:
        return one is None and other is not None
    for value in (one, other):
        if isinstance(value, dict | list | bool):
            raise _Unsortable(go_words.kind_of(value))
    if isinstance(one, str) != isinstance(other, str):
        raise _Unsortable(go_words.kind_of(one))
    return _text_less(one, other) if isinstance(one, str) else bool(one < other)


def _text_less(one: str, other: str) -> bool:
    """As amounts where both are, else with the numbers in them by value."""
    first, second = _amount(one), _amount(other)
    if first is not None and second is not None:
        return bool(first < second)
    return _chunks(one) < _chunks(other)


def _amount(text: str) -> Any:
    try:
        return quantity.parse(text)
    except ValueError:
        return None


def _chunks(text: str) -> list[tuple[int, int, str]]:
    return [
        (0, int(chunk), chunk) if chunk.isdigit() else (1, 0, chunk)
        for chunk in CHUNK.findall(text)
    ]

"""jq: a filter over JSON, by jq's own library."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import jq

from clusters.terminal.box.talk import Given, Talk

COMPILE, FAILED, FALSE, NOTHING, MISREAD = 3, 5, 1, 4, 2
INDENT = 2
CLOSED = ('"', "}", "]")
"""How a value ends that goes on in no further piece; a number might."""
SHADOWED = "def inputs: $__inputs__[]; "
"""The library has no `inputs` of its own."""


def prepare() -> None:
    """Nothing to load that the import has not."""
    jq.compile(".").input_value(None).first()


def run(given: Given, talk: Talk) -> int:
    """`filter` over `inputs` (texts, None: what is piped in), with `variables`."""
    os.environ.clear()
    os.environ.update(given["environment"])
    _take_all_descriptors()
    flags, variables = given["flags"], dict(given["variables"])
    source = given["filter"]
    if "inputs" in source and "n" in flags:
        try:
            variables["__inputs__"] = [value for value, _ in _typed(given, talk)]
        except ValueError as error:
            return _broken(talk, error)
        source = SHADOWED + source
    try:
        program = jq.compile(source, args=variables)
    except ValueError as error:
        talk.err(f"{error}\n")
        return COMPILE
    return _ran(given, talk, program)


def _take_all_descriptors() -> None:
    """Leave none for jq's own code, which would open modules by their path."""
    with contextlib.suppress(OSError):
        while True:
            os.dup(0)


def _ran(given: Given, talk: Talk, program: Any) -> int:
    flags, code, answers = given["flags"], 0, []
    try:
        for value, line in _inputs(given, talk):
            try:
                for result in program.input_value(value):
                    answers = [result]
                    talk.out(shown(result, flags))
            except ValueError as error:
                talk.err(f"jq: error (at <stdin>:{line}): {error}\n")
                code = FAILED
    except ValueError as error:
        return _broken(talk, error)
    if code or "e" not in flags:
        return code
    if not answers:
        return NOTHING
    return FALSE if answers[0] is None or answers[0] is False else 0


def _broken(talk: Talk, error: ValueError) -> int:
    talk.err(f"jq: {error}\n")
    return MISREAD


def _inputs(given: Given, talk: Talk) -> Iterator[tuple[Any, int]]:
    """Each value that the filter is run on, and how many lines were read for it."""
    flags = given["flags"]
    if "n" in flags:
        yield None, 0
    elif "s" in flags and "R" not in flags:
        found = list(_typed(given, talk))
        yield [value for value, _ in found], found[-1][1] if found else 0
    else:
        yield from _typed(given, talk)


def _typed(given: Given, talk: Talk) -> Iterator[tuple[Any, int]]:
    flags, texts = given["flags"], given["inputs"]
    if "R" in flags:
        whole = "".join(_pieces(talk) if texts is None else texts)
        lines = [whole] if "s" in flags else whole.removesuffix("\n").split("\n")
        yield from ((line, place) for place, line in enumerate(lines, 1))
    elif texts is None:
        for found in _values(_pieces(talk)):
            yield found
            talk.flush()
    else:
        for text in texts:
            yield from _values([text])


def _pieces(talk: Talk) -> Iterator[str]:
    """What is piped in, as it comes."""
    while (text := talk.ask({"more": True})["text"]) is not None:
        yield text


def _values(pieces: Iterable[str]) -> Iterator[tuple[Any, int]]:
    """The values that stand one after the other in a text. Raises ValueError."""
    decoder = json.JSONDecoder()
    text, lines = "", 0
    for piece in chain(pieces, (None,)):
        text += piece or ""
        at = _blanks(text, 0)
        while at < len(text):
            try:
                value, end = decoder.raw_decode(text, at)
            except (json.JSONDecodeError, RecursionError):
                if piece is None:
                    raise _misread(text) from None
                break
            if end == len(text) and piece is not None and text[-1] not in CLOSED:
                break
            after = _blanks(text, end)
            lines += text.count("\n", at, after)
            yield value, lines
            at = after
        text = text[at:]


def _blanks(text: str, at: int) -> int:
    """Where the next letter is that is no blank."""
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _misread(text: str) -> ValueError:
    """What jq itself says of a text that it cannot read."""
    try:
        jq.compile("empty").input_text(text).all()
    except ValueError as error:
        return error
    return ValueError("parse error: Invalid JSON text")


def shown(value: Any, flags: str) -> str:
    """A result as jq prints it."""
    end = "" if "j" in flags else "\n"
    if isinstance(value, str) and ("r" in flags or "j" in flags):
        return value + end
    compact = "c" in flags
    width = next((int(flag) for flag in reversed(flags) if flag.isdecimal()), INDENT)
    text = json.dumps(
        value,
        indent=None if compact else "\t" if "T" in flags else width,
        separators=(",", ":") if compact else None,
        ensure_ascii="a" in flags,
        sort_keys="S" in flags,
    )
    return text + end

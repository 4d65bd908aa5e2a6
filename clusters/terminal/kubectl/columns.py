"""`-o custom-columns=NAME:.metadata.name,…`: a table of the learner's own columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clusters.terminal.kubectl import go_words, jsonpath, jsonpath_parse
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.room import Room

NO_SPEC = "custom-columns format specified but no custom columns given"
TWO_LINES = (
    "Expected format is one line of space separated headers, one line of space "
    "separated column specs."
)


@dataclass(frozen=True)
class Column:
    """A heading, and the template that finds its cells."""

    head: str
    template: str


def from_spec(spec: str) -> list[Column]:
    """The columns of `HEAD:path,HEAD:path`. Raises KubectlError."""
    if not spec:
        raise KubectlError(NO_SPEC)
    columns = []
    for part in spec.split(","):
        head, colon, path = part.partition(":")
        if not colon:
            raise KubectlError(
                f"unexpected custom-columns spec: {part}, expected "
                "<header>:<json-path-expr>"
            )
        columns.append(_column(head, path))
    return columns


def from_template(text: str) -> list[Column]:
    """The columns of a file: a line of headings, and a line of paths."""
    lines = [line.split() for line in text.split("\n")]
    heads, paths = lines[0], lines[1] if len(lines) > 1 else []
    for what, found in (("header", heads), ("spec", paths)):
        if not found:
            raise KubectlError(f"invalid template, missing {what} line. {TWO_LINES}")
    if len(heads) != len(paths):
        raise KubectlError(
            f"number of headers ({len(heads)}) and field specifications ({len(paths)}) "
            "don't match"
        )
    return [_column(head, path) for head, path in zip(heads, paths, strict=True)]


def cells(columns: list[Column], body: Any, room: Room) -> list[str]:
    """The cells of an object. Raises KubectlError."""
    return [room.text(_cell(column, body)) for column in columns]


def _column(head: str, path: str) -> Column:
    try:
        template = jsonpath_parse.relaxed(path)
        jsonpath_parse.parsed(template)
    except jsonpath_parse.PathError as error:
        raise KubectlError(str(error)) from error
    return Column(head, template)


def _cell(column: Column, body: Any) -> str:
    try:
        results = jsonpath.found(column.template, body)
    except jsonpath_parse.PathError as error:
        raise KubectlError(str(error)) from error
    if not results or not results[0]:
        return "<none>"
    return ",".join(go_words.printed(one) for values in results for one in values)

"""`-o custom-columns=NAME:.metadata.name,…`: a table of the learner's own columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from clusters.terminal.kubectl import go_words, jsonpath
from clusters.terminal.kubectl.errors import KubectlError

NO_SPEC = "custom-columns format specified but no custom columns given"
NO_FILE = "custom-columns-file format specified but no custom columns file given"


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
    lines = text.split("\n")
    heads, paths = re.split(r"\s+", lines[0].strip()), []
    if len(lines) > 1:
        paths = re.split(r"\s+", lines[1].strip())
    if not lines[0].strip() or not paths or not paths[0]:
        raise KubectlError(
            f"invalid template, missing {'spec' if lines[0] else 'header'} line"
        )
    if len(heads) != len(paths):
        raise KubectlError(
            f"number of headers ({len(heads)}) and field specifiers ({len(paths)}) "
            "don't match"
        )
    return [_column(head, path) for head, path in zip(heads, paths, strict=True)]


def cells(columns: list[Column], body: Any) -> list[str]:
    """The cells of an object. Raises KubectlError."""
    return [_cell(column, body) for column in columns]


def _column(head: str, path: str) -> Column:
    try:
        template = jsonpath.relaxed(path)
        jsonpath.parsed(template)
    except jsonpath.PathError as error:
        raise KubectlError(str(error)) from error
    return Column(head, template)


def _cell(column: Column, body: Any) -> str:
    try:
        results = jsonpath.found(column.template, body)
    except jsonpath.PathError as error:
        raise KubectlError(str(error)) from error
    if not results or not results[0]:
        return "<none>"
    return ",".join(go_words.printed(one) for values in results for one in values)

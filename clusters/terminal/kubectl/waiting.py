"""What `kubectl wait --for=…` asks of an object."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from clusters.terminal.kubectl import go_words, jsonpath
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.jsonpath_parse import PathError, parsed, relaxed

CONDITION, JSONPATH = "condition=", "jsonpath="
EQUALS = re.compile(r"(?<!=)=(?!=)")
NO_VALUE = (
    "jsonpath wait has to have a value after equal sign, like "
    "--for=jsonpath='{.status.readyReplicas}'=3"
)
FORMAT = (
    "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or "
    "--for=jsonpath='{.status.readyReplicas}'"
)
Met: TypeAlias = Callable[[Doc], bool]
"""Whether an object is as it should be. Raises KubectlError."""


def wanted(text: str) -> Met:
    """The test that `--for` names. Raises KubectlError."""
    if text.startswith(CONDITION):
        name, _, value = text.removeprefix(CONDITION).partition("=")
        return _condition(name, value if "=" in text[len(CONDITION) :] else "true")
    if text.startswith(JSONPATH):
        return _jsonpath(text.removeprefix(JSONPATH))
    raise KubectlError(f"unrecognized condition: {go_words.quoted(text)}")


def _condition(name: str, value: str) -> Met:
    def met(doc: Doc) -> bool:
        status = doc.get("status") or {}
        for one in status.get("conditions") or ():
            if one.get("type", "").lower() == name.lower() and one.get("status"):
                seen = one.get("observedGeneration", status.get("observedGeneration"))
                generation = doc["metadata"].get("generation", 0)
                stale = seen is not None and seen < generation
                return not stale and one["status"].lower() == value.lower()
        return False

    return met


def _jsonpath(text: str) -> Met:
    parts = EQUALS.split(text)
    if len(parts) > len(("path", "value")):
        raise KubectlError(FORMAT)
    if not parts[0]:
        raise KubectlError("jsonpath expression cannot be empty")
    try:
        template = relaxed(parts[0])
        parsed(template)
    except PathError as error:
        raise KubectlError(str(error)) from error
    value = parts[1].strip("'\"") if parts[1:] else None
    if value == "":
        raise KubectlError(NO_VALUE)

    def met(doc: Doc) -> bool:
        found = _found(template, doc)
        if not found:
            return False
        return value is None or _equal(found[0], value)

    return met


def _found(template: str, doc: Doc) -> list[Any]:
    """The one value of a path; empty where there is none. Raises KubectlError."""
    try:
        results = jsonpath.found(template, doc)
    except PathError as error:
        raise KubectlError(str(error)) from error
    if not results or not results[0]:
        return []
    if len(results) > 1:
        raise KubectlError("given jsonpath expression matches more than one list")
    if len(results[0]) > 1:
        raise KubectlError("given jsonpath expression matches more than one value")
    return results[0]


def _equal(value: Any, text: str) -> bool:
    if isinstance(value, dict | list):
        raise KubectlError(
            "jsonpath leads to a nested object or list which is not supported"
        )
    return go_words.printed(value).strip() == text.strip()

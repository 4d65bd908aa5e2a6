"""Field errors: where, what kind, which value, and the exact sentence about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

JSON_VALUES_SINCE = 34
"""From 1.34 on, values in messages are JSON; before, they are Go syntax."""

REASONS = {
    "Required value": "FieldValueRequired",
    "Invalid value": "FieldValueInvalid",
    "Duplicate value": "FieldValueDuplicate",
    "Unsupported value": "FieldValueNotSupported",
    "Forbidden": "FieldValueForbidden",
    "Not found": "FieldValueNotFound",
    "Too long": "FieldValueTooLong",
    "Too many": "FieldValueTooMany",
}
_VALUELESS = {"Required value", "Forbidden", "Too long", "Internal error"}


@dataclass(frozen=True)
class Problem:
    """One field error. `go` is the value in Go syntax where JSON cannot tell it."""

    path: str
    type: str
    value: Any = None
    detail: str = ""
    go: str = ""

    @property
    def reason(self) -> str:
        return REASONS[self.type]


def required(path: str, detail: str = "") -> Problem:
    return Problem(path, "Required value", None, detail)


def invalid(path: str, value: Any, detail: str, *, go: str = "") -> Problem:
    return Problem(path, "Invalid value", value, detail, go)


def duplicate(path: str, value: Any) -> Problem:
    return Problem(path, "Duplicate value", value)


def unsupported(path: str, value: Any, supported: Iterable[str]) -> Problem:
    options = ", ".join(json.dumps(option) for option in supported)
    return Problem(path, "Unsupported value", value, f"supported values: {options}")


def forbidden(path: str, detail: str) -> Problem:
    return Problem(path, "Forbidden", None, detail)


def not_found(path: str, value: Any) -> Problem:
    return Problem(path, "Not found", value)


def too_long(path: str, limit: int) -> Problem:
    return Problem(path, "Too long", None, f"may not be more than {limit} bytes")


def message(problem: Problem, minor: int) -> str:
    """The sentence without the path, as this Kubernetes minor version says it."""
    text = problem.type
    if problem.type not in _VALUELESS:
        text += f": {_shown(problem, minor)}"
    return f"{text}: {problem.detail}" if problem.detail else text


def _shown(problem: Problem, minor: int) -> str:
    if minor >= JSON_VALUES_SINCE or not problem.go:
        return shown(problem.value, minor)
    return problem.go


def shown(value: Any, minor: int) -> str:
    """A value as messages quote it."""
    if isinstance(value, Mapping | list) and minor < JSON_VALUES_SINCE:
        return _go(value)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)


def _go(value: Any) -> str:
    if isinstance(value, Mapping):
        texts = all(isinstance(item, str) for item in value.values())
        inner = ", ".join(f"{json.dumps(k)}:{_go(v)}" for k, v in sorted(value.items()))
        return f"map[string]{'string' if texts else 'interface {}'}{{{inner}}}"
    if isinstance(value, list):
        return f"[]string{{{', '.join(_go(item) for item in value)}}}"
    return json.dumps(value, ensure_ascii=False)


def go_selector(selector: Mapping[str, Any]) -> str:
    """A LabelSelector in Go syntax, as up to 1.33 messages print it."""
    labels = selector.get("matchLabels")
    text = _go(labels) if labels is not None else "map[string]string(nil)"
    terms = selector.get("matchExpressions")
    if terms is None:
        return f"v1.LabelSelector{{MatchLabels:{text}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}}"
    inner = ", ".join(
        f"v1.LabelSelectorRequirement{{Key:{json.dumps(t['key'])}, Operator:"
        f"{json.dumps(t['operator'])}, Values:{_go(t.get('values', []))}}}"
        for t in terms
    )
    return f"v1.LabelSelector{{MatchLabels:{text}, MatchExpressions:[]v1.LabelSelectorRequirement{{{inner}}}}}"

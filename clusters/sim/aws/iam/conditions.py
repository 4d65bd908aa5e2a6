"""Condition blocks of policy statements, for the operators that lessons use.

An operator that is not known here, or a key that the request does not have, leaves a
statement unsatisfied, unless the operator is a negation or ends in `IfExists`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clusters.sim.aws.iam.wildcards import matches
from clusters.sim.commands import Doc

Context = Mapping[str, list[str]]
"""The request's condition keys, in lower case, with their values."""


def _same(pattern: str, text: str) -> bool:
    return pattern == text


def _same_letters(pattern: str, text: str) -> bool:
    return pattern.lower() == text.lower()


COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": _same,
    "StringEqualsIgnoreCase": _same_letters,
    "StringLike": matches,
    "ArnEquals": matches,
    "ArnLike": matches,
    "Bool": _same_letters,
}
NEGATIONS = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def satisfied(block: Doc, context: Context) -> bool:
    """Whether every operator of a Condition block holds for every key it names."""
    return all(
        _holds(operator, values, context.get(key.lower()))
        for operator, keys in block.items()
        for key, values in keys.items()
    )


def listed(value: Any) -> list[str]:
    """Policies may write one value or a list of them."""
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _holds(operator: str, wanted: Any, found: list[str] | None) -> bool:
    quantifier, _, name = operator.rpartition(":")
    name, optional = name.removesuffix("IfExists"), name.endswith("IfExists")
    values = [_text(value) for value in listed(wanted)]
    if name == "Null":
        return (found is None) == (values == ["true"])
    if found is None:
        return optional or name in NEGATIONS or quantifier == "ForAllValues"
    compare = COMPARISONS.get(NEGATIONS.get(name, name))
    if compare is None:
        return False
    hits = [any(compare(value, item) for value in values) for item in found]
    if name in NEGATIONS:
        hits = [not hit for hit in hits]
        return any(hits) if quantifier == "ForAnyValue" else all(hits)
    return all(hits) if quantifier == "ForAllValues" else any(hits)


def _text(value: str) -> str:
    return value.lower() if value in {"True", "False"} else value

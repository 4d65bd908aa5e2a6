"""What a piece of a template refers to: parameters, resources, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

VARIABLE = re.compile(r"\$\{([^!{}][^{}]*)\}")
"""`${Name}` or `${Name.Attribute}` in Fn::Sub; `${!Literal}` is none."""


def names(value: Any) -> Iterator[str]:
    """Parameters and resources that a value needs, pseudo parameters too."""
    if isinstance(value, list):
        for entry in value:
            yield from names(entry)
    elif isinstance(value, dict):
        function = next(iter(value), "") if len(value) == 1 else ""
        if function == "Ref":
            yield str(value["Ref"])
        elif function == "Fn::GetAtt":
            yield attribute(value["Fn::GetAtt"])[0]
        elif function == "Fn::Sub":
            yield from _in_text(value["Fn::Sub"])
        else:
            for entry in value.values():
                yield from names(entry)


def attribute(argument: Any) -> tuple[str, Any]:
    """The resource and the attribute of an Fn::GetAtt, in either spelling."""
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    if not isinstance(parts, list) or len(parts) != 2:  # noqa: PLR2004 a pair
        return ("", "")
    return (str(parts[0]), parts[1])


def _in_text(argument: Any) -> Iterator[str]:
    text, given = (argument, {}) if isinstance(argument, str) else _pair(argument)
    yield from names(given)
    for variable in VARIABLE.findall(text):
        name = variable.strip().split(".", 1)[0]
        if name not in given:
            yield name


def _pair(argument: Any) -> tuple[str, dict[str, Any]]:
    if (
        isinstance(argument, list)
        and len(argument) == 2  # noqa: PLR2004 a pair
        and isinstance(argument[0], str)
        and isinstance(argument[1], dict)
    ):
        return argument[0], argument[1]
    return "", {}


def conditions(value: Any) -> Iterator[str]:
    """The conditions that a value names, by `Fn::If` or `Condition`."""
    if isinstance(value, list):
        for entry in value:
            yield from conditions(entry)
    elif isinstance(value, dict):
        chosen = value.get("Fn::If")
        if isinstance(chosen, list) and chosen and isinstance(chosen[0], str):
            yield chosen[0]
        if len(value) == 1 and isinstance(value.get("Condition"), str):
            yield value["Condition"]
        for entry in value.values():
            yield from conditions(entry)

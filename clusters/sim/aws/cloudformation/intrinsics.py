"""Intrinsic functions: what a value of a template comes to."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from clusters.sim.aws.cloudformation import references
from clusters.sim.aws.cloudformation.errors import TemplateError


class Scope(Protocol):
    """What names mean: parameters, resources, conditions, mappings, other stacks."""

    def ref(self, name: str) -> Any: ...

    def attribute(self, resource: str, name: str) -> Any: ...

    def condition(self, name: str) -> bool: ...

    def mapping(self, name: str) -> Mapping[str, Any] | None: ...

    def zones(self, region: str) -> list[str]: ...

    def imported(self, name: str) -> str: ...


NO_VALUE = object()
"""What {"Ref": "AWS::NoValue"} comes to: the property is not there."""


def evaluated(value: Any, scope: Scope) -> Any:
    """The value with all functions worked out."""
    if isinstance(value, list):
        entries = [evaluated(entry, scope) for entry in value]
        return [entry for entry in entries if entry is not NO_VALUE]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        name, argument = next(iter(value.items()))
        function = FUNCTIONS.get(name)
        if function is not None:
            return function(argument, scope)
        if name.startswith("Fn::"):
            raise TemplateError(f"Unsupported function: {name}")
    found = {name: evaluated(entry, scope) for name, entry in value.items()}
    return {name: entry for name, entry in found.items() if entry is not NO_VALUE}


def holds(value: Any, scope: Scope) -> bool:
    """Whether a condition is met."""
    found = evaluated(value, scope)
    if isinstance(found, bool):
        return found
    if isinstance(found, str) and found.lower() in ("true", "false"):
        return found.lower() == "true"
    text = "Every Conditions member must be a boolean function"
    raise TemplateError(text)


def text_of(value: Any) -> str:
    """A scalar as text, as CloudFormation writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        raise TemplateError("Fn::Join and Fn::Sub take values that are text")
    return str(value)


def _ref(argument: Any, scope: Scope) -> Any:
    return NO_VALUE if argument == "AWS::NoValue" else scope.ref(str(argument))


def _get_att(argument: Any, scope: Scope) -> Any:
    resource, name = references.attribute(argument)
    return scope.attribute(resource, str(evaluated(name, scope)))


def _sub(argument: Any, scope: Scope) -> str:
    text, more = argument, {}
    if isinstance(argument, list):
        text, more = _listed("Fn::Sub", argument, 2)
    if not isinstance(text, str) or not isinstance(more, dict):
        raise TemplateError(
            "One or more Fn::Sub intrinsic functions don't specify expected arguments. "
            "Specify a string as first argument, and an optional second argument to "
            "specify a mapping of values to replace in the string"
        )

    given = {name: evaluated(entry, scope) for name, entry in more.items()}

    def value(match: Any) -> str:
        name = match.group(1).strip()
        if name in given:
            return text_of(given[name])
        if "." in name:
            return text_of(scope.attribute(*name.split(".", 1)))
        return text_of(scope.ref(name))

    return references.VARIABLE.sub(value, text).replace("${!", "${")


def _join(argument: Any, scope: Scope) -> str:
    between, parts = _listed("Fn::Join", argument, 2)
    found = evaluated(parts, scope)
    if not isinstance(found, list):
        raise TemplateError(
            "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined."
        )
    return str(between).join(text_of(part) for part in found)


def _select(argument: Any, scope: Scope) -> Any:
    at, options = (
        evaluated(part, scope) for part in _listed("Fn::Select", argument, 2)
    )
    if not isinstance(options, list) or not str(at).isdecimal():
        raise TemplateError(
            "Fn::Select requires a list argument with two elements: an integer index and a list"
        )
    if int(at) >= len(options):
        raise TemplateError(f"Fn::Select cannot select nonexistent value at index {at}")
    return options[int(at)]


def _split(argument: Any, scope: Scope) -> list[str]:
    between, text = _listed("Fn::Split", argument, 2)
    return text_of(evaluated(text, scope)).split(str(between))


def _if(argument: Any, scope: Scope) -> Any:
    name, then, otherwise = _listed("Fn::If", argument, 3)
    if not isinstance(name, str):
        raise TemplateError("every Fn::If object requires the name of a condition")
    return evaluated(then if scope.condition(name) else otherwise, scope)


def _equals(argument: Any, scope: Scope) -> bool:
    one, other = (evaluated(part, scope) for part in _listed("Fn::Equals", argument, 2))
    return text_of(one) == text_of(other)


def _and(argument: Any, scope: Scope) -> bool:
    parts = _several("Fn::And", argument)
    return all(holds(part, scope) for part in parts)


def _or(argument: Any, scope: Scope) -> bool:
    parts = _several("Fn::Or", argument)
    return any(holds(part, scope) for part in parts)


def _not(argument: Any, scope: Scope) -> bool:
    return not holds(_listed("Fn::Not", argument, 1)[0], scope)


def _condition(argument: Any, scope: Scope) -> Any:
    if not isinstance(argument, str):
        # A policy statement of nothing but a Condition; no condition of the template.
        return {"Condition": evaluated(argument, scope)}
    return scope.condition(argument)


def _find_in_map(argument: Any, scope: Scope) -> Any:
    name, first, second = (
        str(evaluated(part, scope)) for part in _listed("Fn::FindInMap", argument, 3)
    )
    found: Any = scope.mapping(name)
    if found is None:
        raise TemplateError(
            f"Mapping named '{name}' is not present in the 'Mappings' section of template."
        )
    for part in (first, second):
        found = found.get(part) if isinstance(found, dict) else None
        if found is None:
            raise TemplateError(f"Unable to get mapping for {name}::{first}::{second}")
    return found


def _get_azs(argument: Any, scope: Scope) -> list[str]:
    return scope.zones(str(evaluated(argument, scope)))


def _cidr(argument: Any, scope: Scope) -> list[str]:
    if not isinstance(argument, list) or len(argument) not in (2, 3):
        raise TemplateError("every Fn::Cidr object requires 2 or 3 parameters")
    block, count, *bits = (evaluated(part, scope) for part in argument)
    try:
        whole = ipaddress.ip_network(str(block))
        longest = whole.max_prefixlen
        size = longest - int(bits[0]) if bits else (longest + whole.prefixlen) // 2
        blocks = whole.subnets(new_prefix=size)
        return [str(next(blocks)) for _ in range(min(int(count), 256))]
    except (TypeError, ValueError, StopIteration, RuntimeError):
        text = f"Fn::Cidr cannot cut {count} blocks out of {block}"
        raise TemplateError(text) from None


def _base64(argument: Any, scope: Scope) -> str:
    return base64.b64encode(text_of(evaluated(argument, scope)).encode()).decode()


def _import_value(argument: Any, scope: Scope) -> str:
    return scope.imported(text_of(evaluated(argument, scope)))


def _listed(function: str, argument: Any, count: int) -> list[Any]:
    if not isinstance(argument, list) or len(argument) != count:
        raise TemplateError(f"every {function} object requires {count} parameters")
    return argument


def _several(function: str, argument: Any) -> list[Any]:
    if not isinstance(argument, list) or not 2 <= len(argument) <= 10:  # noqa: PLR2004
        raise TemplateError(
            f"every {function} object requires a list of at least 2 and at most 10 boolean parameters."
        )
    return argument


FUNCTIONS: dict[str, Callable[[Any, Scope], Any]] = {
    "Ref": _ref,
    "Condition": _condition,
    "Fn::And": _and,
    "Fn::Base64": _base64,
    "Fn::Cidr": _cidr,
    "Fn::Equals": _equals,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAZs": _get_azs,
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::ImportValue": _import_value,
    "Fn::Join": _join,
    "Fn::Not": _not,
    "Fn::Or": _or,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
}

"""A template's text, YAML or JSON, as plain data; short forms become long ones."""

from __future__ import annotations

import json
from typing import Any

import yaml

from clusters.sim.aws.cloudformation.errors import (
    TemplateError,
    TemplateFormatError,
    ValidationError,
)

LONGEST = 51_200
"""Bytes of a template given in a request; one in S3 may have a megabyte."""
DEEPEST = 60
KEPT_TAGS = ("bool", "null", "merge")
"""The plain scalars that mean something; numbers and dates stay the text they are."""


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as CloudFormation reads it: `!Ref` and its like, no aliases."""

    yaml_implicit_resolvers = {
        first: [
            (tag, pattern)
            for tag, pattern in resolvers
            if tag.rsplit(":", 1)[-1] in KEPT_TAGS
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _short_form(loader: Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    """`!Sub text` is {"Fn::Sub": text}; `!Ref` and `!Condition` go without the Fn."""
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    return {name: value}


Loader.add_multi_constructor("!", _short_form)


def loaded(text: str) -> dict[str, Any]:
    """The data of a template; a Refusal says where it is not well-formed."""
    if len(text.encode()) > LONGEST:
        raise ValidationError(
            "1 validation error detected: Value at 'templateBody' failed to satisfy "
            f"constraint: Member must have length less than or equal to {LONGEST}"
        )
    data = _json(text) if text.lstrip().startswith("{") else _yaml(text)
    if not isinstance(data, dict):
        raise TemplateFormatError("unsupported structure.")
    _check_depth(data)
    _refuse_nulls(data, "")
    return data


def _check_depth(data: Any) -> None:
    """Refuse nesting that nothing after this should have to climb."""
    layer = [data]
    for _ in range(DEEPEST):
        layer = [
            inner
            for value in layer
            if isinstance(value, (dict, list))
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not layer:
            return
    raise TemplateFormatError("the template is nested too deeply")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"(line {error.lineno}, column {error.colno})"
        raise TemplateFormatError(f"JSON not well-formed. {where}") from None
    except RecursionError:
        raise TemplateFormatError("JSON not well-formed.") from None


def _yaml(text: str) -> Any:
    try:
        _check_events(text)
        return _with_text_keys(yaml.load(text, Loader=Loader))  # noqa: S506 a safe loader
    except yaml.YAMLError as error:
        where = _where(getattr(error, "problem_mark", None))
        raise TemplateFormatError(f"YAML not well-formed.{where}") from None


def _where(mark: Any) -> str:
    return f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""


def _check_events(text: str) -> None:
    """Refuse aliases, which could unfold without end, and nesting without end."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent):
            raise TemplateError(
                "YAML aliases are not allowed in CloudFormation templates"
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise TemplateFormatError(
                f"YAML not well-formed.{_where(event.start_mark)}"
            )


def _with_text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {_key(name): _with_text_keys(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_with_text_keys(entry) for entry in value]
    return value


def _key(name: Any) -> str:
    return str(name).lower() if isinstance(name, bool) else str(name)


def _refuse_nulls(value: Any, where: str) -> None:
    if value is None:
        raise TemplateFormatError(
            f"[{where or '/'}] 'null' values are not allowed in templates"
        )
    if isinstance(value, dict):
        for name, entry in value.items():
            _refuse_nulls(entry, f"{where}/{name}")
    elif isinstance(value, list):
        for at, entry in enumerate(value):
            _refuse_nulls(entry, f"{where}/{at}")

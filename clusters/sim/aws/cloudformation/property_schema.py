"""What a resource type's properties look like: checked, and given their types.

A schema is TEXT, INTEGER, BOOLEAN or JSON, a list of one schema, or an object whose
names are properties, one with "!" being required and "*" standing for any name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.errors import ValidationError

TEXT, INTEGER, BOOLEAN, JSON = "String", "Integer", "Boolean", "Json"
TAG = {"Key!": TEXT, "Value!": TEXT}
Schema = Any


def shaped(schema: Schema, value: Any, name: str = "") -> Any:
    """The value with numbers and booleans for the text that templates may hold."""
    if isinstance(schema, Mapping):
        return _object(schema, value, name)
    if isinstance(schema, list):
        if not isinstance(value, list):
            raise _wrong(name, _listed(schema[0]))
        return [shaped(schema[0], entry, name) for entry in value]
    if schema == JSON:
        if not isinstance(value, (dict, str)):
            raise _wrong(name, "an object")
        return value
    return _scalar(schema, value, name)


def _object(schema: Mapping[str, Schema], value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(name, "an object")
    if "*" in schema:
        return {
            member: shaped(schema["*"], entry, member)
            for member, entry in value.items()
        }
    known = {member.rstrip("!"): entry for member, entry in schema.items()}
    for member in value:
        if member not in known:
            raise ValidationError(f"Encountered unsupported property {member}")
    for member in schema:
        if member.endswith("!") and value.get(member[:-1]) in (None, "", []):
            raise ValidationError(f"Property {member[:-1]} cannot be empty.")
    return {
        member: shaped(known[member], entry, member) for member, entry in value.items()
    }


def _scalar(schema: str, value: Any, name: str) -> Any:
    if isinstance(value, (dict, list)):
        raise _wrong(name, f"of type {schema}")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if schema == TEXT:
        return text
    if schema == BOOLEAN and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if schema == INTEGER and text.lstrip("-").isdecimal():
        return int(text)
    raise _wrong(name, f"of type {schema}")


def _listed(schema: Schema) -> str:
    return f"of type List of {schema}" if isinstance(schema, str) else "of type List"


def _wrong(name: str, kind: str) -> ValidationError:
    return ValidationError(f"Value of property {name} must be {kind}")

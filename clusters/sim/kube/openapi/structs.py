"""The API's types as a small index: struct name -> field name -> Field."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from clusters.sim.kube import openapi

SPECIAL = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "any",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "time",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "any",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
}
SCALARS = {
    ("string", "byte"): "bytes",
    ("string", ""): "string",
    ("integer", "int32"): "int32",
    ("integer", "int64"): "int64",
    ("integer", ""): "int64",
    ("number", "double"): "float64",
    ("boolean", ""): "bool",
}


class Field(NamedTuple):
    """What one field holds, and how patches treat it.

    `kind` is a scalar's Go type, or struct, list, map, quantity, time,
    int-or-string, any. A list's or map's elements are described by `item`. One that
    is `always` there is empty rather than missing.
    """

    kind: str
    struct: str = ""
    item: Field | None = None
    list_type: str = ""
    map_keys: tuple[str, ...] = ()
    merge_key: str = ""
    strategies: tuple[str, ...] = ()
    always: bool = False


Fields: TypeAlias = Mapping[str, Field]


class GroupVersion(NamedTuple):
    """All structs that a group version's document describes, and which are kinds.

    A kind is named with its own group version, which need not be the document's:
    "autoscaling/v1 Scale" is found wherever something can be scaled.
    """

    structs: Mapping[str, Fields]
    kinds: Mapping[str, str]


@cache
def group_version(version: str, name: str) -> GroupVersion:
    """The index of `apps/v1` (or `v1`) in a Kubernetes version ("1.35")."""
    document = openapi.document(version, openapi.path(name))
    schemas: dict[str, Any] = document["components"]["schemas"]
    kinds = {
        f"{_named(known)} {known['kind']}": struct
        for struct, schema in sorted(schemas.items())
        for known in schema.get("x-kubernetes-group-version-kind", ())
    }
    structs = {struct: _fields(schema) for struct, schema in schemas.items()}
    return GroupVersion(structs, kinds)


def _named(known: dict[str, str]) -> str:
    group = known["group"]
    return f"{group}/{known['version']}" if group else known["version"]


class Described(NamedTuple):
    """A kind's struct, and the index in which all that it refers to is found."""

    known: GroupVersion
    struct: str

    @property
    def fields(self) -> Fields:
        return self.known.structs[self.struct]


CORE = "v1"
"""The core group's document also describes the kinds of subresources: Eviction, Scale."""


def described(version: str, group_version_name: str, kind: str) -> Described:
    """What a kind's object holds, e.g. described("1.35", "apps/v1", "Deployment")."""
    name = f"{group_version_name} {kind}"
    for document in (group_version_name, CORE):
        known = group_version(version, document)
        if name in known.kinds:
            return Described(known, known.kinds[name])
    raise KeyError(name)


def _fields(schema: dict[str, Any]) -> Fields:
    required = schema.get("required", ())
    return {
        name: _interned(
            _field(prop)._replace(always=name in required and _is_value(prop))
        )
        for name, prop in schema.get("properties", {}).items()
    }


def _is_value(schema: dict[str, Any]) -> bool:
    """Whether it is a string or struct in Go itself: a pointer has no default."""
    return schema.get("default") in ("", {})


def _field(schema: dict[str, Any]) -> Field:
    reference = schema.get("$ref") or _wrapped(schema)
    strategies = tuple(schema.get("x-kubernetes-patch-strategy", "").split(","))
    hints = {
        "list_type": schema.get("x-kubernetes-list-type", ""),
        "map_keys": tuple(schema.get("x-kubernetes-list-map-keys", ())),
        "merge_key": schema.get("x-kubernetes-patch-merge-key", ""),
        "strategies": strategies if strategies != ("",) else (),
    }
    if reference:
        struct = reference.rsplit("/", 1)[-1]
        special = SPECIAL.get(struct)
        return Field(special, **hints) if special else Field("struct", struct, **hints)
    if schema.get("type") == "array":
        return Field("list", item=_interned(_field(schema["items"])), **hints)
    if schema.get("type") == "object" and "additionalProperties" in schema:
        item = _interned(_field(schema["additionalProperties"]))
        return Field("map", item=item, **hints)
    scalar = SCALARS.get((schema.get("type", ""), schema.get("format", "")), "any")
    return Field(scalar, **hints)


def _wrapped(schema: dict[str, Any]) -> str:
    """References with a default are wrapped: {"allOf": [{"$ref": ...}]}."""
    parts = schema.get("allOf", ())
    return parts[0].get("$ref", "") if len(parts) == 1 else ""


_KNOWN: dict[Field, Field] = {}


def _interned(field: Field) -> Field:
    """One Field for all that are equal: there are few kinds and many fields."""
    return _KNOWN.setdefault(field, field)

"""Field errors of what ConfigMaps and Secrets hold."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.commands import Doc
from clusters.sim.kube import names
from clusters.sim.kube.fields import Problem, forbidden, invalid, too_long

LIMIT = 1024 * 1024
_FIXED = "field is immutable when `immutable` is set"


def keys(body: Doc, fields: Iterable[str]) -> list[Problem]:
    """What is wrong with the keys of these maps."""
    return [
        invalid(f"{field}[{key}]", key, wrong)
        for field in fields
        for key in sorted(body.get(field) or ())
        for wrong in names.config_key(key)
    ]


def size(body: Doc) -> list[Problem]:
    """Whether the maps hold more than a mebibyte."""
    values = [
        *(body.get("data") or {}).values(),
        *(body.get("binaryData") or {}).values(),
    ]
    if sum(len(value.encode()) for value in values) <= LIMIT:
        return []
    return [too_long("", LIMIT)]


def unchanged(body: Doc, old: Doc) -> list[Problem]:
    """An immutable map stays as it is."""
    if not old.get("immutable"):
        return []
    fields = ("immutable", "data", "binaryData")
    return [forbidden(f, _FIXED) for f in fields if body.get(f) != old.get(f)]

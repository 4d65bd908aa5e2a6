"""PolicyRules: what one allows, and whether some cover others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from clusters.sim.commands import Doc

ANY = "*"


def allows(rule: Doc, verb: str, group: str, resource: str, name: str) -> bool:
    """Whether a rule allows this. `resource` is `pods` or `pods/log`."""
    verbs = rule.get("verbs") or ()
    if verb not in verbs and ANY not in verbs:
        return False
    groups = rule.get("apiGroups") or ()
    if group not in groups and ANY not in groups:
        return False
    names = rule.get("resourceNames")
    return _has_resource(rule, resource) and (not names or name in names)


def _has_resource(rule: Doc, resource: str) -> bool:
    resources = rule.get("resources") or ()
    if resource in resources or ANY in resources:
        return True
    _, slash, subresource = resource.partition("/")
    return bool(slash) and f"*/{subresource}" in resources


def allows_path(rule: Doc, verb: str, path: str) -> bool:
    """Whether a rule allows a path that is no resource, such as /metrics."""
    verbs = rule.get("verbs") or ()
    if verb not in verbs and ANY not in verbs:
        return False
    return any(
        known in (ANY, path) or (known.endswith(ANY) and path.startswith(known[:-1]))
        for known in rule.get("nonResourceURLs") or ()
    )


def missing(wanted: Iterable[Doc], held: Sequence[Doc]) -> list[dict[str, Any]]:
    """The parts of the wanted rules that the held ones do not cover."""
    return [
        part
        for rule in wanted
        for part in _parts(rule)
        if not any(_covers(own, part) for own in held)
    ]


def _parts(rule: Doc) -> Iterator[dict[str, Any]]:
    """A rule taken apart: one group, resource, name and verb each."""
    for verb in rule.get("verbs") or ():
        for path in rule.get("nonResourceURLs") or ():
            yield {"nonResourceURLs": [path], "verbs": [verb]}
        for group in rule.get("apiGroups") or ():
            for resource in rule.get("resources") or ():
                part = {"apiGroups": [group], "resources": [resource], "verbs": [verb]}
                names = rule.get("resourceNames") or ()
                if not names:
                    yield part
                for name in names:
                    yield {**part, "resourceNames": [name]}


def _covers(own: Doc, part: Doc) -> bool:
    verb = part["verbs"][0]
    if "nonResourceURLs" in part:
        return allows_path(own, verb, part["nonResourceURLs"][0])
    name = (part.get("resourceNames") or [""])[0]
    return allows(own, verb, part["apiGroups"][0], part["resources"][0], name)


def compact(parts: Iterable[Doc]) -> list[dict[str, Any]]:
    """Parts put together again that differ in their verb only."""
    out: dict[str, dict[str, Any]] = {}
    for part in parts:
        rest = {name: value for name, value in part.items() if name != "verbs"}
        known = out.setdefault(repr(sorted(rest.items())), {**rest, "verbs": []})
        known["verbs"] += [v for v in part["verbs"] if v not in known["verbs"]]
    return list(out.values())


def shown(rule: Doc) -> str:
    """A rule as the refusal of an escalation prints it."""
    order = ("apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs")
    names = {"apiGroups": "APIGroups", "nonResourceURLs": "NonResourceURLs"}
    fields = [
        f"{names.get(name, name[0].upper() + name[1:])}:[{' '.join(_quoted(rule[name]))}]"
        for name in order
        if rule.get(name)
    ]
    return f"{{{', '.join(fields)}}}"


def _quoted(values: Iterable[str]) -> Iterator[str]:
    return (f'"{value}"' for value in values)

"""RBAC rules as kubectl tells of them: taken apart, and together by what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.go_words import printed

TITLES = ("Resources", "Non-Resource URLs", "Resource Names", "Verbs")


@dataclass
class Rule:
    """A rule for one resource, or for one URL."""

    group: list[str] = field(default_factory=list)
    resource: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """What Go prints of it, by which rules are put in order."""
        parts = zip(
            ("Verbs", "APIGroups", "Resources", "ResourceNames", "NonResourceURLs"),
            (self.verbs, self.group, self.resource, self.names, self.urls),
            strict=True,
        )
        return ",".join(f"{name}:{printed(part)}" for name, part in parts)

    @property
    def titled(self) -> str:
        """`deployments.apps/scale`."""
        if not self.resource:
            return ""
        name, slash, below = self.resource[0].partition("/")
        group = f".{self.group[0]}" if self.group and self.group[0] else ""
        return f"{name}{group}{slash}{below}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The rule as a row of a table."""
        return (self.titled, *map(printed, (self.urls, self.names, self.verbs)))


def compact(rules: Iterable[Doc]) -> list[Rule]:
    """One rule for each resource and each verb of a URL, in kubectl's order."""
    found: dict[tuple[str, ...], Rule] = {}
    others: list[Rule] = []
    for rule in rules:
        for one in _apart(rule):
            if one.urls:
                others.append(one)
                continue
            key = (*one.group, *one.resource, *one.names)
            if key in found:
                found[key].verbs += one.verbs
            else:
                found[key] = one
    return sorted([*others, *found.values()], key=lambda one: one.place)


def _apart(rule: Doc) -> Iterator[Rule]:
    names = [[name] for name in rule.get("resourceNames") or ()] or [[]]
    for group in rule.get("apiGroups") or ():
        for resource in rule.get("resources") or ():
            for verb in rule.get("verbs") or ():
                for name in names:
                    yield Rule([group], [resource], list(name), [], [verb])
    for url in rule.get("nonResourceURLs") or ():
        for verb in rule.get("verbs") or ():
            yield Rule([], [], [], [url], [verb])

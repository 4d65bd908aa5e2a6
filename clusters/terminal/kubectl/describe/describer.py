"""Describers: what each gets, and how a file registers one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from clusters.callers.wall import now
from clusters.sim.registry import Registry
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.resources import Resource, find


@dataclass(frozen=True)
class Look:
    """One object that is described, and the way to what belongs to it."""

    kubectl: Kubectl
    info: Info

    @cached_property
    def doc(self) -> Doc:
        """The object. Raises ApiError."""
        return self.info.body or self.info.live(self.kubectl)

    @cached_property
    def wall(self) -> float:
        """Now, in epoch seconds: ages are told from it."""
        return now()

    @property
    def meta(self) -> Doc:
        return dict(self.doc["metadata"])

    @property
    def spec(self) -> Doc:
        return dict(self.doc.get("spec") or {})

    @property
    def status(self) -> Doc:
        return dict(self.doc.get("status") or {})

    def resource(self, name: str) -> Resource | None:
        """Another resource of this server: `pods`, `replicasets.apps`."""
        return find(self.kubectl.client, name)

    def others(self, name: str, **query: str) -> list[Doc]:
        """Objects of another resource in the same namespace. Raises ApiError."""
        found = self.resource(name)
        if found is None:
            return []
        path = found.path(self.info.namespace)
        items: Any = self.kubectl.client.get(path, **query)["items"]
        return list(items)


Describer: TypeAlias = Callable[[Look], Iterator[str]]
describers: Registry[Describer] = Registry("clusters.terminal.kubectl.describe")


def describer(*names: str) -> Callable[[Describer], Describer]:
    """Make a generator of lines the describer of these resources."""

    def register(describe: Describer) -> Describer:
        for name in names:
            describers.add(name, describe)
        return describe

    return register

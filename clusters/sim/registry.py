"""How small files announce themselves: operations, controllers, faults, starters."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from clusters.sim.commands import Caller, Doc
from clusters.sim.world import Key, Reader

if TYPE_CHECKING:
    from clusters.sim.tx import Tx

T = TypeVar("T")


class Registry(Generic[T]):
    """Entries by name. The package that holds them is imported on first use."""

    def __init__(self, package: str) -> None:
        self.package = package
        self._entries: dict[str, T] = {}
        self._complete = self._loading = False
        self._guard = threading.RLock()

    def add(self, name: str, entry: T) -> None:
        """File an entry; two of one name are a bug."""
        if name in self._entries:
            raise ValueError(f"{self.package}: two entries are called {name}")
        self._entries[name] = entry

    def get(self, name: str) -> T | None:
        return self._all().get(name)

    def __getitem__(self, name: str) -> T:
        return self._all()[name]

    def __contains__(self, name: object) -> bool:
        return name in self._all()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._all()))

    def items(self) -> list[tuple[str, T]]:
        return sorted(self._all().items(), key=lambda item: item[0])

    def values(self) -> list[T]:
        return [entry for _, entry in self.items()]

    def _all(self) -> dict[str, T]:
        if not self._complete:
            with self._guard:
                self._load()
        return self._entries

    def _load(self) -> None:
        """Import all. Who asks meanwhile in the same thread gets what there is."""
        if self._complete or self._loading:
            return
        self._loading = True
        try:
            self._import()
            self._complete = True
        finally:
            self._loading = False

    def _import(self) -> None:
        package = importlib.import_module(self.package)
        for found in pkgutil.walk_packages(package.__path__, self.package + "."):
            importlib.import_module(found.name)


class Again(NamedTuple):
    """When to look again. A recurring wait (a cron, a crash loop) never settles."""

    seconds: float
    recurring: bool = True


Wait = float | Again | None
Reconcile = Callable[["Tx", Key], Wait]
WatchTo = Callable[[Reader, Key, Doc], Iterable[Key]]


def _itself(_view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return (key,)


@dataclass(frozen=True)
class Watch:
    """Changes of documents of `kind` wake the keys that `to` answers."""

    kind: str
    to: WatchTo


def watches(kind: str, to: WatchTo = _itself) -> Watch:
    return Watch(kind, to)


@dataclass(frozen=True)
class Controller:
    """A reconcile function and what wakes it.

    `provisioning`: its settling waits make an `auto` clock run fast.
    `in_cluster`: it works through its cluster's API and rests while that is down.
    """

    name: str
    reconcile: Reconcile
    watches: tuple[Watch, ...]
    provisioning: bool
    in_cluster: bool


@dataclass(frozen=True)
class Operation:
    """An AWS operation; one that `reads` writes nothing and is never committed."""

    action: str
    run: Callable[[Tx, Caller, Doc], Doc]
    reads: bool


@dataclass(frozen=True)
class Fault:
    """A platform failure: `kind` says what it strikes; `cause` makes the changes."""

    name: str
    title: str
    kind: str
    cause: Callable[[Tx, Key], None]


operations: Registry[Operation] = Registry("clusters.sim.aws")
controllers: Registry[Controller] = Registry("clusters.sim.controllers")
faults: Registry[Fault] = Registry("clusters.sim.faults")
starters: Registry[Callable[[Any], None]] = Registry("clusters.sim.aws")

Run = TypeVar("Run", bound=Callable[..., Any])


def operation(action: str, *, reads: bool = False) -> Callable[[Run], Run]:
    """Announce an AWS operation, by IAM's name for it: `eks:CreateCluster`."""

    def announce(run: Run) -> Run:
        operations.add(action, Operation(action, run, reads))
        return run

    return announce


def controller(
    name: str, *watched: Watch, provisioning: bool = False, in_cluster: bool = False
) -> Callable[[Run], Run]:
    """Announce a controller: `reconcile(tx, key)` looks at one key."""

    def announce(run: Run) -> Run:
        controllers.add(name, Controller(name, run, watched, provisioning, in_cluster))
        return run

    return announce


def fault(name: str, *, title: str, kind: str) -> Callable[[Run], Run]:
    """Announce a fault that strikes documents of `kind`."""

    def announce(run: Run) -> Run:
        faults.add(name, Fault(name, title, kind, run))
        return run

    return announce


def starter(name: str) -> Callable[[Run], Run]:
    """Announce what a service lays out in a new account: `start(tx)`."""

    def announce(run: Run) -> Run:
        starters.add(name, run)
        return run

    return announce


_watchers: dict[str, list[tuple[Controller, Watch]]] = {}


def watchers(kind: str) -> list[tuple[Controller, Watch]]:
    """Who is woken by a change of this kind, in the order of names."""
    found = _watchers.get(kind)
    if found is None:
        found = [
            (entry, watch)
            for _, entry in controllers.items()
            for watch in entry.watches
            if watch.kind == kind
        ]
        _watchers[kind] = found
    return found

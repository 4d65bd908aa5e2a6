"""Tx: the only way to change a World."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from clusters.sim.clock import rendered, wanted_speed
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import Controller, Wait, controllers, watchers
from clusters.sim.rng import Rng
from clusters.sim.world import GONE, PARKED, AgendaKey, Document, Draft, Due, Key, World


@dataclass(frozen=True)
class Site:
    """What the core must know of the installation it runs in."""

    kube_url: str = "https://localhost:8443"
    ca: str = ""

    def endpoint(self, region: str, cluster_id: str) -> str:
        """The address of a cluster's Kubernetes API."""
        return f"{self.kube_url}/k8s/{region}/{cluster_id}"


@dataclass(frozen=True)
class Told:
    """A sentence for the event stream, and the three answers to "whose?"."""

    component: str
    owner: str
    by: str
    next: str
    severity: str
    reason: str
    message: str


@dataclass(frozen=True)
class Change:
    """One revision: a document's change, a sentence, or both.

    `cause` is the revision that led to it, 0 for a caller's own act; `actor` is the
    caller's name, or the controller's.
    """

    rv: int
    sim: float
    key: Key
    before: Document | None
    after: Document | None
    actor: str
    cause: int
    told: Told | None = None


SCALARS = frozenset({str, int, float, bool, type(None)})
ABSENT = object()


def thawed(value: Any) -> Any:
    """A deep copy that may be changed."""
    # Most values are scalars: asking here saves most of the calls.
    if isinstance(value, dict):
        return {k: v if type(v) in SCALARS else thawed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [v if type(v) in SCALARS else thawed(v) for v in value]
    return value


def shared(old: Any, new: Any) -> Any:
    """`new` with each part that is as it was in `old` replaced by that part.

    A World and its past then hold what did not change once, and a difference is found
    without looking into it. What JSON tells apart (1, 1.0 and true) stays apart.
    """
    if isinstance(new, dict) and isinstance(old, dict):
        same = len(old) == len(new)
        for key, value in new.items():
            was = old.get(key, ABSENT)
            if was is not value:
                new[key] = part = shared(was, value)
                same = same and part is was
        return old if same else new
    if isinstance(new, list) and isinstance(old, list):
        same = len(old) == len(new)
        for at, (was, value) in enumerate(zip(old, new, strict=False)):
            if was is not value:
                new[at] = part = shared(was, value)
                same = same and part is was
        return old if same else new
    return old if type(old) is type(new) and old == new else new


class Tx(Draft):
    """Reads like a World; every write is a Change and wakes who watches."""

    def __init__(self, world: World, site: Site, actor: str = "") -> None:
        super().__init__(world.buckets)
        self.base = world
        self.site = site
        self.actor = actor
        self.clock = world.clock
        self.rng = Rng(world.seed, world.counter)
        self.now = world.clock.segments[-1].sim
        self.rv = world.rv
        self.cause = 0
        self.running: AgendaKey | None = None
        self.changes: list[Change] = []
        self.busy = world.busy
        self.agenda = world.agenda
        self._heap = world.heap
        self._agenda_own = False

    # -- time ---------------------------------------------------------------

    @property
    def epoch(self) -> float:
        """Now on the learner's watch, in epoch seconds to the millisecond."""
        return round(self.clock.wall(self.now), 3)

    @property
    def stamp(self) -> str:
        """Now as Kubernetes writes it: `2026-11-21T12:00:00Z`."""
        return rendered(self.epoch)

    def retime(self) -> None:
        """Set the speed that the clock's mode asks for from now on."""
        speed = wanted_speed(self.clock.mode, provisioning=self.busy > 0)
        self.clock = self.clock.running(speed, self.now)

    # -- documents ----------------------------------------------------------

    def need(self, key: Key) -> Document:
        """A document that must be there."""
        doc = self.find(key)
        if doc is None:
            raise KeyError(key)
        return doc

    def add(self, key: Key, doc: Doc) -> Document:
        """A new document."""
        if self.find(key) is not None:
            raise ValueError(f"{key} exists already")
        return self._write(key, None, Document(thawed(doc), self.rv + 1))

    def put(self, key: Key, doc: Doc) -> Document:
        """Add or replace a document; one that is equal changes nothing."""
        old = self.find(key)
        body = thawed(doc)
        if old is not None and shared(old, body) is old:
            return old
        return self._write(key, old, Document(body, self.rv + 1))

    @contextmanager
    def edit(self, key: Key) -> Iterator[dict[str, Any]]:
        """A copy to change; written back when the block ends and it differs."""
        old = self.need(key)
        body: dict[str, Any] = thawed(old)
        yield body
        if shared(old, body) is not old:
            self._write(key, old, Document(body, self.rv + 1))

    def remove(self, key: Key) -> None:
        """Take a document away. Its last change's revision is the deletion's."""
        old = self.need(key)
        self.rv += 1
        self.store(key, Document(GONE, self.rv) if self.is_base(key) else None)
        self._record(key, old, None)

    def _write(self, key: Key, old: Document | None, new: Document) -> Document:
        self.rv += 1
        self.store(key, new)
        self._record(key, old, new)
        return new

    def _record(self, key: Key, old: Document | None, new: Document | None) -> None:
        self.changes.append(
            Change(self.rv, self.now, key, old, new, self.actor, self.cause)
        )
        body: Doc = new if new is not None else old or {}
        for entry, watch in watchers(key.kind):
            for woken in watch.to(self, key, body):
                if self.running != (entry.name, woken):
                    self._schedule(entry, woken, Due(self.now, cause=self.rv))
        if key.kind.startswith("dc."):
            self._unpark(key.scope)

    # -- narration ----------------------------------------------------------

    def tell(  # noqa: PLR0913 the log's own words, by name
        self,
        about: Key,
        component: str,
        reason: str,
        message: str,
        *,
        owner: str = "aws",
        by: str = "aws",
        next: str = "nobody",  # noqa: A002 the log's own word
        severity: str = "info",
    ) -> None:
        """Say something in the learner's event stream; see Told."""
        self.rv += 1
        told = Told(component, owner, by, next, severity, reason, message)
        self.changes.append(
            Change(self.rv, self.now, about, None, None, self.actor, self.cause, told)
        )

    # -- the agenda ---------------------------------------------------------

    def wake(self, controller: str, key: Key, after: float = 0.0) -> None:
        """Have a controller look at a key; an earlier appointment stands."""
        due = Due(round(self.now + after, 3), cause=self.rv)
        self._schedule(controllers[controller], key, due)

    def again(self, entry: Controller, key: Key, wait: Wait) -> None:
        """Note when a controller wants to look again."""
        if wait is None:
            return
        seconds, recurring = (wait, False) if isinstance(wait, (int, float)) else wait
        due = Due(round(self.now + max(seconds, 0.001), 3), recurring, self.cause)
        self._schedule(entry, key, due)

    def next_entry(self) -> tuple[AgendaKey, Due] | None:
        """The earliest appointment, or None; ties go by name."""
        while self._heap:
            at, name, key = self._heap[0]
            due = self.agenda.get((name, key))
            if due is not None and due.at == at:
                return (name, key), due
            self._own_agenda()
            heapq.heappop(self._heap)
        return None

    def next_settling(self) -> float | None:
        """When the earliest settling entry is due."""
        found = self.next_entry()
        if found is not None and not found[1].recurring:
            return found[1].at
        times = (d.at for d in self.agenda.values() if not d.recurring)
        earliest = min(times, default=PARKED)
        return None if earliest == PARKED else earliest

    def take(self, entry: AgendaKey) -> None:
        """Strike an appointment off the agenda."""
        self._own_agenda()
        due = self.agenda.pop(entry)
        self.busy -= self._counts(controllers[entry[0]], due)

    def park(self, entry: AgendaKey, cause: int) -> None:
        """Keep an appointment until its cluster's API can be written again."""
        self._schedule(controllers[entry[0]], entry[1], Due(PARKED, cause=cause))

    def _unpark(self, cluster: str) -> None:
        for (name, key), due in list(self.agenda.items()):
            if due.at == PARKED and key.scope.split("/", 1)[0] == cluster:
                self._schedule(controllers[name], key, Due(self.now, cause=due.cause))

    def _schedule(self, entry: Controller, key: Key, due: Due) -> None:
        place = (entry.name, key)
        old = self.agenda.get(place)
        if old is not None and old.at <= due.at:
            return
        self._own_agenda()
        self.busy += self._counts(entry, due) - (self._counts(entry, old) if old else 0)
        self.agenda[place] = due
        if due.at != PARKED:
            heapq.heappush(self._heap, (due.at, entry.name, key))

    @staticmethod
    def _counts(entry: Controller, due: Due) -> int:
        return int(entry.provisioning and not due.recurring and due.at != PARKED)

    def _own_agenda(self) -> None:
        if not self._agenda_own:
            self._agenda_own = True
            self.agenda = dict(self.agenda)
            self._heap = list(self._heap)

    # -- whole states -------------------------------------------------------

    def world(self) -> World:
        """The World as it is now; the Tx may go on."""
        if self._agenda_own:
            self.next_entry()
            self._agenda_own = False
        return World(
            self.rng.seed,
            self.clock,
            rv=self.rv,
            counter=self.rng.counter,
            buckets=self.freeze(),
            agenda=self.agenda,
            heap=self._heap,
            busy=self.busy,
        )

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A Refusal inside undoes what was written inside, and goes on up."""
        saved, count = self.world(), len(self.changes)
        try:
            yield
        except Refusal:
            self.restore(saved.buckets)
            self.rv, self.busy, self.clock = saved.rv, saved.busy, saved.clock
            self.agenda, self._heap, self._agenda_own = saved.agenda, saved.heap, False
            del self.changes[count:]
            raise

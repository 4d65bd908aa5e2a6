"""The change log: commits as compact JSON values, applied forwards and backwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from clusters.sim import delta
from clusters.sim.clock import Clock, Segment
from clusters.sim.registry import controllers
from clusters.sim.tx import Change, Told
from clusters.sim.world import (
    GONE,
    PARKED,
    AgendaKey,
    Bucket,
    Document,
    Draft,
    Due,
    Key,
    World,
)

Json = dict[str, Any]


class Event(NamedTuple):
    """A told change as the event stream shows it. `number` is its revision."""

    number: int
    sim: float
    wall: float
    key: Key
    told: Told
    actor: str
    cause: int


class Step(NamedTuple):
    """A change as the log alone shows it, without a World round it.

    `there` and `back` are deltas; a new document is all of `there`, a deleted one all
    of `back`. Both are None where something was only said.
    """

    rv: int
    sim: float
    wall: float
    key: Key
    actor: str
    cause: int
    told: Told | None
    act: str
    """made, changed, gone or said."""
    there: Json | None
    back: Json | None


def record(before: World, after: World, changes: Iterable[Change], wall: float) -> Json:
    """One commit as JSON: what leads from one World to the next, and back."""
    out: Json = {
        "w": wall,
        "n": after.counter,
        "rv": after.rv,
        "c": [_packed(change) for change in changes],
    }
    if after.clock != before.clock:
        out["k"] = clock_json(after.clock)
    if after.agenda is not before.agenda:
        kept, old = after.agenda, before.agenda
        out["a"] = [_due_json(k, d) for k, d in kept.items() if old.get(k) != d]
        out["d"] = [[name, *key] for name, key in old if (name, key) not in kept]
    return out


def replayed(world: World, records: Iterable[Json]) -> tuple[World, list[Change]]:
    """The World after these records, and the changes they hold."""
    draft, agenda, changes = Draft(world.buckets), world.agenda, []
    clock, rv, counter = world.clock, world.rv, world.counter
    for item in records:
        changes += [_applied(draft, packed) for packed in item["c"]]
        clock = clock_value(item["k"]) if "k" in item else clock
        if "a" in item:
            agenda = dict(agenda)
            for name, *key in item["d"]:
                del agenda[name, Key(*key)]
            agenda.update(_due_value(entry) for entry in item["a"])
        rv, counter = item["rv"], item["n"]
    buckets = draft.freeze()
    return restored(world.seed, clock, rv, counter, buckets, agenda), changes


def rewound(world: World, records: Iterable[Json]) -> Draft:
    """The documents as they were before these records (given oldest first)."""
    draft = Draft(world.buckets)
    for item in reversed(list(records)):
        for packed in reversed(item["c"]):
            _undone(draft, packed)
    return draft


def again(draft: Draft, records: Iterable[Json]) -> list[Change]:
    """The changes of these records, made once more on documents before them."""
    return [_applied(draft, packed) for item in records for packed in item["c"]]


def events(item: Json) -> list[Event]:
    """What a record tells, oldest first."""
    found = []
    for rv, sim, kind, scope, name, actor, cause, _, told in item["c"]:
        if told:
            key = Key(kind, scope, name)
            found.append(Event(rv, sim, item["w"], key, Told(*told), actor, cause))
    return found


def steps(item: Json) -> list[Step]:
    """What a record holds, oldest first."""
    return [_step(packed, item["w"]) for packed in item["c"]]


def _step(packed: list[Any], wall: float) -> Step:
    rv, sim, kind, scope, name, actor, cause, step, told = packed
    act, there, back = "said", None, None
    if step is not None and "+" in step:
        act, there = "made", step["+"]
    elif step is not None and "x" in step:
        act, back = "gone", step["x"]
    elif step is not None:
        act, there, back = "changed", step["f"], step["i"]
    key, said = Key(kind, scope, name), Told(*told) if told else None
    return Step(rv, sim, wall, key, actor, cause, said, act, there, back)


def kinds(changes: Iterable[Change]) -> set[str]:
    """Which kinds of documents changed; "told" where something was said."""
    found = {c.key.kind for c in changes if c.told is None}
    return found | {"told" for c in changes if c.told is not None}


# -- a whole World, for snapshots ---------------------------------------------


def snapshot(world: World) -> Json:
    """A World as one JSON value."""
    return {
        "seed": world.seed,
        "rv": world.rv,
        "n": world.counter,
        "k": clock_json(world.clock),
        "a": [_due_json(key, due) for key, due in sorted(world.agenda.items())],
        "docs": [[*key, doc.rv, doc] for key, doc in world.documents()],
    }


def from_snapshot(value: Json) -> World:
    """The World that `snapshot` wrote."""
    buckets: dict[str, Bucket] = {}
    for kind, scope, name, rv, body in value["docs"]:
        bucket = buckets.setdefault(kind, Bucket({}, None))
        bucket.scopes.setdefault(scope, {})[name] = Document(body, rv)
    agenda = dict(_due_value(entry) for entry in value["a"])
    clock = clock_value(value["k"])
    return restored(value["seed"], clock, value["rv"], value["n"], buckets, agenda)


def restored(  # noqa: PLR0913, PLR0917 the stored parts, in order
    seed: int,
    clock: Clock,
    rv: int,
    counter: int,
    buckets: dict[str, Bucket],
    agenda: dict[AgendaKey, Due],
) -> World:
    """A World from its stored parts; heap and busy count follow from the agenda."""
    heap = sorted((due.at, *place) for place, due in agenda.items() if due.at != PARKED)
    busy = sum(
        controllers[name].provisioning and not due.recurring and due.at != PARKED
        for (name, _), due in agenda.items()
    )
    return World(
        seed,
        clock,
        rv=rv,
        counter=counter,
        buckets=buckets,
        agenda=agenda,
        heap=heap,
        busy=busy,
    )


def clock_json(clock: Clock) -> Json:
    return {"mode": clock.mode, "segments": [list(s) for s in clock.segments]}


def clock_value(value: Json) -> Clock:
    return Clock(value["mode"], tuple(Segment(*s) for s in value["segments"]))


# -- one change ---------------------------------------------------------------


def _packed(change: Change) -> list[Any]:
    told = None
    if change.told is not None:
        t = change.told
        told = [t.component, t.owner, t.by, t.next, t.severity, t.reason, t.message]
    step: Json | None = None
    if change.before is None and change.after is not None:
        step = {"+": change.after}
    elif change.before is not None and change.after is None:
        step = {"x": change.before, "xrv": change.before.rv}
    elif change.before is not None and change.after is not None:
        there, back = delta.diff(change.before, change.after)
        step = {"f": there, "i": back, "irv": change.before.rv}
    return [change.rv, change.sim, *change.key, change.actor, change.cause, step, told]


def _applied(draft: Draft, packed: list[Any]) -> Change:
    rv, sim, kind, scope, name, actor, cause, step, told = packed
    key = Key(kind, scope, name)
    before = after = None
    if step is not None:
        before = draft.find(key)
        if "+" in step:
            after = Document(step["+"], rv)
        elif "f" in step:
            after = Document(delta.patch(before or {}, step["f"]), rv)
        _store(draft, key, after, rv)
    said = Told(*told) if told else None
    return Change(rv, sim, key, before, after, actor, cause, said)


def _undone(draft: Draft, packed: list[Any]) -> None:
    _, _, kind, scope, name, _, _, step, _ = packed
    key = Key(kind, scope, name)
    if step is None:
        return
    if "+" in step:
        draft.store(key, None)
    elif "x" in step:
        draft.store(key, Document(step["x"], step["xrv"]))
    else:
        now: Mapping[str, Any] = draft.find(key) or {}
        draft.store(key, Document(delta.patch(now, step["i"]), step["irv"]))


def _store(draft: Draft, key: Key, doc: Document | None, rv: int) -> None:
    if doc is None and draft.is_base(key):
        doc = Document(GONE, rv)
    draft.store(key, doc)


def _due_json(place: AgendaKey, due: Due) -> list[Any]:
    at = None if due.at == PARKED else due.at
    return [place[0], *place[1], at, due.recurring, due.cause]


def _due_value(entry: list[Any]) -> tuple[AgendaKey, Due]:
    name, kind, scope, doc, at, recurring, cause = entry
    due = Due(PARKED if at is None else at, recurring, cause)
    return (name, Key(kind, scope, doc)), due

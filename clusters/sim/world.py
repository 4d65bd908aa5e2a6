"""A World: one learner's simulated account as an immutable value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from clusters.sim.clock import Clock
from clusters.sim.commands import Doc

T = TypeVar("T")


class Key(NamedTuple):
    """A document's name. `scope` is a path ("us-west-2/demo"); see `World.list`."""

    kind: str
    scope: str
    name: str


class Document(dict[str, Any]):
    """A document's body, the revision of its last change, and what derives from it.

    Never changed once it is in a World: whatever is computed from one version (its
    JSON bytes, its table row) stays true and is kept in `derived`.
    """

    __slots__ = ("derived", "rv")

    def __init__(self, body: Doc, rv: int) -> None:
        super().__init__(body)
        self.rv = rv
        self.derived: dict[str, Any] | None = None

    def once(self, name: str, make: Callable[[], T]) -> T:
        """`make()`, computed once for this version of the document."""
        if self.derived is None:
            self.derived = {}
        if name not in self.derived:
            self.derived[name] = make()
        value: T = self.derived[name]
        return value


class Due(NamedTuple):
    """When a controller looks at a key again, whether that is settling, and why.

    `cause` is the revision that woke it. `at` is infinite while it is parked.
    """

    at: float
    recurring: bool = False
    cause: int = 0


PARKED = float("inf")
GONE = {"_": {"gone": True}}
"""The mark left where a World deleted a document of the base layer."""

IndexFn = Callable[[Key, Doc], Iterable[str]]
_INDEXES: dict[str, dict[str, IndexFn]] = {}
_LAYERS: dict[str, dict[str, dict[str, Document]]] = {}


def index(kind: str, name: str, values: IndexFn) -> None:
    """Declare a secondary index: `by(kind, name, value)` then finds documents."""
    _INDEXES.setdefault(kind, {})[name] = values


def layer(name: str, documents: Mapping[str, Mapping[str, Doc]]) -> None:
    """Declare documents that every scope showing this layer has alike.

    A document Key("dc.Layer", scope, "base") {"layer": name} shows it in a scope.
    """
    _LAYERS[name] = {
        kind: {item: Document(body, 1) for item, body in sorted(bodies.items())}
        for kind, bodies in documents.items()
    }


Found = list[tuple[Key, Document]]
Place = tuple[str, dict[str, Document]]
"""A scope, and documents in it by name."""


class Bucket:
    """All documents of one kind: {scope: {name: document}}, with their indexes."""

    __slots__ = ("indexes", "scopes")

    def __init__(
        self,
        scopes: dict[str, dict[str, Document]],
        indexes: dict[str, dict[str, dict[Key, Document]]] | None,
    ) -> None:
        self.scopes = scopes
        self.indexes = indexes

    def built(self, kind: str) -> dict[str, dict[str, dict[Key, Document]]]:
        """The indexes, built on first use, and anew when more were declared since."""
        if self.indexes is None or self.indexes.keys() != _INDEXES.get(kind, {}).keys():
            tables: dict[str, dict[str, dict[Key, Document]]]
            tables = {name: {} for name in _INDEXES.get(kind, {})}
            for scope, names in self.scopes.items():
                for name, doc in names.items():
                    key = Key(kind, scope, name)
                    for index_name, value in indexed(key, doc):
                        tables[index_name].setdefault(value, {})[key] = doc
            self.indexes = tables
        return self.indexes


def indexed(key: Key, doc: Doc | None) -> set[tuple[str, str]]:
    """Under which (index, value) a document is filed."""
    if doc is None or doc == GONE:
        return set()
    declared = _INDEXES.get(key.kind, {}).items()
    return {(name, value) for name, values in declared for value in values(key, doc)}


_NOTHING = Bucket({}, None)


class Reader:
    """How documents are read, in a World and in the middle of a Tx alike."""

    __slots__ = ()
    buckets: dict[str, Bucket]
    clock: Clock

    def find(self, key: Key) -> Document | None:
        bucket = self.buckets.get(key.kind)
        if bucket is not None:
            doc = bucket.scopes.get(key.scope, {}).get(key.name)
            if doc is not None:
                return None if doc == GONE else doc
        base = self._base(key.scope)
        return base.get(key.kind, {}).get(key.name) if base else None

    def list(self, kind: str, scope: str = "") -> Found:
        """All of a kind in this scope or below it, sorted by scope, then name."""
        found: Found = []
        for place, names in self._places(kind, scope):
            kept = names.items()
            found += [(Key(kind, place, n), doc) for n, doc in kept if doc != GONE]
        for place, based in self._based(kind, scope):
            found += [(Key(kind, place, name), doc) for name, doc in based.items()]
        found.sort(key=itemgetter(0))
        return found

    def bodies(self, kind: str, scope: str = "") -> Iterator[Document]:
        """The documents of `list`, in no order: where only they or their number count."""
        for _, names in self._places(kind, scope):
            yield from (doc for doc in names.values() if doc != GONE)
        for _, based in self._based(kind, scope):
            yield from based.values()

    def _places(self, kind: str, scope: str) -> Iterator[Place]:
        """What is stored of a kind in this scope and in those below it."""
        below = scope + "/"
        for place, names in self.buckets.get(kind, _NOTHING).scopes.items():
            if not scope or place == scope or place.startswith(below):
                yield place, names

    def _based(self, kind: str, scope: str) -> Iterator[Place]:
        """What the base layer has of a kind and the World itself has not."""
        if "dc.Layer" not in self.buckets:
            return
        scopes = self.buckets.get(kind, _NOTHING).scopes
        for place in [scope] if scope else self.buckets["dc.Layer"].scopes:
            based, own = self._base(place).get(kind, {}), scopes.get(place, {})
            yield place, {n: doc for n, doc in based.items() if n not in own}

    def by(self, kind: str, index: str, value: str) -> Found:
        """Documents that a declared index files under `value`, sorted by key."""
        bucket = self.buckets.get(kind)
        if bucket is None:
            return []
        return sorted(bucket.built(kind)[index].get(value, {}).items())

    def is_base(self, key: Key) -> bool:
        """Whether the base layer has a document of this key."""
        return key.name in self._base(key.scope).get(key.kind, {})

    def _base(self, scope: str) -> dict[str, dict[str, Document]]:
        layers = self.buckets.get("dc.Layer")
        if layers is None:
            return {}
        shown = layers.scopes.get(scope)
        return _LAYERS.get(shown["base"]["layer"], {}) if shown else {}


AgendaKey = tuple[str, Key]


class World(Reader):
    """Documents by key, an agenda, a clock, and the counter `rv` of all changes."""

    __slots__ = ("agenda", "buckets", "busy", "clock", "counter", "heap", "rv", "seed")

    def __init__(  # noqa: PLR0913 a value of many parts, by name
        self,
        seed: int,
        clock: Clock,
        *,
        rv: int = 1,
        counter: int = 0,
        buckets: dict[str, Bucket] | None = None,
        agenda: dict[AgendaKey, Due] | None = None,
        heap: list[tuple[float, str, Key]] | None = None,
        busy: int = 0,
    ) -> None:
        self.seed = seed
        self.clock = clock
        self.rv = rv
        self.counter = counter
        self.buckets = {} if buckets is None else buckets
        self.agenda = {} if agenda is None else agenda
        self.heap = [] if heap is None else heap
        self.busy = busy

    def next_due(self) -> float:
        """The simulated second of the earliest entry; infinite when there is none."""
        for at, controller, key in self.heap[:1]:
            if self.agenda[controller, key].at == at:
                return at
        return min((due.at for due in self.agenda.values()), default=PARKED)

    def documents(self) -> Iterable[tuple[Key, Document]]:
        """Everything stored, base layer apart, marks of deletion included."""
        for kind, bucket in sorted(self.buckets.items()):
            for scope, names in sorted(bucket.scopes.items()):
                for name, doc in sorted(names.items()):
                    yield Key(kind, scope, name), doc


class Draft(Reader):
    """Documents being changed: copies what it writes, so that Worlds stay whole."""

    def __init__(self, buckets: dict[str, Bucket]) -> None:
        self.buckets = dict(buckets)
        self._own: set[tuple[str, ...]] = set()

    def freeze(self) -> dict[str, Bucket]:
        """The buckets as they are now; later writes copy again."""
        self._own.clear()
        return dict(self.buckets)

    def restore(self, buckets: dict[str, Bucket]) -> None:
        self.buckets = dict(buckets)
        self._own.clear()

    def store(self, key: Key, doc: Document | None) -> None:
        """Put a document, or take it away (None)."""
        bucket = self._bucket(key.kind)
        names = self._names(bucket, key)
        old = names.get(key.name)
        if doc is None:
            names.pop(key.name, None)
            if not names:
                del bucket.scopes[key.scope]
                self._own.discard((key.kind, key.scope))
        else:
            names[key.name] = doc
        if bucket.indexes is not None:
            self._reindex(bucket, key, old, doc)

    def _bucket(self, kind: str) -> Bucket:
        if (kind,) not in self._own:
            self._own.add((kind,))
            old = self.buckets.get(kind)
            if old is None:
                self.buckets[kind] = Bucket({}, None)
            else:
                indexes = old.indexes
                self.buckets[kind] = Bucket(
                    dict(old.scopes),
                    None
                    if indexes is None
                    else {n: dict(v) for n, v in indexes.items()},
                )
        return self.buckets[kind]

    def _names(self, bucket: Bucket, key: Key) -> dict[str, Document]:
        owned = (key.kind, key.scope)
        if owned not in self._own:
            self._own.add(owned)
            bucket.scopes[key.scope] = dict(bucket.scopes.get(key.scope, {}))
        return bucket.scopes[key.scope]

    def _reindex(
        self, bucket: Bucket, key: Key, old: Document | None, new: Document | None
    ) -> None:
        tables = bucket.built(key.kind)
        before, after = indexed(key, old), indexed(key, new)
        for name, value in before | after:
            entries = dict(tables[name].get(value, {}))
            if new is not None and (name, value) in after:
                entries[key] = new
            else:
                entries.pop(key, None)
            if entries:
                tables[name][value] = entries
            else:
                tables[name].pop(value, None)

"""Kind: what one Kubernetes resource has of its own; all else is generic."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from clusters.sim.commands import Doc, User
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.fields import Problem
from clusters.sim.registry import Registry
from clusters.sim.world import Document, Key, Reader, index

if TYPE_CHECKING:
    from clusters.sim.tx import Tx

ALL_VERBS = (
    "create",
    "delete",
    "deletecollection",
    "get",
    "list",
    "patch",
    "update",
    "watch",
)
Body: TypeAlias = dict[str, Any]
"""A document while it is being made or changed."""
Cell: TypeAlias = Any
"""A table cell: a value, or a function of the epoch now (ages)."""


@dataclass(frozen=True)
class Column:
    """A column of a resource's table. Priority 1 shows with `-o wide` only."""

    name: str
    type: str = "string"
    priority: int = 0
    format: str = ""
    description: str = ""


@dataclass(frozen=True)
class Subresource:
    """Something below an object, as discovery lists it: `deployments/scale`."""

    kind: str
    verbs: tuple[str, ...]
    group: str = ""
    version: str = ""


STATUS = ("get", "patch", "update")
SCALE = Subresource("Scale", STATUS, "autoscaling", "v1")
NAME = Column("Name", format="name")
AGE = Column("Age")


def _nothing(_body: Body) -> None:
    """Most kinds have no defaults."""


def _as_is(_tx: Tx, _cluster: str, _body: Body) -> None:
    """Most kinds need nothing from the world when they are made."""


def _as_changed(_tx: Tx, _key: Key, _body: Body, _old: Doc) -> None:
    """Most kinds need nothing from the world when they change."""


def _fine(_body: Doc) -> list[Problem]:
    return []


def _may_change(_body: Doc, _old: Doc) -> list[Problem]:
    return []


def _name_and_age(doc: Doc) -> list[Cell]:
    return [doc["metadata"]["name"], age_of(doc)]


@dataclass(frozen=True)
class Kind:
    """One resource of the API. Every hook may be left out.

    Writing: `default` fills in a body; `prepare_create` and `prepare_update` are its
    admission and allocation (they may refuse); `validate` and `validate_update`
    answer field errors; `may_write` and `may_delete` refuse what this user, or
    anybody, may not do; `warnings` are told to whoever writes it, `deprecation` to
    whoever touches it; `initial_status` makes the status of a new object where
    clients may not set it; `answer` replies to what is asked and never stored.

    Deleting: `held` says whether a deleted object must wait for something besides its
    finalizers; `grace` is how long a deletion waits for it; `on_delete` marks one
    that waits.

    Reading: `read` computes, at this simulated and wall time, what is not worth
    storing; `expired` hides; `virtual` adds objects of a cluster and namespace that
    are not stored at all; `shown` and `taken` respell for another group version.
    """

    group_version: str
    kind: str
    plural: str
    short_names: tuple[str, ...] = ()
    namespaced: bool = True
    categories: tuple[str, ...] = ()
    singular: str = ""
    verbs: tuple[str, ...] = ALL_VERBS
    has_status: bool = False
    has_generation: bool = False
    keeps_status: bool = False
    returns_deleted: bool = False
    name_rule: str = "subdomain"
    subresources: Mapping[str, Subresource] = field(default_factory=dict)
    default: Callable[[Body], None] = _nothing
    prepare_create: Callable[[Tx, str, Body], None] = _as_is
    prepare_update: Callable[[Tx, Key, Body, Doc], None] = _as_changed
    validate: Callable[[Doc], list[Problem]] = _fine
    validate_update: Callable[[Doc, Doc], list[Problem]] = _may_change
    may_write: Callable[[Tx, Key, User, Doc], None] | None = None
    may_delete: Callable[[Key], None] | None = None
    answer: Callable[[Tx, str, User, Body], Body] | None = None
    initial_status: Callable[[Doc], Body] | None = None
    grace: Callable[[Doc], int] | None = None
    held: Callable[[Doc], bool] | None = None
    on_delete: Callable[[Body], None] | None = None
    read: Callable[[Reader, Key, Body, float, float], Body] | None = None
    expired: Callable[[Doc, float], bool] | None = None
    virtual: Callable[[Reader, str, str], list[tuple[Key, Document]]] | None = None
    shown: Callable[[Body], Body] | None = None
    taken: Callable[[Body], Body] | None = None
    columns: tuple[Column, ...] = (NAME, AGE)
    cells: Callable[[Doc], list[Cell]] = _name_and_age
    row_conditions: Callable[[Doc], list[Body]] | None = None
    field_labels: Mapping[str, Callable[[Doc], str]] = field(default_factory=dict)
    warnings: Callable[[Doc], list[str]] | None = None
    deprecation: str = ""

    @property
    def group(self) -> str:
        return self.group_version.rpartition("/")[0]

    @property
    def version(self) -> str:
        return self.group_version.rpartition("/")[2]

    @property
    def resource(self) -> str:
        """The qualified resource: `deployments.apps`, `pods`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def qualified(self) -> str:
        """The qualified kind: `Deployment.apps`, `Pod`."""
        return f"{self.kind}.{self.group}" if self.group else self.kind

    @property
    def singular_name(self) -> str:
        return self.singular or self.kind.lower()

    @property
    def document(self) -> str:
        """The kind of its documents in a World."""
        return f"k8s.{self.kind}"

    def scope(self, cluster: str, namespace: str = "") -> str:
        if self.namespaced and namespace:
            return f"{cluster}/{namespace}"
        return cluster

    def key(self, cluster: str, namespace: str, name: str) -> Key:
        return Key(self.document, self.scope(cluster, namespace), name)


kinds: Registry[Kind] = Registry("clusters.sim.kube.kinds")


def register(kind: Kind) -> Kind:
    """Announce a resource, by the name that users of RBAC write."""
    kinds.add(kind.resource, kind)
    index(kind.document, "dependents", _owner_uids)
    return kind


def _owner_uids(_key: Key, doc: Doc) -> Iterator[str]:
    return (owner["uid"] for owner in doc["metadata"].get("ownerReferences") or ())


_by_document: dict[str, Kind] = {}
_by_version: dict[tuple[str, str], Kind] = {}


def _filed() -> None:
    for kind in map(kinds.__getitem__, kinds):
        _by_document.setdefault(kind.document, kind)
        _by_version[kind.group_version, kind.kind] = kind


def of_key(key: Key) -> Kind:
    """The kind of a document."""
    if not _by_document:
        _filed()
    return _by_document[key.kind]


def stored_as(kind: Kind) -> Kind:
    """The kind whose documents these are: events have two resources, one storage."""
    if not _by_document:
        _filed()
    return _by_document.get(kind.document, kind)


def of_body(body: Doc) -> Kind | None:
    """The kind that a body names by apiVersion and kind."""
    if not _by_version:
        _filed()
    return _by_version.get((body.get("apiVersion", ""), body.get("kind", "")))


def cluster_of(key: Key) -> str:
    return key.scope.partition("/")[0]


def namespace_of(key: Key) -> str:
    return key.scope.partition("/")[2]

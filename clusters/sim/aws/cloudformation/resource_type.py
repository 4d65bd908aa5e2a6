"""A type of resource that stacks can hold: how it is made, changed and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clusters.sim.aws import dispatch
from clusters.sim.aws.cloudformation import property_schema
from clusters.sim.aws.cloudformation.property_schema import Schema
from clusters.sim.commands import AwsCall, Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import Registry
from clusters.sim.tx import Tx
from clusters.sim.world import Key

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
SUFFIX = 12


@dataclass(frozen=True)
class Work:
    """What a type works with: the Tx, who asks, and for which resource of a stack."""

    tx: Tx
    caller: Caller
    stack_id: str
    stack_name: str
    logical_id: str
    stack_tags: tuple[Doc, ...] = ()

    @property
    def region(self) -> str:
        return self.caller.region

    def call(self, action: str, **request: Any) -> Any:
        """Call an operation as the stack's owner would; absent values are left out."""
        given = {name: value for name, value in request.items() if value is not None}
        return dispatch.run(self.tx, AwsCall(self.caller, action, given))

    def name(self, longest: int = 64) -> str:
        """A physical name: stack, logical id and a random tail."""
        room = longest - SUFFIX - 1
        stem = f"{self.stack_name}-{self.logical_id}"
        if len(stem) > room:
            half = (room - 1) // 2
            stem = f"{self.stack_name[:half]}-{self.logical_id[:half]}"
        return f"{stem}-{self.tx.rng.letters(SUFFIX, ALPHABET)}"

    def tags(self, properties: Doc) -> list[dict[str, Any]]:
        """The resource's own tags, the stack's, and those that say whose it is."""
        own = properties.get("Tags") or ()
        marks = {
            "aws:cloudformation:stack-name": self.stack_name,
            "aws:cloudformation:logical-id": self.logical_id,
            "aws:cloudformation:stack-id": self.stack_id,
        }
        found = {tag["Key"]: dict(tag) for tag in (*self.stack_tags, *own)}
        found |= {name: {"Key": name, "Value": value} for name, value in marks.items()}
        return list(found.values())

    def own_tags(self, properties: Doc) -> list[dict[str, Any]]:
        """The tags without the marks, which callers may not set."""
        return [
            tag for tag in self.tags(properties) if not tag["Key"].startswith("aws:")
        ]

    def specification(self, kind: str, properties: Doc) -> list[dict[str, Any]]:
        """The tags as EC2's TagSpecifications."""
        return [{"ResourceType": kind, "Tags": self.tags(properties)}]


Properties = Mapping[str, Any]


def _nothing(_work: Work, _physical: str) -> Mapping[str, Any]:
    return {}


def _at_once(_work: Work, _physical: str) -> bool:
    return True


@dataclass(frozen=True)
class ResourceType:
    """How CloudFormation handles one type.

    `create` answers the physical id. `document` names what decides when it is there
    (`settled`) or gone (`gone`), so that its change wakes the stack; a Refusal from
    `settled` is a failure. Without `update` every change replaces the resource, and so
    does one of a property in `replaces`.
    """

    name: str
    schema: Schema
    create: Callable[[Work, Properties], str]
    delete: Callable[[Work, str, Properties], object]
    attributes: Callable[[Work, str], Mapping[str, Any]] = _nothing
    update: Callable[[Work, str, Properties, Properties], object] | None = None
    replaces: frozenset[str] = frozenset()
    document: Callable[[Work, str], Key] | None = None
    settled: Callable[[Work, str], bool] = _at_once
    gone: Callable[[Work, str], bool] = _at_once
    ref: Callable[[Work, str], str] = field(default=lambda _work, physical: physical)

    def shaped(self, properties: Properties) -> dict[str, Any]:
        """The properties with their types; refused where they are not the type's."""
        found: dict[str, Any] = property_schema.shaped(self.schema, properties)
        return found


resource_types: Registry[ResourceType] = Registry(
    "clusters.sim.aws.cloudformation.resources"
)


def register(found: ResourceType) -> ResourceType:
    resource_types.add(found.name, found)
    return found


def names(text: str) -> frozenset[str]:
    """Property names, written with blanks between."""
    return frozenset(text.split())


def whole(properties: Properties, wanted: Iterable[str]) -> dict[str, Any]:
    """Those of the properties that are there."""
    return {name: properties[name] for name in wanted if name in properties}


def unless_gone(work: Work, codes: Iterable[str], action: str, **request: Any) -> None:
    """Call a deletion; what is gone already is as good as deleted."""
    try:
        with work.tx.savepoint():
            work.call(action, **request)
    except Refusal as refusal:
        if refusal.code not in codes:
            raise

"""create: a new object."""

from __future__ import annotations

from clusters.sim.commands import Doc, KubeCall
from clusters.sim.kube import limits, store
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.kind import Body, Kind
from clusters.sim.kube.wire import wire
from clusters.sim.kube.writes import decoding
from clusters.sim.kube.writes.narration import narrate
from clusters.sim.tx import Tx

CREATED = 201


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    body, told = decoding.read(tx, kind, call)
    if kind.answer:
        return Answer(kind.answer(tx, call.cluster, call.user, body), CREATED)
    decoding.check_place(call, kind, body)
    return made(tx, kind, call, body).warned(told)


def warnings(kind: Kind, doc: Doc) -> tuple[str, ...]:
    """What whoever wrote this is warned of."""
    told = [kind.deprecation] if kind.deprecation else []
    return (*told, *(kind.warnings(doc) if kind.warnings else ()))


def made(tx: Tx, kind: Kind, call: KubeCall, body: Body) -> Answer:
    """The answer to an object's making."""
    if kind.may_write:
        key = kind.key(call.cluster, call.namespace, body["metadata"].get("name", ""))
        kind.default(body)
        kind.may_write(tx, key, call.user, body)
    doc = store.create(tx, call.cluster, body, manager=call.manager, kind=kind)
    limits.check_size(tx, doc)
    key = kind.key(call.cluster, call.namespace, doc["metadata"]["name"])
    narrate(tx, call, key, "Created", "created")
    return Answer(wire(tx, key, doc, kind), CREATED, warnings=warnings(kind, doc))

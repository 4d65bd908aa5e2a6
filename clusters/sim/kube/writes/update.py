"""update: a whole new body for an object."""

from __future__ import annotations

from clusters.sim.commands import KubeCall
from clusters.sim.kube import limits, store
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.errors import NotFound
from clusters.sim.kube.kind import Body, Kind
from clusters.sim.kube.wire import wire
from clusters.sim.kube.writes import create, decoding
from clusters.sim.kube.writes.narration import narrate
from clusters.sim.tx import Tx, thawed
from clusters.sim.world import Document, Key

CREATED_BY_UPDATE = ("Lease",)
"""Kinds whose objects a PUT makes when they are missing."""


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    body, warnings = decoding.read(tx, kind, call)
    decoding.check_place(call, kind, body)
    key = kind.key(call.cluster, call.namespace, call.name)
    if tx.find(key) is None:
        if kind.kind not in CREATED_BY_UPDATE:
            raise NotFound(kind.resource, call.name)
        body["metadata"]["name"] = call.name
        return create.made(tx, kind, call, body).warned(warnings)
    return put(tx, kind, call, key, body).warned(warnings)


def put(tx: Tx, kind: Kind, call: KubeCall, key: Key, body: Body) -> Answer:
    """The answer to a new body for an object that is there."""
    old = tx.need(key)
    if kind.may_write:
        kind.default(body)
        kind.may_write(tx, key, call.user, body)
    store.replace(tx, key, body, manager=call.manager)
    told = create.warnings(kind, tx.find(key) or old)
    return _answered(tx, kind, call, key, old).warned(told)


def put_status(tx: Tx, kind: Kind, call: KubeCall, key: Key, body: Body) -> Answer:
    """The answer to a new status; the rest of the body is not heard."""
    old = tx.need(key)
    sent = body["metadata"]
    new: Body = thawed(dict(old))
    for name in ("resourceVersion", "uid"):
        if sent.get(name):
            new["metadata"][name] = sent[name]
    new["status"] = body.get("status", {})
    store.replace(tx, key, new, manager=call.manager, with_status=True)
    return _answered(tx, kind, call, key, old)


def _answered(tx: Tx, kind: Kind, call: KubeCall, key: Key, old: Document) -> Answer:
    """The object after a change; the old one when the change let it go."""
    doc = tx.find(key)
    if doc is not None:
        limits.check_size(tx, doc)
    if doc is not old:
        narrate(tx, call, key, "Updated", "changed")
    return Answer(wire(tx, key, old if doc is None else doc, kind))

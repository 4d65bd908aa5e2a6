"""delete: one object goes, at once or after what it still waits for."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import KubeCall
from clusters.sim.kube import schema, store
from clusters.sim.kube.answer import Answer, success
from clusters.sim.kube.errors import BadRequest, Invalid, NotFound
from clusters.sim.kube.fields import unsupported
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.version import minor
from clusters.sim.kube.wire import wire
from clusters.sim.kube.writes import decoding
from clusters.sim.kube.writes.narration import narrate
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

OPTIONS = Kind("v1", "DeleteOptions", "deleteoptions")
POLICIES = ("Background", "Foreground", "Orphan")


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    key = kind.key(call.cluster, call.namespace, call.name)
    doc = tx.find(key)
    if doc is None:
        raise NotFound(kind.resource, call.name)
    left = remove(tx, kind, call, key)
    if left is not None:
        return Answer(wire(tx, key, left, kind))
    if kind.returns_deleted:
        return Answer(wire(tx, key, doc, kind))
    uid = doc["metadata"].get("uid", "")
    told = success(name=call.name, group=kind.group, kind=kind.plural, uid=uid)
    return Answer(told)


def remove(tx: Tx, kind: Kind, call: KubeCall, key: Key) -> Document | None:
    """Delete with the call's options; the object while something keeps it."""
    if kind.may_delete:
        kind.may_delete(key)
    asked = options(tx, call)
    before = asked.get("preconditions") or {}
    left = store.delete(
        tx,
        key,
        propagation=propagation(tx, call, asked),
        grace=_grace(asked),
        uid=before.get("uid", ""),
        resource_version=before.get("resourceVersion", ""),
    )
    narrate(
        tx, call, key, "Deleted", "deleted" if left is None else "marked for deletion"
    )
    return left


def options(tx: Tx, call: KubeCall) -> dict[str, Any]:
    """The DeleteOptions, from the body or else from the URL."""
    found = schema.check(
        decoding.kubernetes(tx, call), "v1", "DeleteOptions", call.body or {}
    )
    if found.wrong:
        raise BadRequest(f"{decoding.handled(OPTIONS)}: {found.wrong}")
    body = found.body
    known = ("gracePeriodSeconds", "propagationPolicy", "orphanDependents")
    from_url = {name: call.options[name] for name in known if call.options.get(name)}
    return {**from_url, **body}


def propagation(tx: Tx, call: KubeCall, asked: dict[str, Any]) -> str:
    policy = str(asked.get("propagationPolicy") or "")
    if not policy:
        return (
            "Orphan"
            if asked.get("orphanDependents") in {True, "true"}
            else "Background"
        )
    if policy not in POLICIES:
        wrong = unsupported("propagationPolicy", policy, (*POLICIES, "nil"))
        raise Invalid("DeleteOptions", "", [wrong], minor(tx, call.cluster))
    return policy


def _grace(asked: dict[str, Any]) -> int | None:
    seconds = asked.get("gracePeriodSeconds")
    if seconds is None:
        return None
    try:
        return int(seconds)
    except (TypeError, ValueError):
        told = f'strconv.ParseInt: parsing "{seconds}": invalid syntax'
        raise BadRequest(told) from None

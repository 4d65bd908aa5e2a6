"""patch: a change to an object, in one of three forms."""

from __future__ import annotations

from clusters.sim.commands import KubeCall
from clusters.sim.kube import patching
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.errors import BadRequest, KubeRefusal, NotFound
from clusters.sim.kube.kind import Body, Kind
from clusters.sim.kube.wire import wire
from clusters.sim.kube.writes import decoding, update
from clusters.sim.tx import Tx, thawed
from clusters.sim.world import Key

ACCEPTED = ", ".join(patching.TYPES)
UNSUPPORTED = (
    "the body of the request was in an unknown format - accepted media types "
    f"include: {ACCEPTED}"
)


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    key, body, warnings = patched(tx, kind, call)
    return update.put(tx, kind, call, key, body).warned(warnings)


def run_status(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    key, body, warnings = patched(tx, kind, call)
    return update.put_status(tx, kind, call, key, body).warned(warnings)


def patched(tx: Tx, kind: Kind, call: KubeCall) -> tuple[Key, Body, tuple[str, ...]]:
    """The object with the patch in it, typed, and the warnings about it."""
    key = kind.key(call.cluster, call.namespace, call.name)
    live = tx.find(key)
    if live is None:
        raise NotFound(kind.resource, call.name)
    body, warnings = applied(tx, kind, call, thawed(wire(tx, key, live, kind)))
    body.setdefault("metadata", {})
    decoding.check_place(call, kind, body)
    return key, kind.taken(body) if kind.taken else body, warnings


def applied(
    tx: Tx, kind: Kind, call: KubeCall, live: Body
) -> tuple[Body, tuple[str, ...]]:
    """A patch applied to an object of any kind."""
    if call.patch_type not in patching.TYPES:
        raise KubeRefusal("UnsupportedMediaType", UNSUPPORTED, 415)
    kubernetes = decoding.kubernetes(tx, call)
    new = patching.apply_patch(kubernetes, kind, live, call.patch_type, call.body)
    for field in ("apiVersion", "kind"):
        if new.get(field) != live[field]:
            raise BadRequest(f"{decoding.handled(kind)}: {field} may not be changed")
    found = patching.judged(kubernetes, kind, new, call.patch_type, call.body)
    mode = decoding.validation(call)
    if found.unknown and mode == "Strict":
        raise patching.strict_refusal(
            kubernetes, new, call.patch_type, call.body, found.unknown
        )
    return found.body, tuple(found.unknown) if mode == "Warn" else ()

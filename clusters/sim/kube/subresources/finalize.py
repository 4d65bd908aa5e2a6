"""finalize: a namespace's own finalizers, which a plain update leaves alone."""

from __future__ import annotations

from clusters.sim.commands import KubeCall
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.deletion import finalized
from clusters.sim.kube.errors import NotFound
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.wire import wire
from clusters.sim.kube.writes import decoding
from clusters.sim.tx import Tx


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    body, warnings = decoding.read(tx, kind, call)
    decoding.check_place(call, kind, body)
    key = kind.key(call.cluster, call.namespace, call.name)
    if tx.find(key) is None:
        raise NotFound(kind.resource, call.name)
    with tx.edit(key) as doc:
        doc["spec"] = {"finalizers": body.get("spec", {}).get("finalizers", [])}
    doc_now = tx.need(key)
    finalized(tx, key, doc_now)
    return Answer(wire(tx, key, doc_now, kind), warnings=warnings)

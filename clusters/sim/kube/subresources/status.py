"""status: what a controller reports about an object."""

from __future__ import annotations

from clusters.sim.commands import KubeCall
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.errors import NotFound
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.writes import decoding, patch, update
from clusters.sim.tx import Tx


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    if call.verb == "patch":
        return patch.run_status(tx, kind, call)
    body, warnings = decoding.read(tx, kind, call)
    decoding.check_place(call, kind, body)
    key = kind.key(call.cluster, call.namespace, call.name)
    if tx.find(key) is None:
        raise NotFound(kind.resource, call.name)
    return update.put_status(tx, kind, call, key, body).warned(warnings)

"""eviction: a deletion that asks first, as `kubectl drain` uses it."""

from __future__ import annotations

from clusters.sim.commands import KubeCall
from clusters.sim.kube import store
from clusters.sim.kube.answer import Answer, success
from clusters.sim.kube.errors import BadRequest, NotFound
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.writes import decoding, delete
from clusters.sim.kube.writes.create import CREATED
from clusters.sim.kube.writes.narration import narrate
from clusters.sim.tx import Tx
from clusters.sim.world import Key

EVICTION = Kind("policy/v1", "Eviction", "evictions")
TARGET = "DisruptionTarget"


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    key = kind.key(call.cluster, call.namespace, call.name)
    if tx.find(key) is None:
        raise NotFound(kind.resource, call.name)
    sent, _ = decoding.read(tx, EVICTION, call)
    name = sent["metadata"].get("name") or call.name
    if name != call.name:
        raise BadRequest(
            f"name in URL does not match name in Eviction object: {call.name} != {name}"
        )
    asked = dict(sent.get("deleteOptions") or {})
    _mark(tx, key)
    seconds = asked.get("gracePeriodSeconds")
    policy = delete.propagation(tx, call, asked)
    store.delete(tx, key, propagation=policy, grace=seconds)
    narrate(tx, call, key, "Evicted", "evicted")
    return Answer(success(), CREATED)


def _mark(tx: Tx, key: Key) -> None:
    """Note on the Pod why it goes."""
    with tx.edit(key) as body:
        others = [
            c for c in body["status"].get("conditions") or () if c["type"] != TARGET
        ]
        why = {
            "type": TARGET,
            "status": "True",
            "reason": "EvictionByEvictionAPI",
            "message": "Eviction API: evicting",
            "lastProbeTime": None,
            "lastTransitionTime": tx.stamp,
        }
        body["status"]["conditions"] = [*others, why]

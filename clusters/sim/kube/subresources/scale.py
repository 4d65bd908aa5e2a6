"""scale: the number of replicas, the same for all workloads."""

from __future__ import annotations

from clusters.sim.commands import Doc, KubeCall
from clusters.sim.kube import selectors, store
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.errors import Conflict, Invalid, NotFound
from clusters.sim.kube.fields import invalid
from clusters.sim.kube.kind import Body, Kind
from clusters.sim.kube.version import minor
from clusters.sim.kube.wire import META_ORDER
from clusters.sim.kube.writes import decoding, patch
from clusters.sim.kube.writes.narration import narrate
from clusters.sim.tx import Tx
from clusters.sim.world import Document

SCALE = Kind("autoscaling/v1", "Scale", "scales")
_KEPT = ("name", "namespace", "uid", "creationTimestamp")


def shown(doc: Document) -> Body:
    """An object's Scale."""
    meta = {name: doc["metadata"][name] for name in _KEPT if name in doc["metadata"]}
    meta["resourceVersion"] = str(doc.rv)
    status: Body = {"replicas": doc.get("status", {}).get("replicas", 0)}
    selector = selectors.written(doc["spec"].get("selector"))
    if selector:
        status["selector"] = selector
    return {
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {name: meta[name] for name in META_ORDER if name in meta},
        "spec": _spec(doc["spec"].get("replicas", 0)),
        "status": status,
    }


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    key = kind.key(call.cluster, call.namespace, call.name)
    live = tx.find(key)
    if live is None:
        raise NotFound(kind.resource, call.name)
    if call.verb == "patch":
        wanted, warnings = patch.applied(tx, SCALE, call, shown(live))
    else:
        wanted, warnings = decoding.read(tx, SCALE, call)
        decoding.check_place(call, kind, wanted)
    replicas = _replicas(tx, call, wanted)
    asked = (wanted.get("metadata") or {}).get("resourceVersion")
    if asked and asked != str(live.rv):
        raise Conflict(kind.resource, call.name)
    if replicas != live["spec"].get("replicas"):
        with store.update(tx, key, manager=call.manager) as body:
            body["spec"]["replicas"] = replicas
        narrate(tx, call, key, "Scaled", f"scaled to {replicas}")
    return Answer(shown(tx.need(key)), warnings=warnings)


def _replicas(tx: Tx, call: KubeCall, wanted: Doc) -> int:
    replicas = int((wanted.get("spec") or {}).get("replicas", 0))
    if replicas < 0:
        told = "must be greater than or equal to 0"
        wrong = [invalid("spec.replicas", replicas, told)]
        raise Invalid("Scale.autoscaling", call.name, wrong, minor(tx, call.cluster))
    return replicas


def _spec(replicas: int) -> Body:
    return {"replicas": replicas} if replicas else {}

"""binding: a scheduler's decision about a Pod."""

from __future__ import annotations

from clusters.sim.commands import KubeCall
from clusters.sim.kube.answer import Answer, success
from clusters.sim.kube.errors import Conflict, Invalid, NotFound
from clusters.sim.kube.fields import required
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.version import minor
from clusters.sim.kube.writes import decoding
from clusters.sim.kube.writes.create import CREATED
from clusters.sim.tx import Tx

BINDING = Kind("v1", "Binding", "bindings")


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    key = kind.key(call.cluster, call.namespace, call.name)
    pod = tx.find(key)
    if pod is None:
        raise NotFound(kind.resource, call.name)
    sent, _ = decoding.read(tx, BINDING, call)
    node = (sent.get("target") or {}).get("name", "")
    if not node:
        wrong = [required("target.name")]
        raise Invalid("Binding", call.name, wrong, minor(tx, call.cluster))
    if "deletionTimestamp" in pod["metadata"]:
        told = f"pod {call.name} is being deleted, cannot be assigned to a host"
        raise Conflict("pods/binding", call.name, told)
    taken = pod["spec"].get("nodeName")
    if taken:
        told = f'pod {call.name} is already assigned to node "{taken}"'
        raise Conflict("pods/binding", call.name, told)
    with tx.edit(key) as body:
        body["spec"]["nodeName"] = node
        others = [
            c
            for c in body["status"].get("conditions") or ()
            if c["type"] != "PodScheduled"
        ]
        scheduled = {
            "type": "PodScheduled",
            "status": "True",
            "lastProbeTime": None,
            "lastTransitionTime": tx.stamp,
        }
        body["status"]["conditions"] = [*others, scheduled]
    return Answer(success(), CREATED)

"""One look at a Service: who stands behind it now."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.endpoint_slice import behind, legacy, slices
from clusters.sim.kube.workloads import pods
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader


def _of_pod(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    """The Services that select a Pod with an address, and those that did until now."""
    if not doc.get("status", {}).get("podIP"):
        return slices.naming(view, key)
    labels = doc["metadata"].get("labels") or {}
    matching = [
        found
        for found, service in view.list("k8s.Service", key.scope)
        if service["spec"].get("selector")
        and service["spec"]["selector"].items() <= labels.items()
    ]
    return [*matching, *slices.naming(view, key)]


@controller(
    "endpoint-slice",
    watches("k8s.Service"),
    watches("k8s.Pod", to=_of_pod),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    service = tx.find(key)
    if service is None:
        legacy.remove(tx, key)
        return None
    if not service["spec"].get("selector") or pods.terminating(service):
        return None
    known = slices.of_service(tx, key)
    last = max((doc.get("_", {}).get("synced", 0.0) for _, doc in known), default=-1.0)
    left = last + timings.ENDPOINTS_BATCH.seconds - tx.now
    if known and left > 0:
        return float(left)
    endpoints = behind.endpoints(tx, key, service)
    slices.write(tx, key, endpoints)
    legacy.write(tx, key, service, endpoints)
    return None

"""The endpoint's load balancer: follows the health of the API servers behind it."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Doc
from clusters.sim.datacenter import api_server, load_balancer
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader


def _balancer(_view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return (load_balancer.key(key.scope),)


@controller(
    "endpoint-load-balancer",
    watches(load_balancer.KIND),
    watches(api_server.KIND, to=_balancer),
    provisioning=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    if doc is None or doc["state"] == "deleting":
        return None
    waits = [
        wait
        for server, body in api_server.all_of(tx, key.scope)
        if (wait := _target(tx, key, server.name, healthy=body["state"] == "healthy"))
    ]
    return min(waits, default=None)


def _target(tx: Tx, key: Key, name: str, *, healthy: bool) -> float | None:
    """One target: in at once when it answers, out after it missed its checks."""
    doc = tx.need(key)
    shown, missed = doc["targets"].get(name), doc["_"].get(name)
    if healthy:
        _put(tx, key, name, "healthy")
        return None
    if shown != "healthy":
        _put(tx, key, name, shown or "initial")
        return None
    if missed is None:
        takes = eks.API_SERVER_NOTICED.draw(tx.rng)
        with tx.edit(key) as body:
            body["_"][name] = round(tx.now + takes, 3)
        return takes
    left = round(float(missed) - tx.now, 3)
    if left > 0:
        return left
    _put(tx, key, name, "unhealthy")
    tx.tell(
        key,
        "eks",
        "TargetUnhealthy",
        f"The endpoint's load balancer sends nothing to API server {name} any more.",
        severity="warning",
        next="aws",
    )
    return None


def _put(tx: Tx, key: Key, name: str, health: str) -> None:
    with tx.edit(key) as body:
        body["targets"][name] = health
        body["_"].pop(name, None)

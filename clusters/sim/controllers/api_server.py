"""API servers: boot, become ready, take leases; a lost one is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Doc
from clusters.sim.datacenter import api_server, etcd
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader


def _siblings(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return [server for server, _ in api_server.all_of(view, key.scope)]


@controller(
    "api-server",
    watches(api_server.KIND, to=_siblings),
    watches(etcd.KIND, to=_siblings),
    provisioning=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    if doc is None or doc["state"] not in STEPS:
        return None
    left = round(float(doc["_"].get("until", 0.0)) - tx.now, 3)
    return left if left > 0 else STEPS[doc["state"]](tx, key, doc)


def _start(tx: Tx, key: Key, doc: Document) -> Wait:
    again = doc["_"].get("replaced", False)
    takes = (eks.API_SERVER_REJOIN if again else eks.API_SERVER_READYZ).draw(tx.rng)
    api_server.put(tx, key, "starting", takes)
    text = f"API server {key.name} in {doc['zone']} runs; /readyz does not say ok yet."
    api_server.say(tx, key, "ApiServerStarted", text)
    return takes


def _become_healthy(tx: Tx, key: Key, doc: Document) -> Wait:
    if etcd.leader(tx, key.scope) is None:
        return None
    api_server.put(tx, key, "healthy")
    what = "replaced and healthy" if doc["_"].get("replaced") else "healthy"
    text = f"API server {key.name} in {doc['zone']} is {what}: /readyz says ok."
    reason = "ControlPlaneReplaced" if doc["_"].get("replaced") else "ApiServerHealthy"
    api_server.say(tx, key, reason, text)
    return 0.0


def _take_leases(tx: Tx, key: Key, doc: Document) -> Wait:
    """Try for the leases that nobody holds; whoever tries first has it."""
    free = [x for x in api_server.LEASES if api_server.holder(tx, key.scope, x) is None]
    if not free or etcd.leader(tx, key.scope) is None:
        if "lease" in doc["_"]:
            with tx.edit(key) as body:
                del body["_"]["lease"]
        return None
    if "lease" not in doc["_"]:
        takes = eks.LEASE_TAKE.draw(tx.rng)
        if _was_held(tx, key.scope):
            takes += eks.LEASE_EXPIRY.draw(tx.rng)
        with tx.edit(key) as body:
            body["_"]["lease"] = round(tx.now + takes, 3)
        return takes
    left = round(float(doc["_"]["lease"]) - tx.now, 3)
    if left > 0:
        return left
    _take(tx, key, doc, free[0])
    return 0.0


def _was_held(view: Reader, cluster: str) -> bool:
    """Whether a lost server's leases must run out first."""
    return any(
        doc["state"] != "healthy" and any(doc["leases"].values())
        for _, doc in api_server.all_of(view, cluster)
    )


def _take(tx: Tx, key: Key, doc: Document, lease: str) -> None:
    for other, body in api_server.all_of(tx, key.scope):
        if body["leases"][lease]:
            with tx.edit(other) as loser:
                loser["leases"][lease] = False
    with tx.edit(key) as winner:
        winner["leases"][lease] = True
        del winner["_"]["lease"]
    text = (
        f"{lease} of API server {key.name} in {doc['zone']} holds the lease and works."
    )
    tx.tell(key, lease, "LeaderElection", text)


def _replace(tx: Tx, key: Key, doc: Document) -> Wait:
    """First it is noticed, then another instance is launched."""
    if doc["_"].get("noticed"):
        return _relaunch(tx, key, doc)
    takes = eks.API_SERVER_RELAUNCH.draw(tx.rng)
    with tx.edit(key) as body:
        body["_"]["noticed"] = True
        body["_"]["until"] = round(tx.now + takes, 3)
    return takes


def _relaunch(tx: Tx, key: Key, doc: Document) -> Wait:
    takes = eks.API_SERVER_REBOOT.draw(tx.rng)
    with tx.edit(key) as body:
        body["instance"] = f"i-0{tx.rng.hex(16)}"
        body["leases"] = dict.fromkeys(api_server.LEASES, False)
        del body["_"]["noticed"]
        body["_"]["replaced"] = True
    api_server.put(tx, key, "booting", takes)
    text = f"AWS launches another instance for API server {key.name} in {doc['zone']}."
    api_server.say(tx, key, "ApiServerRelaunched", text)
    return takes


STEPS: dict[str, Callable[[Tx, Key, Document], Wait]] = {
    "booting": _start,
    "starting": _become_healthy,
    "healthy": _take_leases,
    "lost": _replace,
}

"""Add-ons: applied to the cluster, watched over while EKS manages them, removed."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from clusters.sim.aws.eks import addon, cluster
from clusters.sim.catalog import addons
from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Doc
from clusters.sim.datacenter import control_plane
from clusters.sim.errors import Refusal
from clusters.sim.kube import store
from clusters.sim.kube.kind import of_body
from clusters.sim.registry import Again, Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

DNS = 10
"""The cluster's DNS has the tenth address of the service range."""
NAMESPACE = "kube-system"
DENIED = "AdmissionRequestDenied"
UNHEALTHY_CODE = "InsufficientNumberOfReplicas"
UNHEALTHY = {
    "code": UNHEALTHY_CODE,
    "message": (
        "The add-on is unhealthy because it doesn't have the desired number of replicas."
    ),
    "resourceIds": [],
}
BY_WORKLOAD = {entry.workload: name for name, entry in addons.ADDONS.items()}


def _of_workload(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    here, _, namespace = key.scope.partition("/")
    name = BY_WORKLOAD.get((key.kind.removeprefix("k8s."), key.name))
    found = cluster.of_id(view, here) if name and namespace == NAMESPACE else None
    return (addon.key(found, name),) if found and name else ()


def _of_cluster(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    """All add-ons of a cluster whose API may have come back."""
    found = cluster.owning(view, key, doc)
    return [k for c in found for k, _ in view.list(addon.KIND, cluster.scope(c))]


@controller(
    "addon",
    watches(addon.KIND),
    watches("k8s.Deployment", to=_of_workload),
    watches("k8s.DaemonSet", to=_of_workload),
    watches("dc.EtcdMember", to=_of_cluster),
    watches("dc.ApiServer", to=_of_cluster),
    provisioning=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    here = cluster.of_scope(key.scope)
    if doc is None or not control_plane.writable(tx, cluster.id_of(tx, here)):
        return None
    if doc["status"] == "DELETING":
        _remove(tx, key, doc, here)
        return None
    left = round(float(doc["_"]["until"]) - tx.now, 3)
    if doc["_"]["applied"]:
        return _watch_over(tx, key, doc, here)
    if left > 0:
        return left
    try:
        with tx.savepoint():
            _apply(tx, key, doc, here)
    except Refusal as refusal:
        _cannot_apply(tx, key, refusal)
        return None
    return _watch_over(tx, key, tx.need(key), here)


def _apply(tx: Tx, key: Key, doc: Document, here: Key) -> None:
    """Make what is missing of its objects; what is there stays as it is."""
    cluster_id = cluster.id_of(tx, here)
    for object_key, body in _objects(tx, here, key.name):
        if tx.find(object_key) is None:
            store.create(tx, cluster_id, body, manager="eks", owner="both")
    with tx.edit(key) as changed:
        changed["_"]["applied"] = True
    text = f"EKS applied {key.name} {doc['addonVersion']}."
    tx.tell(key, "eks", "AddonApplied", text, owner="both")


def _cannot_apply(tx: Tx, key: Key, refusal: Refusal) -> None:
    """The cluster's API refused an object: the add-on fails, others go on."""
    issue = {"code": DENIED, "message": refusal.message, "resourceIds": []}
    with tx.edit(key) as body:
        body["status"] = "CREATE_FAILED"
        body["health"] = {"issues": [issue]}
        body["_"]["applied"] = True
    text = f"EKS cannot apply {key.name}: {refusal.message}"
    tx.tell(
        key,
        "eks",
        DENIED,
        text,
        owner="both",
        next="you",
        severity="error",
    )


def _watch_over(tx: Tx, key: Key, doc: Document, here: Key) -> Wait:
    """ACTIVE when its workload is whole; DEGRADED when it has not been for long."""
    if _healthy(tx, key.name, cluster.id_of(tx, here)):
        _put(tx, key, "ACTIVE")
        return None
    if not doc["_"]["managed"] or doc["status"] in ("DEGRADED", "CREATE_FAILED"):
        return None
    deadline = doc["_"].get("deadline")
    if deadline is None:
        deadline = round(tx.now + eks.ADDON_GIVE_UP.draw(tx.rng), 3)
        with tx.edit(key) as body:
            body["_"]["deadline"] = deadline
    left = round(float(deadline) - tx.now, 3)
    if left > 0:
        return left if doc["status"] == "CREATING" else Again(left)
    _put(tx, key, "DEGRADED")
    return None


def _put(tx: Tx, key: Key, status: str) -> None:
    before = tx.need(key)["status"]
    with tx.edit(key) as body:
        body["status"] = status
        body["health"] = {"issues": [dict(UNHEALTHY)] if status == "DEGRADED" else []}
        body["_"].pop("deadline", None)
    if status == before:
        return
    bad = status == "DEGRADED"
    tx.tell(
        key,
        "eks",
        UNHEALTHY_CODE if bad else "AddonActive",
        f"The add-on {key.name} is {status}."
        + (f" {UNHEALTHY['message']}" if bad else ""),
        owner="both",
        next="you" if bad else "nobody",
        severity="warning" if bad else "info",
    )


def _healthy(view: Reader, name: str, cluster_id: str) -> bool:
    kind, workload = addons.ADDONS[name].workload
    doc = view.find(Key(f"k8s.{kind}", f"{cluster_id}/{NAMESPACE}", workload))
    if doc is None:
        return False
    status = doc.get("status") or {}
    if kind == "Deployment":
        return bool(status.get("availableReplicas", 0) >= doc["spec"]["replicas"])
    wanted, ready = (
        status.get("desiredNumberScheduled", 0),
        status.get("numberReady", 0),
    )
    return bool(ready >= wanted)


def _remove(tx: Tx, key: Key, doc: Document, here: Key) -> None:
    """Take the objects away, or leave them to the learner, and the add-on goes."""
    if not doc["_"].get("preserve"):
        for object_key, _ in _objects(tx, here, key.name):
            if tx.find(object_key) is not None:
                store.delete(tx, object_key)
    tx.remove(key)


def _objects(tx: Tx, here: Key, name: str) -> list[tuple[Key, Doc]]:
    """The add-on's objects, by where they are kept."""
    doc, cluster_id = tx.need(here), cluster.id_of(tx, here)
    services = ipaddress.IPv4Network(doc["kubernetesNetworkConfig"]["serviceIpv4Cidr"])
    settings = {
        "region": here.scope,
        "cluster": here.name,
        "vpc": doc["resourcesVpcConfig"]["vpcId"],
        "dns": str(services[DNS]),
        "endpoint": cluster.endpoint(here, doc, tx.site),
    }
    found: list[tuple[Key, Doc]] = []
    for body in addons.manifests(name, doc["version"], settings):
        kind, meta = of_body(body), body["metadata"]
        if kind is None:
            raise KeyError(body["kind"])
        found.append(
            (kind.key(cluster_id, meta.get("namespace", ""), meta["name"]), body)
        )
    return found

"""One look at a Service: does it want a load balancer, has it the right one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.service_load_balancer import balancer, subnets
from clusters.sim.errors import Refusal
from clusters.sim.kube import events, store
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import machines, pods
from clusters.sim.registry import Again, Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

COMPONENT = "service-controller"
FINALIZER = "service.kubernetes.io/load-balancer-cleanup"
NO_SUBNETS = "could not find any suitable subnets for creating the ELB"
OTHERS = ("external", "nlb-ip")
"""Types that the AWS Load Balancer Controller would look after."""


def _of_node(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return [found for found, doc in view.list("k8s.Service", key.scope) if _wants(doc)]


def _of_network(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    """A subnet or route changed: Services that still wait may find a place."""
    for _, cluster in view.list("eks.Cluster", key.scope):
        for found, doc in view.list("k8s.Service", cluster["_"]["id"]):
            if _wants(doc) and not doc.get("status", {}).get("loadBalancer"):
                yield found


@controller(
    "service-load-balancer",
    watches("k8s.Service"),
    watches("k8s.Node", to=_of_node),
    watches("ec2.Subnet", to=_of_network),
    watches("ec2.RouteTable", to=_of_network),
    watches("ec2.InternetGateway", to=_of_network),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    service = tx.find(key)
    cluster = machines.cluster_key(tx, cluster_of(key))
    if service is None or cluster is None:
        return None
    at = balancer.key(cluster.scope, service)
    if pods.terminating(service) or not _wants(service):
        _clean_up(tx, key, service, at)
        return None
    if tx.find(at) is not None:
        _update(tx, key, service, at)
        return None
    return _ensure(tx, key, service, cluster, at)


def _wants(service: Doc) -> bool:
    spec = service["spec"]
    foreign = (
        spec.get("loadBalancerClass") or balancer.annotation(service, "type") in OTHERS
    )
    return spec["type"] == "LoadBalancer" and not foreign


def _ensure(tx: Tx, key: Key, service: Document, cluster: Key, at: Key) -> Wait:
    """Ask AWS for a load balancer; the call takes a few seconds."""
    memory = service["_"].get("balancer") or {}
    if memory.get("until", 0.0) > tx.now:
        return (
            Again(memory["until"] - tx.now)
            if memory.get("tries")
            else memory["until"] - tx.now
        )
    if not memory.get("asked"):
        return _ask(tx, key, memory)
    _remember(tx, key, {**memory, "asked": False})
    settings = tx.need(cluster)["resourcesVpcConfig"]
    internal = balancer.is_internal(service)
    places = subnets.chosen(
        tx, cluster.scope, settings.get("vpcId", ""), internal=internal
    )
    if not places:
        return _failed(tx, key, memory, NO_SUBNETS)
    try:
        with tx.savepoint():
            balancer.make(tx, at, key, places)
    except Refusal as refusal:
        return _failed(tx, key, memory, f'"{refusal.code}: {refusal.message}"')
    _remember(tx, key, None)
    made = tx.need(at)
    store.set_status(tx, key, loadBalancer={"ingress": [{"hostname": made["DNSName"]}]})
    events.emit(
        tx, key, "Normal", "EnsuredLoadBalancer", "Ensured load balancer", COMPONENT
    )
    _warn_without_nodes(tx, key, made["Instances"])
    return None


def _ask(tx: Tx, key: Key, memory: Doc) -> float:
    if FINALIZER not in tx.need(key)["metadata"].get("finalizers", ()):
        with store.update(tx, key, manager="aws-cloud-controller-manager") as body:
            body["metadata"].setdefault("finalizers", []).append(FINALIZER)
    events.emit(
        tx, key, "Normal", "EnsuringLoadBalancer", "Ensuring load balancer", COMPONENT
    )
    takes = timings.LOAD_BALANCER_MADE.draw(tx.rng)
    _remember(tx, key, {**memory, "asked": True, "until": round(tx.now + takes, 3)})
    return takes


def _failed(tx: Tx, key: Key, memory: Doc, why: str) -> Again:
    """Say why not, and try again in 5, 10, 20, … 300 seconds."""
    text = f"Error syncing load balancer: failed to ensure load balancer: {why}"
    events.emit(
        tx, key, "Warning", "SyncLoadBalancerFailed", text, COMPONENT, next="you"
    )
    tries = memory.get("tries", 0)
    first, longest = (
        timings.LOAD_BALANCER_RETRY_FIRST.seconds,
        timings.LOAD_BALANCER_RETRY_LONGEST.seconds,
    )
    wait = min(longest, first * 2.0**tries)
    _remember(tx, key, {"tries": tries + 1, "until": round(tx.now + wait, 3)})
    return Again(wait)


def _update(tx: Tx, key: Key, service: Document, at: Key) -> None:
    """Keep listeners and instances as they should be."""
    found = balancer.instances(tx, cluster_of(key))
    changed = found != tx.need(at)["Instances"]
    with tx.edit(at) as body:
        body["Instances"], body["ListenerDescriptions"] = (
            found,
            balancer.listeners(service),
        )
    if changed and found:
        text = "Updated load balancer with new hosts"
        events.emit(tx, key, "Normal", "UpdatedLoadBalancer", text, COMPONENT)
    elif changed:
        _warn_without_nodes(tx, key, found)


def _warn_without_nodes(tx: Tx, key: Key, found: list[Any]) -> None:
    if not found:
        text = "There are no available nodes for LoadBalancer"
        events.emit(
            tx, key, "Warning", "UnAvailableLoadBalancer", text, COMPONENT, next="you"
        )


def _clean_up(tx: Tx, key: Key, service: Document, at: Key) -> None:
    if FINALIZER not in service["metadata"].get("finalizers", ()):
        return
    if tx.find(at) is not None:
        events.emit(
            tx,
            key,
            "Normal",
            "DeletingLoadBalancer",
            "Deleting load balancer",
            COMPONENT,
        )
        balancer.remove(tx, at, key)
        events.emit(
            tx, key, "Normal", "DeletedLoadBalancer", "Deleted load balancer", COMPONENT
        )
    with store.update(tx, key, manager="aws-cloud-controller-manager") as body:
        kept = [name for name in body["metadata"]["finalizers"] if name != FINALIZER]
        body["metadata"]["finalizers"] = kept
        if not kept:
            del body["metadata"]["finalizers"]
        body["status"]["loadBalancer"] = {}


def _remember(tx: Tx, key: Key, memory: Doc | None) -> None:
    with tx.edit(key) as body:
        body["_"].pop("balancer", None)
        if memory:
            body["_"]["balancer"] = dict(memory)

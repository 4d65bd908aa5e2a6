"""The kubelet's word about its own node: the join, Ready, cordons, images."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet import addresses
from clusters.sim.controllers.kubelet.pulling import digest, images_key
from clusters.sim.images.reference import parsed
from clusters.sim.kube import events
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import conditions, machines, pods
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

READY = {
    "type": "Ready",
    "status": "True",
    "reason": "KubeletReady",
    "message": "kubelet is posting ready status",
}
IMAGES_SHOWN = 50


def _same(_view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return (Key("k8s.Node", key.scope, key.name),)


def _of_proxy(_view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    if (
        pods.node_of(doc)
        and (doc["metadata"].get("labels") or {}).get("k8s-app") == "kube-proxy"
    ):
        yield Key("k8s.Node", cluster_of(key), pods.node_of(doc))


@controller(
    "kubelet-node",
    watches("k8s.Node"),
    watches("cni.Node", to=_same),
    watches("cri.Images", to=_same),
    watches("k8s.Pod", to=_of_proxy),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    node = tx.find(key)
    if node is None:
        store = images_key(key.scope, key.name)
        if tx.find(store) is not None:
            tx.remove(store)
        return None
    if machines.is_lost(node):
        return None
    if "joined" not in node.get("_", {}):
        _tell_joined(tx, key)
    _tell_cordon(tx, key)
    _tell_proxy(tx, key)
    _report_images(tx, key)
    return _become_ready(tx, key, tx.need(key))


def _say(tx: Tx, key: Key, reason: str, message: str, *, warn: bool = False) -> None:
    type_ = "Warning" if warn else "Normal"
    events.emit(tx, key, type_, reason, message, "kubelet", node=key.name)


def _tell_joined(tx: Tx, key: Key) -> None:
    """What a kubelet says when it starts."""
    _mark(tx, key, joined=tx.now)
    _say(tx, key, "Starting", "Starting kubelet.")
    _say(
        tx,
        key,
        "InvalidDiskCapacity",
        "invalid capacity 0 on image filesystem",
        warn=True,
    )
    for reason in (
        "NodeHasSufficientMemory",
        "NodeHasNoDiskPressure",
        "NodeHasSufficientPID",
    ):
        for _ in range(2):
            _say(tx, key, reason, f"Node {key.name} status is now: {reason}")
    _say(
        tx, key, "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods"
    )


def _tell_cordon(tx: Tx, key: Key) -> None:
    node = tx.need(key)
    cordoned = bool(node["spec"].get("unschedulable"))
    if cordoned != node["_"].get("cordoned", False):
        _mark(tx, key, cordoned=cordoned)
        reason = "NodeNotSchedulable" if cordoned else "NodeSchedulable"
        _say(tx, key, reason, f"Node {key.name} status is now: {reason}")


def _tell_proxy(tx: Tx, key: Key) -> None:
    """kube-proxy names itself when it starts on a node."""
    if "proxied" in tx.need(key)["_"]:
        return
    for at, pod in pods.on_node(tx, key.scope, key.name):
        labels = pod["metadata"].get("labels") or {}
        if labels.get("k8s-app") == "kube-proxy" and pods.ready(pod):
            _mark(tx, key, proxied=at.name)
            events.emit(tx, key, "Normal", "Starting", "", "kube-proxy", node=key.name)
            return


def _report_images(tx: Tx, key: Key) -> None:
    store = tx.find(images_key(key.scope, key.name))
    if store is None:
        return
    images = sorted(
        store["images"].items(), key=lambda item: (-item[1]["size"], item[0])
    )
    listed = [
        {"names": [digest(parsed(name)), name], "sizeBytes": image["size"]}
        for name, image in images[:IMAGES_SHOWN]
    ]
    with tx.edit(key) as body:
        body["status"]["images"] = listed


def _become_ready(tx: Tx, key: Key, node: Document) -> Wait:
    """Ready once the CNI's daemon has written its configuration."""
    memory = tx.find(addresses.cni_key(key))
    if "cni" in node["_"] or memory is None or "up" not in memory:
        return None
    left = memory["up"] + timings.CNI_CONFIG_WRITTEN.seconds - tx.now
    if left > 0:
        return float(left)
    with tx.edit(key) as body:
        body["_"]["cni"] = tx.now
        conditions.put(
            body["status"], {**READY, "lastHeartbeatTime": tx.stamp}, tx.stamp
        )
    _say(tx, key, "NodeReady", f"Node {key.name} status is now: NodeReady")
    return None


def _mark(tx: Tx, key: Key, **facts: Any) -> None:
    with tx.edit(key) as body:
        body.setdefault("_", {}).update(facts)

"""One look of a kubelet at a Pod on its node."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet import (
    admission,
    containers,
    idle,
    rebooting,
    running,
    sandbox,
    status,
    stopping,
)
from clusters.sim.controllers.kubelet.work import Look, Work, wait_of
from clusters.sim.kube import store
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import machines, pods
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader


def _of_pod(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    """The Pod; when one is gone, those that wait for its address."""
    if not pods.node_of(doc):
        return ()
    if view.find(key) is not None and not pods.finished(doc):
        return (key,)
    place = f"{cluster_of(key)}//{pods.node_of(doc)}"
    return [key, *(found for found, _ in pods.blocked(view, place))]


def _of_node(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return [found for found, _ in pods.on_node(view, key.scope, key.name)]


def _of_interface(view: Reader, _key: Key, doc: Doc) -> Iterable[Key]:
    instance = (doc.get("Attachment") or {}).get("InstanceId", "")
    for node, _ in machines.nodes_of(view, instance):
        for found, _pod in pods.blocked(view, f"{node.scope}//{node.name}"):
            yield found


def _of_config(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return [found for found, _ in pods.blocked(view, key.scope)]


@controller(
    "kubelet",
    watches("k8s.Pod", to=_of_pod),
    watches("k8s.Node", to=_of_node),
    watches("k8s.ConfigMap", to=_of_config),
    watches("k8s.Secret", to=_of_config),
    watches("ec2.NetworkInterface", to=_of_interface),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    pod = tx.find(key)
    if pod is None or (pods.finished(pod) and not pods.terminating(pod)):
        return None
    node = tx.find(Key("k8s.Node", cluster_of(key), pods.node_of(pod)))
    if node is None or machines.is_lost(node):
        return None
    left = _bound_at(pod) + timings.POD_SEEN.seconds - tx.now
    if left > 0:
        return left
    if idle.runs_on(tx, cluster_of(key), pod, node):
        return wait_of(idle.looks(pod), tx.now)
    with tx.edit(key) as body:
        work = Work(tx, key, body, node)
        looks = _step(work)
    if pods.terminating(pod) and not looks:
        store.delete(tx, key, grace=0)
    return wait_of(looks, tx.now)


def _bound_at(pod: Doc) -> float:
    hidden = pod.get("_", {})
    at: float = hidden.get("schedule", {}).get("at", hidden.get("created", 0.0))
    return at


def _step(work: Work) -> list[Look]:
    if "deletionTimestamp" in work.body["metadata"]:
        found = stopping.step(work)
        return [found] if found else []
    if "seen" not in work.state and not _admit(work):
        return []
    rebooting.notice(work)
    deadline = _deadline(work)
    if deadline is not None and deadline.at <= work.now:
        _expire(work)
        return []
    looks = _work_on(work)
    return [*looks, deadline] if deadline is not None else looks


def _deadline(work: Work) -> Look | None:
    """When activeDeadlineSeconds are over."""
    seconds = work.spec.get("activeDeadlineSeconds")
    return Look(work.state["seen"] + seconds) if seconds else None


def _expire(work: Work) -> None:
    text = "Pod was active on the node longer than the specified deadline"
    work.silence()
    work.say("DeadlineExceeded", text)
    for spec in work.spec["containers"]:
        running.kill(work, spec)
    status.draw(work)
    work.status.update(phase="Failed", reason="DeadlineExceeded", message=text)


def _work_on(work: Work) -> list[Look]:
    if "ip" not in work.state:
        if work.state["sandbox"] > work.now:
            return [Look(work.state["sandbox"])]
        if not sandbox.prepare(work):
            status.draw(work)
            return []
    looks = _run(work)
    status.draw(work)
    return looks


def _admit(work: Work) -> bool:
    """Take the Pod on, or fail it for good."""
    refused = admission.refusal(work)
    if refused is not None:
        status.fail(work, refused.reason, refused.message)
        work.say(refused.reason, refused.message, warn=True, next="you")
        return False
    work.state["seen"] = work.now
    work.state["sandbox"] = work.after(timings.SANDBOX_UP.draw(work.tx.rng))
    work.status["startTime"] = work.tx.stamp
    status.draw(work)
    return True


def _run(work: Work) -> list[Look]:
    """Init containers one after the other, then all others beside each other."""
    looks: list[Look | None] = []
    for spec in work.spec.get("initContainers") or ():
        looks.append(containers.advance(work, spec))
        if not status.is_initialized(work, spec):
            return _known(looks)
    looks += [containers.advance(work, spec) for spec in work.spec["containers"]]
    return _known(looks)


def _known(looks: list[Look | None]) -> list[Look]:
    return [look for look in looks if look is not None]

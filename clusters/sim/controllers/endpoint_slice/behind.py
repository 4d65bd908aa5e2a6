"""The Pods behind a Service, as endpoints with the ports they resolve to."""

from __future__ import annotations

from typing import Any, NamedTuple

from clusters.sim.commands import Doc
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import pods
from clusters.sim.world import Document, Key, Reader

ZONE = "topology.kubernetes.io/zone"
Ports = tuple[tuple[str, int, str, str], ...]
"""Name, number, protocol and application protocol of each port."""


class Endpoint(NamedTuple):
    """One Pod's place behind a Service."""

    pod: str
    ports: Ports
    body: dict[str, Any]

    @property
    def ready(self) -> bool:
        return bool(self.body["conditions"]["ready"])


def endpoints(view: Reader, key: Key, service: Doc) -> list[Endpoint]:
    """All of a Service's endpoints, by name of their Pods."""
    selector = (service["spec"].get("selector") or {}).items()
    matching = [
        (at, pod)
        for at, pod in view.list("k8s.Pod", key.scope)
        if _counts(pod) and selector <= (pod["metadata"].get("labels") or {}).items()
    ]
    early = bool(service["spec"].get("publishNotReadyAddresses"))
    found = []
    for at, pod in matching:
        resolved = ports(service, pod)
        if resolved is not None:
            found.append(Endpoint(at.name, resolved, _body(view, at, pod, early=early)))
    return found


def _counts(pod: Doc) -> bool:
    return bool(pod.get("status", {}).get("podIP")) and not pods.finished(pod)


def ports(service: Doc, pod: Doc) -> Ports | None:
    """The Service's ports as this Pod has them; None when it has not one of them."""
    wanted = service["spec"].get("ports") or ()
    found = []
    for port in wanted:
        number = _resolved(port, pod)
        if number is not None:
            name, protocol = port.get("name", ""), port.get("protocol", "TCP")
            found.append((name, number, protocol, port.get("appProtocol", "")))
    return tuple(found) if found or not wanted else None


def _resolved(port: Doc, pod: Doc) -> int | None:
    target = port.get("targetPort") or port["port"]
    if isinstance(target, int):
        return target
    for container in pod["spec"]["containers"]:
        for own in container.get("ports") or ():
            if own.get("name") == target and own.get("protocol", "TCP") == port.get(
                "protocol", "TCP"
            ):
                return int(own["containerPort"])
    return None


def _body(view: Reader, key: Key, pod: Document, *, early: bool) -> dict[str, Any]:
    going, serving = pods.terminating(pod), pods.ready(pod)
    node = view.find(Key("k8s.Node", cluster_of(key), pods.node_of(pod)))
    zone = (node["metadata"].get("labels") or {}).get(ZONE) if node else None
    out: dict[str, Any] = {
        "addresses": [pod["status"]["podIP"]],
        "conditions": {
            "ready": early or (serving and not going),
            "serving": early or serving,
            "terminating": going,
        },
        "nodeName": pods.node_of(pod),
        "targetRef": {
            "kind": "Pod",
            "name": key.name,
            "namespace": pod["metadata"]["namespace"],
            "uid": pod["metadata"]["uid"],
        },
    }
    return {**out, "zone": zone} if zone else out

"""What controllers want to know of a Pod."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clusters.sim.commands import Doc
from clusters.sim.kube.quantity import milli, whole
from clusters.sim.kube.workloads.conditions import is_true
from clusters.sim.world import Document, Key, Reader, index

FINISHED = ("Succeeded", "Failed")


def name_of(key: Key) -> str:
    """`default/web-1`: how the log names a Pod."""
    return f"{key.scope.partition('/')[2]}/{key.name}"


def ready(pod: Document) -> bool:
    return pod.once("ready", lambda: is_true(pod.get("status", {}), "Ready"))


def terminating(pod: Doc) -> bool:
    return "deletionTimestamp" in pod["metadata"]


def finished(pod: Doc) -> bool:
    return pod.get("status", {}).get("phase") in FINISHED


def active(pod: Doc) -> bool:
    """Neither finished nor on its way out: what a ReplicaSet counts."""
    return not terminating(pod) and not finished(pod)


def available_at(pod: Document, seconds: float) -> float:
    """The simulated second from which a Pod counts as available."""
    if not ready(pod):
        return float("inf")
    since: float = pod.get("_", {}).get("ready", 0.0)
    return since + seconds


def node_of(pod: Doc) -> str:
    name: str = pod["spec"].get("nodeName") or ""
    return name


def on_node(view: Reader, cluster: str, node: str) -> list[tuple[Key, Document]]:
    """The Pods that are bound to a node."""
    inside = cluster + "/"
    found = view.by("k8s.Pod", "node", node)
    return [item for item in found if item[0].scope.startswith(inside)]


def unbound(view: Reader, cluster: str) -> list[tuple[Key, Document]]:
    """The Pods that no node has been found for."""
    return view.by("k8s.Pod", "unbound", cluster)


def blocked(view: Reader, place: str) -> list[tuple[Key, Document]]:
    """Pods that their kubelet cannot start for want of something in `place`.

    That is a namespace's scope (a ConfigMap, a Secret) or `<cluster>//<node>` (an
    address).
    """
    return view.by("k8s.Pod", "blocked", place)


class Requests(NamedTuple):
    """What a Pod asks of a node: thousandths of a core, bytes, everything else."""

    cpu: int
    memory: int
    others: tuple[tuple[str, int], ...] = ()


def requests(pod: Document) -> Requests:
    """The larger of: all containers together; any init container with its sidecars."""
    return pod.once("requests", lambda: _requests(pod["spec"]))


def _requests(spec: Doc) -> Requests:
    total = _sum(
        [_asked(c) for c in spec["containers"]] + [_asked_of(spec.get("overhead"))]
    )
    sidecars: dict[str, int] = {}
    peak: dict[str, int] = {}
    for init in spec.get("initContainers") or ():
        if init.get("restartPolicy") == "Always":
            sidecars = _sum([sidecars, _asked(init)])
        else:
            peak = _most(peak, _sum([sidecars, _asked(init)]))
    found = _most(_sum([total, sidecars]), peak)
    others = sorted((n, v) for n, v in found.items() if n not in {"cpu", "memory"})
    return Requests(found.get("cpu", 0), found.get("memory", 0), tuple(others))


def _asked(container: Doc) -> dict[str, int]:
    resources = container.get("resources") or {}
    return _asked_of(
        {**(resources.get("limits") or {}), **(resources.get("requests") or {})}
    )


def _asked_of(amounts: Doc | None) -> dict[str, int]:
    return {n: milli(v) if n == "cpu" else whole(v) for n, v in (amounts or {}).items()}


def _sum(parts: Sequence[dict[str, int]]) -> dict[str, int]:
    names = {name for part in parts for name in part}
    return {name: sum(part.get(name, 0) for part in parts) for name in names}


def _most(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {n: max(one.get(n, 0), other.get(n, 0)) for n in {*one, *other}}


def _unbound(key: Key, pod: Doc) -> Iterator[str]:
    if not node_of(pod) and not finished(pod):
        yield key.scope.partition("/")[0]


def _blocked(_key: Key, pod: Doc) -> Iterator[str]:
    place = pod.get("_", {}).get("kubelet", {}).get("blocked")
    if place:
        yield place


index("k8s.Pod", "unbound", _unbound)
index("k8s.Pod", "blocked", _blocked)

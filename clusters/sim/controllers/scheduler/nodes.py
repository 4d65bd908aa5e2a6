"""A node as the scheduler sees it: what it offers and what is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clusters.sim.commands import Doc
from clusters.sim.kube.quantity import milli, whole
from clusters.sim.kube.workloads import pods
from clusters.sim.world import Document, Key, Reader

SCORED_CPU, SCORED_MEMORY = 100, 200 * 1024 * 1024
"""What a container without requests counts for, in scores only."""
Port = tuple[str, str, int]


@dataclass(frozen=True)
class NodeState:
    """One node with the Pods bound to it. Amounts: milli-cores, bytes, counts."""

    doc: Document
    pods: tuple[tuple[Key, Document], ...]
    offered: Mapping[str, int]
    used: Mapping[str, int]
    ports: frozenset[Port]
    scored: tuple[int, int]

    @property
    def name(self) -> str:
        name: str = self.doc["metadata"]["name"]
        return name

    def free(self, resource: str) -> int:
        return self.offered.get(resource, 0) - self.used.get(resource, 0)


def states(view: Reader, cluster: str) -> list[NodeState]:
    """All nodes of a cluster, by name."""
    return [state(view, cluster, doc) for _, doc in view.list("k8s.Node", cluster)]


def state(view: Reader, cluster: str, node: Document) -> NodeState:
    name = node["metadata"]["name"]
    here = [i for i in pods.on_node(view, cluster, name) if not pods.finished(i[1])]
    return with_pods(node, here)


def with_pods(node: Document, here: list[tuple[Key, Document]]) -> NodeState:
    """The node as it would be with just these Pods."""
    used: dict[str, int] = {"pods": len(here)}
    cpu = memory = 0
    taken: set[Port] = set()
    for _, pod in here:
        for resource, amount in wanted(pod).items():
            used[resource] = used.get(resource, 0) + amount
        one = scored(pod)
        cpu, memory = cpu + one[0], memory + one[1]
        taken |= ports(pod)
    offered = node.once("offered", lambda: _offered(node))
    return NodeState(node, tuple(here), offered, used, frozenset(taken), (cpu, memory))


def _offered(node: Doc) -> dict[str, int]:
    status = node.get("status", {})
    amounts = status.get("allocatable") or status.get("capacity") or {}
    return {n: milli(v) if n == "cpu" else whole(v) for n, v in amounts.items()}


def wanted(pod: Document) -> dict[str, int]:
    """What a Pod's requests take, by resource; cpu in thousandths."""
    asked = pods.requests(pod)
    every = (("cpu", asked.cpu), ("memory", asked.memory), *asked.others)
    return {name: amount for name, amount in every if amount}


def scored(pod: Document) -> tuple[int, int]:
    """A Pod's cpu and memory as scores count them."""

    def amounts() -> tuple[int, int]:
        asked = pods.requests(pod)
        count = len(pod["spec"]["containers"])
        return asked.cpu or SCORED_CPU * count, asked.memory or SCORED_MEMORY * count

    return pod.once("scored", amounts)


def ports(pod: Document) -> frozenset[Port]:
    """The host ports that a Pod takes."""

    def named() -> frozenset[Port]:
        return frozenset(
            (p.get("hostIP") or "0.0.0.0", p.get("protocol", "TCP"), p["hostPort"])  # noqa: S104
            for c in pod["spec"]["containers"]
            for p in c.get("ports") or ()
            if p.get("hostPort")
        )

    return pod.once("ports", named)

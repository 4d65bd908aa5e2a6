"""What to try next: lines that fit the sandbox as it stands."""

from __future__ import annotations

from typing import NamedTuple

from clusters.live import standing
from clusters.sim.world import Key, World
from clusters.terminal.why import in_namespace

MOST = 3
HELP = ("help", "help")


class Try(NamedTuple):
    """A suggestion: what its button says, and the line that it types."""

    label: str
    line: str


def suggestions(world: World, context: str) -> list[Try]:
    """At most three lines. `context` is the kubeconfig's current one, "" without."""
    found = [*_cluster(world, context)]
    if context:
        found += [*_troubles(world), Try("get pods", "kubectl get pods -A")]
        found.append(Try("get nodes", "kubectl get nodes"))
    elif not found:
        found.append(Try("list clusters", "aws eks list-clusters"))
        found.append(Try("who am I", "aws sts get-caller-identity"))
    return [*found[: MOST - 1], Try(*HELP)]


def _cluster(world: World, context: str) -> list[Try]:
    """A cluster that is being made is waited for; one that is there, connected to."""
    clusters = world.list("eks.Cluster")
    making = [key for key, doc in clusters if doc["status"] == "CREATING"]
    there = [key for key, doc in clusters if doc["status"] == "ACTIVE"]
    if making:
        line = f"aws eks wait cluster-active --name {making[0].name}"
        return [Try("wait for the cluster", line)]
    if there and not _leads_to(context, there):
        key = there[0]
        line = f"aws eks update-kubeconfig --region {key.scope} --name {key.name}"
        return [Try("update-kubeconfig", line)]
    return []


def _leads_to(context: str, clusters: list[Key]) -> bool:
    """Whether a context is one of a cluster here, or one that the learner named."""
    if not context:
        return False
    named = context.rpartition("/")[2]
    return ":cluster/" not in context or any(key.name == named for key in clusters)


def _troubles(world: World) -> list[Try]:
    for kind, noun in (("k8s.Pod", "pod"), ("k8s.Node", "node")):
        for key, _ in world.list(kind):
            if standing.of(world, key).well is False:
                line = f"kubectl {in_namespace(key)}describe {noun} {key.name}"
                return [Try(f"describe {noun}", line)]
    return []

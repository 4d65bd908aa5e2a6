"""How far a step is, from the phases of what it makes and never from a timer."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.datacenter import progress
from clusters.sim.getting_started import ACTIVE
from clusters.sim.world import Key, World
from clusters.steps import create_cluster, launch_nodes

NETWORK_PART = 15
"""Percent of step 1 that the network's stack stands for."""
ALMOST = 99
"""A step that is on its way is not done."""
SYSTEM = ("kube-system", "kube-public", "kube-node-lease")

Cluster = tuple[Key, Doc] | None


def percent(world: World, step: str, state: str, cluster: Cluster) -> int:
    """0 to 100."""
    if state in ("succeeded", "done"):
        return 100
    if state not in ACTIVE:
        return 0
    if cluster is None:
        return _network(world) if step == "create-cluster" else 0
    key, doc = cluster
    match step:
        case "create-cluster":
            rest = 100 - NETWORK_PART
            far = NETWORK_PART + progress.percent(world, key) * rest // 100
        case "launch-nodes":
            far = _nodes(world, key, doc)
        case "deploy-app":
            there, wanted = available(world, doc)
            far = 100 * there // max(wanted, 1)
        case _:
            far = 0
    return min(far, ALMOST)


def available(world: World, cluster: Doc) -> tuple[int, int]:
    """Replicas of the learner's Deployments: how many are available, how many wanted."""
    there = wanted = 0
    for key, deployment in world.list("k8s.Deployment", cluster["_"]["id"]):
        if key.scope.partition("/")[2] not in SYSTEM:
            wanted += deployment["spec"].get("replicas", 1)
            there += deployment.get("status", {}).get("availableReplicas", 0)
    return there, wanted


def _network(world: World) -> int:
    """The part of the network's stack whose resources are complete."""
    for _, stack in world.list("cloudformation.Stack"):
        if stack["StackName"] == create_cluster.STACK:
            template: str = stack["_"]["template"]
            wanted = template.count("Type: AWS::")
            resources = world.list("cloudformation.StackResource")
            made = sum(
                doc["ResourceStatus"] == "CREATE_COMPLETE"
                for _, doc in resources
                if doc["StackId"] == stack["StackId"]
            )
            return int(NETWORK_PART * made // max(wanted, 1))
    return 0


def _nodes(world: World, key: Key, cluster: Doc) -> int:
    """The node group's phases; without one, the nodes that are Ready."""
    groups = world.list("eks.Nodegroup", f"{key.scope}/{key.name}")
    if groups:
        return progress.percent(world, groups[-1][0])
    return 100 * len(launch_nodes.ready(world, cluster)) // launch_nodes.NODES

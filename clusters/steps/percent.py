"""How far a step is, from the phases of what it makes and never from a timer."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.datacenter import progress
from clusters.sim.getting_started import ACTIVE
from clusters.sim.world import Key, World
from clusters.steps import create_cluster, launch_nodes, stacks, workloads
from clusters.steps.workloads import Counts

NETWORK_PART = 15
"""Percent of step 1 that the network's stack stands for."""
STACK_PART = 40
"""Percent of step 2 that the nodes' stack stands for."""
ALMOST = 99
"""A step that is on its way is not done."""
SYSTEM = ("kube-system", "kube-public", "kube-node-lease")

Cluster = tuple[Key, Doc] | None


def percent(world: World, step: str, run: Doc, cluster: Cluster) -> int:
    """How far a step's run is that is on its way, 0 to 99."""
    if run.get("state") not in ACTIVE:
        return 0
    if cluster is None:
        network = stacks.part_made(world, create_cluster.STACK, NETWORK_PART)
        return network if step == "create-cluster" else 0
    key, doc = cluster
    match step:
        case "create-cluster":
            rest = 100 - NETWORK_PART
            far = NETWORK_PART + progress.percent(world, key) * rest // 100
        case "launch-nodes":
            far = _nodes(world, run, key, doc)
        case "deploy-app":
            far = _application(world, run, doc["_"]["id"])
        case _:
            far = 0
    return min(far, ALMOST)


def available(world: World, cluster: Doc) -> int:
    """How many replicas of the learner's own Deployments are available."""
    deployments = world.list("k8s.Deployment", cluster["_"]["id"])
    return sum(
        (doc.get("status") or {}).get("availableReplicas", 0)
        for key, doc in deployments
        if key.scope.partition("/")[2] not in SYSTEM
    )


def _nodes(world: World, run: Doc, key: Key, cluster: Doc) -> int:
    """The node group's phases; by the template, its stack and the nodes Ready."""
    if run.get("parameters", {}).get("route") == "cloudformation":
        there = min(len(launch_nodes.ready(world, cluster)), launch_nodes.NODES)
        joined = (100 - STACK_PART) * there // launch_nodes.NODES
        return stacks.part_made(world, launch_nodes.NODE_STACK, STACK_PART) + joined
    name = run.get("parameters", {}).get("nodegroup") or launch_nodes.GROUP
    group = Key("eks.Nodegroup", f"{key.scope}/{key.name}", name)
    return progress.percent(world, group)


def _application(world: World, run: Doc, cluster: str) -> int:
    """The Pods of what the step has applied."""
    total = Counts(0, 0)
    for link in run.get("links", []):
        key = Key(f"k8s.{link['kind']}", f"{cluster}/{link['namespace']}", link["name"])
        doc = world.find(key)
        found = workloads.counts(key, doc) if doc is not None else None
        if found is not None:
            there = min(found.there, found.wanted)
            total = Counts(total.there + there, total.wanted + found.wanted)
    return 100 * total.there // max(total.wanted, 1)

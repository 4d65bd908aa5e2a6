"""Worlds with many nodes and Pods: copies of those that a small cluster has."""

from __future__ import annotations

import copy
from typing import Any

from clusters.sim.world import Document, Draft, Key, World
from tests.sim.accounts import REGION, cluster_id, with_cluster

DEMO = Key("eks.Cluster", REGION, "demo")


def crowd(nodes: int, pods: int, ill: int = 0) -> World:
    """Cluster `demo` with so many nodes, zone after zone, and Pods, some of them ill."""
    world = with_cluster()
    draft, here = Draft(world.buckets), cluster_id(world)
    names = [key.name for key, _ in world.list("k8s.Node", here)]
    names += [_another(draft, world, here, at) for at in range(nodes - len(names))]
    standing = len(world.list("k8s.Pod", here))
    [(_, like), *_] = world.list("k8s.Pod", here)
    for at in range(pods - standing):
        pod = copy.deepcopy(dict(like))
        pod["metadata"]["name"] = f"web-{at:05d}"
        pod["spec"]["nodeName"] = names[at % nodes]
        if at < ill:
            waiting = {"reason": "ImagePullBackOff"}
            pod["status"]["containerStatuses"][0]["state"] = {"waiting": waiting}
            pod["status"]["conditions"] = []
        draft.store(
            Key("k8s.Pod", f"{here}/default", f"web-{at:05d}"), Document(pod, 1)
        )
    return changed(world, draft)


def _another(draft: Draft, world: World, here: str, at: int) -> str:
    """One more node and its instance; its name."""
    subnet, zone = _place(world, at)
    name, instance_id = f"ip-10-0-0-{at}.us-west-2.compute.internal", f"i-0{at:016x}"
    node: dict[str, Any] = copy.deepcopy(dict(world.list("k8s.Node", here)[0][1]))
    node["metadata"]["name"] = name
    node["metadata"]["labels"]["topology.kubernetes.io/zone"] = zone
    node["spec"]["providerID"] = f"aws:///{zone}/{instance_id}"
    instance = copy.deepcopy(dict(world.list("ec2.Instance", REGION)[0][1]))
    instance |= {"InstanceId": instance_id, "SubnetId": subnet}
    draft.store(Key("k8s.Node", here, name), Document(node, 1))
    draft.store(Key("ec2.Instance", REGION, instance_id), Document(instance, 1))
    return name


def _place(world: World, at: int) -> tuple[str, str]:
    found = world.list("ec2.Subnet", REGION)
    key, doc = found[at % len(found)]
    return key.name, doc["AvailabilityZone"]


def changed(world: World, draft: Draft) -> World:
    return World(
        world.seed,
        world.clock,
        rv=world.rv,
        counter=world.counter,
        buckets=draft.freeze(),
        agenda=world.agenda,
    )

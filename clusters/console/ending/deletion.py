"""What deleting a cluster takes away, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass

from clusters.live.words import OWNER, Owned, counted
from clusters.sim.aws.eks import cross_account
from clusters.sim.commands import Doc
from clusters.sim.world import Key, World

WATCHES = (
    "eks.Cluster",
    "eks.Nodegroup",
    "eks.Addon",
    "eks.AccessEntry",
    "k8s.Service",
)


@dataclass(frozen=True)
class Obstacle:
    """Why EKS would refuse, and where or how the learner clears it."""

    text: str
    page: str = ""
    link: str = ""
    command: str = ""


@dataclass(frozen=True)
class Going(Owned):
    """Something that goes with the cluster, and whose it is."""

    owner: str
    text: str

    @property
    def word(self) -> str:
        return OWNER[self.owner]


def obstacles(world: World, cluster: Key, doc: Doc) -> list[Obstacle]:
    """All that DeleteCluster refuses for now, each with what to do about it."""
    found = [
        Obstacle(f"The node group {key.name} is attached.", "nodes", "Delete it first")
        for key, _ in world.list("eks.Nodegroup", f"{cluster.scope}/{cluster.name}")
    ]
    if doc["deletionProtection"]:
        command = (
            f"aws eks update-cluster-config --name {cluster.name} "
            "--no-deletion-protection"
        )
        text = "Deletion protection is on. Turn it off first:"
        found.append(Obstacle(text, command=command))
    if doc["status"] == "CREATING":
        found.append(Obstacle("AWS is still creating it: wait until it is Active."))
    if doc["_"].get("update"):
        found.append(Obstacle("An update is in progress: wait until it is done."))
    return found


def going(world: World, cluster: Key, doc: Doc) -> list[Going]:
    """What is gone for good, AWS's half first."""
    here, below = doc["_"]["id"], f"{cluster.scope}/{cluster.name}"
    cards = counted(len(cross_account.attached(world, cluster)), "network interface")
    entries = counted(
        len(world.list("eks.AccessEntry", below)), "access entry", "access entries"
    )
    count = {
        kind: len(world.list(f"k8s.{kind}", here))
        for kind in ("Namespace", "Deployment", "Pod", "Service", "Secret")
    }
    objects = ", ".join(counted(n, kind) for kind, n in count.items() if n)
    found = [
        Going("aws", "The control plane: API servers, etcd, the endpoint and its name"),
        Going("aws", "Everything that etcd stores. You have no backup of it"),
        Going("both", f"EKS's {cards} in your subnets, and the cluster security group"),
        Going(
            "both",
            f"{counted(len(world.list('eks.Addon', below)), 'add-on')}, {entries}",
        ),
        Going("you", f"Your objects: {objects or 'none'}"),
    ]
    nodes = len(world.list("k8s.Node", here))
    if nodes:
        found.append(Going("you", f"The membership of {counted(nodes, 'node')}"))
    return found


def services(world: World, doc: Doc) -> list[str]:
    """Services with a load balancer: delete them first, then it goes too."""
    return [
        key.name
        for key, service in world.list("k8s.Service", doc["_"]["id"])
        if service["spec"].get("type") == "LoadBalancer"
    ]

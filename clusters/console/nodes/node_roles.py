"""Roles that nodes may carry, and the three policies that they need."""

from __future__ import annotations

from typing import NamedTuple

from clusters.sim.aws.iam import role
from clusters.sim.commands import Doc
from clusters.sim.world import Key, World

EC2 = "ec2.amazonaws.com"
DEFAULT = "AmazonEKSNodeRole"
PULLS = ("AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly")
NEEDED = {
    "AmazonEKSWorkerNodePolicy": "nodeadm asks EKS about the cluster with it.",
    "AmazonEKS_CNI_Policy": "The VPC CNI takes addresses for Pods with it.",
    PULLS[0]: "The kubelet pulls images from Amazon ECR with it.",
}
"""Policy -> what a node does with it."""


class Tick(NamedTuple):
    """One of the three policies, and whether a role has it."""

    policy: str
    has: bool
    why: str


def ticks(doc: Doc) -> tuple[Tick, ...]:
    return tuple(Tick(name, _has(doc, name), why) for name, why in NEEDED.items())


def missing(doc: Doc) -> list[str]:
    return [tick.policy for tick in ticks(doc) if not tick.has]


def names(world: World) -> list[str]:
    """The roles that an instance may carry; others are refused by EKS."""
    found = world.list("iam.Role")
    return [key.name for key, doc in found if role.trusts(doc, EC2)]


def find(world: World, name: str) -> Doc | None:
    return world.find(Key("iam.Role", "", name))


def _has(doc: Doc, policy: str) -> bool:
    """Whether the role has the policy, or one that allows as much."""
    wanted = PULLS if policy in PULLS else (policy,)
    return any(role.has_policy(doc, name) for name in wanted)

"""Accounts for tests: a learner's World, and the learner's hands."""

from __future__ import annotations

from functools import cache
from typing import Any

from clusters.sim import engine
from clusters.sim.clock import Clock, Segment
from clusters.sim.commands import (
    AwsCall,
    Caller,
    Command,
    KubeCall,
    StartCall,
    User,
)
from clusters.sim.engine import Outcome
from clusters.sim.tx import Site
from clusters.sim.world import Key, World

ACCOUNT, REGION = "123456789012", "us-west-2"
START = 1_800_000_000.0
SITE = Site("https://localhost:8443", "Q0E=")
ADMIN = User("admin", groups=("system:masters", "system:authenticated"))


@cache
def new_account(mode: str = "instant", seed: int = 1) -> World:
    """An account on its first day."""
    empty = World(seed, Clock(mode, (Segment(0.0, START, 1.0),)))
    return engine.execute(empty, StartCall(ACCOUNT, REGION), START, SITE).world


@cache
def with_cluster(seed: int = 1) -> World:
    """A cluster `demo` with two Ready nodes, on a clock that is instant."""
    hands = Hands(new_account(seed=seed))
    subnets = [key.name for key, _ in hands.world.list("ec2.Subnet")]
    hands.aws(
        "eks:CreateCluster",
        name="demo",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/eksClusterRole",
        resourcesVpcConfig={"subnetIds": subnets, "endpointPrivateAccess": True},
        accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
    )
    hands.aws(
        "eks:CreateNodegroup",
        clusterName="demo",
        nodegroupName="web",
        nodeRole=f"arn:aws:iam::{ACCOUNT}:role/AmazonEKSNodeRole",
        subnets=subnets,
    )
    return hands.world


class Hands:
    """Commands one after another, and what became of the World."""

    def __init__(self, world: World, wall: float = START + 1) -> None:
        self.world = world
        self.wall = wall

    def do(self, command: Command) -> Outcome:
        """Raises Refusal; the World is then as it was."""
        outcome = engine.execute(self.world, command, self.wall, SITE)
        self.world = outcome.world
        return outcome

    def aws(self, action: str, **request: Any) -> Any:
        return self.do(AwsCall(caller(self.world), action, request)).result

    def kube(self, verb: str, resource: str, body: Any = None, **more: Any) -> Any:
        """A call as a cluster admin; `resource` is qualified: `deployments.apps`."""
        plural, _, group = resource.partition(".")
        version = "v1"
        call = KubeCall(
            more.pop("user", ADMIN),
            cluster_id(self.world),
            verb,
            group,
            version,
            plural,
            more.pop("namespace", "default"),
            more.pop("name", ""),
            body=body,
            **more,
        )
        return self.do(call).result

    def later(self, seconds: float) -> Outcome:
        """Let the wall's time pass."""
        self.wall += seconds
        outcome = engine.advance(self.world, self.wall, SITE)
        self.world = outcome.world
        return outcome


def caller(world: World) -> Caller:
    """The learner."""
    user = world.find(Key("iam.User", "", "learner")) or {}
    return Caller(ACCOUNT, user["Arn"], REGION, user["UserId"])


def cluster_id(world: World, name: str = "demo") -> str:
    found = world.find(Key("eks.Cluster", REGION, name)) or {}
    return str(found["_"]["id"])

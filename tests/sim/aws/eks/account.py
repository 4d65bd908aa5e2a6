"""A learner's account with clusters and node groups in it, for tests of EKS.

Worlds are values: what takes a cluster is built once and shared by all tests.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import Any

from clusters.sim import engine
from clusters.sim.clock import Clock, Segment
from clusters.sim.commands import (
    AwsCall,
    Caller,
    Command,
    FaultCall,
    KubeCall,
    StartCall,
    User,
)
from clusters.sim.kube.kind import kinds
from clusters.sim.tx import Change, Site, Told, Tx
from clusters.sim.world import Document, Key, World

NUMBER, REGION = "111122223333", "us-west-2"
START = 1_795_176_000.0
SITE = Site("https://kube.test", "Y2VydGlmaWNhdGU=")
CLUSTER_ROLE = f"arn:aws:iam::{NUMBER}:role/eksClusterRole"
NODE_ROLE = f"arn:aws:iam::{NUMBER}:role/AmazonEKSNodeRole"
DEMO = Key("eks.Cluster", REGION, "demo")
WEB = Key("eks.Nodegroup", f"{REGION}/demo", "web")
ADMIN = User("admin", "uid-admin", ("system:masters", "system:authenticated"))


@dataclass
class Account:
    """A World that calls and time move on, and all that was told on the way."""

    world: World
    wall: float = START
    changes: list[Change] = field(default_factory=list)

    def copy(self) -> Account:
        return replace(self, changes=list(self.changes))

    def do(self, command: Command) -> Any:
        outcome = engine.execute(self.world, command, self.wall, SITE)
        self.world = outcome.world
        self.changes += outcome.changes
        return outcome.result

    def call(self, action: str, *, who: Caller | None = None, **request: Any) -> Any:
        """An AWS call; reads are not committed."""
        command = AwsCall(who or self.learner, action, request)
        if engine.only_reads(command):
            return engine.answer(self.world, command, self.wall, SITE)
        return self.do(command)

    def eks(self, operation: str, **request: Any) -> Any:
        return self.call(f"eks:{operation}", **request)

    def fault(self, name: str, key: Key) -> None:
        self.do(FaultCall(name, *key))

    def kube(
        self, verb: str, resource: str, *, cluster: Key = DEMO, **given: Any
    ) -> Any:
        kind = kinds[resource]
        return self.do(
            KubeCall(
                ADMIN,
                self.need(cluster)["_"]["id"],
                verb,
                kind.group,
                kind.version,
                kind.plural,
                **given,
            )
        )

    def later(self, seconds: float) -> Account:
        """Simulated time passes."""
        self.wall += seconds
        while True:
            outcome = engine.advance(self.world, self.wall, SITE)
            self.world = outcome.world
            self.changes += outcome.changes
            if not outcome.more:
                return self

    def change(self, key: Key, **members: Any) -> None:
        """Put members of a document, as something else in the account might."""
        tx = Tx(self.world, SITE)
        tx.now = self.world.clock.sim(self.wall)
        with tx.edit(key) as doc:
            doc.update(members)
        self.world = tx.world()

    def remove(self, key: Key) -> None:
        tx = Tx(self.world, SITE)
        tx.now = self.world.clock.sim(self.wall)
        tx.remove(key)
        self.world = tx.world()

    @property
    def learner(self) -> Caller:
        user = self.need(Key("iam.User", "", "learner"))
        return Caller(NUMBER, user["Arn"], REGION, user["UserId"], "AKIAEXAMPLE")

    @property
    def subnets(self) -> list[str]:
        """The default VPC's, one a zone."""
        found = self.world.list("ec2.Subnet", REGION)
        return [
            k.name for k, _ in sorted(found, key=lambda i: i[1]["AvailabilityZone"])
        ]

    @property
    def cluster_id(self) -> str:
        return str(self.need(DEMO)["_"]["id"])

    def need(self, key: Key) -> Document:
        doc = self.world.find(key)
        assert doc is not None, key
        return doc

    def told(self, component: str = "") -> list[Told]:
        """What the event stream said, of one component or of all."""
        found = [change.told for change in self.changes if change.told]
        return [told for told in found if component in ("", told.component)]

    def reasons(self, component: str = "") -> list[str]:
        return [told.reason for told in self.told(component)]

    def nodes(self) -> list[Document]:
        return [doc for _, doc in self.world.list("k8s.Node", self.cluster_id)]

    def order_cluster(self, name: str = "demo", **more: Any) -> Any:
        """CreateCluster, with what it cannot do without."""
        config = {"subnetIds": self.subnets, **more.pop("resourcesVpcConfig", {})}
        request = {"roleArn": CLUSTER_ROLE, **more}
        return self.eks(
            "CreateCluster", name=name, resourcesVpcConfig=config, **request
        )

    def order_nodegroup(self, name: str = "web", **more: Any) -> Any:
        request = {"nodeRole": NODE_ROLE, "subnets": self.subnets[:2], **more}
        return self.eks(
            "CreateNodegroup", clusterName="demo", nodegroupName=name, **request
        )


@functools.cache
def _new(seed: int) -> Account:
    clock = Clock("1x", (Segment(0.0, START, 1.0),))
    made = Account(World(seed, clock))
    made.do(StartCall(NUMBER, REGION))
    return made


def an_account(seed: int = 1) -> Account:
    """As a learner gets it: a default VPC, two roles, a user."""
    return _new(seed).copy()


@functools.cache
def _with_cluster(mode: str) -> Account:
    made = an_account()
    made.order_cluster(accessConfig={"authenticationMode": mode})
    return made.later(900)


def with_cluster(mode: str = "API_AND_CONFIG_MAP") -> Account:
    """With the ACTIVE cluster `demo`, which has no nodes."""
    return _with_cluster(mode).copy()


@functools.cache
def _with_nodegroup() -> Account:
    made = with_cluster()
    made.order_nodegroup()
    return made.later(300)


def with_nodegroup() -> Account:
    """With `demo` and its ACTIVE node group `web` of two nodes."""
    return _with_nodegroup().copy()

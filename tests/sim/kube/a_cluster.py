"""A small cluster to try the Kubernetes API on: a World, and who calls it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import pytest

from clusters.sim import engine
from clusters.sim.clock import Clock, Segment
from clusters.sim.commands import KubeCall, User
from clusters.sim.errors import Refusal
from clusters.sim.kube import bootstrap, reading, tables, verbs
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.kind import kinds
from clusters.sim.tx import Site, Tx
from clusters.sim.world import Key, World

CID = "0123456789abcdef0123456789abcdef"
START = 1_795_176_000.0
"""The wall time at which these worlds begin: 2026-11-20T12:00:00Z."""
ADMIN = User("admin", "uid-admin", ("system:masters", "system:authenticated"))
JANE = User("jane", "uid-jane", ("system:authenticated",))
SITE = Site("https://kube.test", "Y2VydGlmaWNhdGU=")


class Cluster:
    """A World with one cluster in it; calls change which World it holds."""

    def __init__(self, version: str = "1.35") -> None:
        tx = Tx(_standing(version), SITE)
        bootstrap.namespaces(tx, CID)
        self.wall = START
        self.changes: list[Any] = []
        self.world = tx.world()
        self.settle()

    def settle(self, seconds: float = 0.0) -> None:
        """Let simulated time pass and controllers work."""
        self.wall += seconds
        while True:
            outcome = engine.advance(self.world, self.wall, SITE)
            self.world = outcome.world
            self.changes += outcome.changes
            if not outcome.more:
                return

    def call(self, verb: str, resource: str, **given: Any) -> Answer:
        """One write; `resource` is `deployments.apps`."""
        kind = kinds[resource]
        user = given.pop("user", ADMIN)
        if kind.namespaced:
            given.setdefault("namespace", "default")
        call = KubeCall(user, CID, verb, kind.group, kind.version, kind.plural, **given)
        outcome = engine.execute(self.world, call, self.wall, SITE)
        self.world = outcome.world
        self.changes += outcome.changes
        return outcome.result

    def create(self, resource: str, body: dict[str, Any], **given: Any) -> Answer:
        return self.call("create", resource, body=body, **given)

    def patch(
        self, resource: str, name: str, body: Any, form: str = "merge", **given: Any
    ) -> Answer:
        suffix = "strategic-merge" if form == "strategic" else form
        media = f"application/{suffix}-patch+json"
        return self.call(
            "patch", resource, name=name, body=body, patch_type=media, **given
        )

    def get(
        self, resource: str, name: str, namespace: str = "default"
    ) -> dict[str, Any]:
        kind, at = kinds[resource], reading.moment(self.world, self.wall)
        found = reading.find(self.world, kind, CID, namespace, name, at)
        return reading.shown(self.world, kind, found, at)

    def list(self, resource: str, namespace: str = "", **asked: str) -> dict[str, Any]:
        kind, at = kinds[resource], reading.moment(self.world, self.wall)
        page = reading.listed(
            self.world, kind, CID, namespace, reading.query(asked), at
        )
        return reading.list_body(self.world, kind, page, at)

    def table(self, resource: str, namespace: str = "") -> list[list[Any]]:
        """The rows that `kubectl get -o wide` would print."""
        kind, at = kinds[resource], reading.moment(self.world, self.wall)
        page = reading.listed(self.world, kind, CID, namespace, reading.Query(), at)
        rows = tables.list_table(self.world, kind, page, at)["rows"]
        return [row["cells"] for row in rows]

    @contextmanager
    def tx(self):
        """Change the World as a controller would."""
        tx = Tx(self.world, SITE)
        tx.now = self.world.clock.sim(self.wall)
        yield tx
        self.world = tx.world()
        self.changes += tx.changes


def _standing(version: str) -> World:
    """A World whose control plane stands as it is: nothing of it is due."""
    clock = Clock("1x", (Segment(0.0, START, 1.0),))
    tx = Tx(World(7, clock), SITE)
    for name, state in (("a", "leader"), ("b", "follower"), ("c", "follower")):
        tx.add(Key("dc.EtcdMember", CID, name), {"state": state})
    tx.add(Key("dc.ApiServer", CID, "1"), {"state": "healthy", "version": version})
    tx.add(Key("dc.Layer", CID, "base"), {"layer": "eks-bootstrap"})
    world = tx.world()
    world.agenda, world.heap, world.busy = {}, [], 0
    return world


@contextmanager
def refused(reason: str, message: str, code: int | None = None):
    """The block is refused with this reason and exactly this message."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.message == message
    assert caught.value.code == reason
    assert code is None or caught.value.status == code


def names(listing: dict[str, Any]) -> list[str]:
    return [item["metadata"]["name"] for item in listing["items"]]


__all__ = ["ADMIN", "CID", "JANE", "Cluster", "User", "names", "refused", "verbs"]

"""How far a cluster or a node group is, from its own phases and never from a timer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from clusters.sim.commands import Doc
from clusters.sim.datacenter import lifecycle
from clusters.sim.datacenter.phases import (
    CLUSTER_CREATE,
    CLUSTER_DELETE,
    NODEGROUP_CREATE,
    NODEGROUP_DELETE,
    Phase,
)
from clusters.sim.world import Key, Reader

LIFECYCLES: dict[tuple[str, bool], tuple[Phase, ...]] = {
    ("eks.Cluster", False): CLUSTER_CREATE,
    ("eks.Cluster", True): CLUSTER_DELETE,
    ("eks.Nodegroup", False): NODEGROUP_CREATE,
    ("eks.Nodegroup", True): NODEGROUP_DELETE,
}
FINISHED = ("ACTIVE", "UPDATING", "DEGRADED")


class Step(NamedTuple):
    """A phase as a step list shows it. Times are simulated seconds."""

    name: str
    title: str
    owner: str
    by: str
    state: str
    """waiting, running or done."""
    usual: float
    published: bool
    """Whether AWS publishes how long it takes; otherwise the page says so."""
    started: float | None
    ended: float | None

    @property
    def took(self) -> float | None:
        if self.started is None or self.ended is None:
            return None
        return round(self.ended - self.started, 3)


def steps(view: Reader, key: Key) -> list[Step]:
    """All phases of what a cluster or node group goes through now."""
    doc = view.find(key)
    return [_step(doc, phase) for phase in _phases(key, doc)] if doc else []


def percent(view: Reader, key: Key) -> int:
    """How much of the usual time's phases are behind it, 0 to 100."""
    doc = view.find(key)
    if doc is None:
        return 0
    if doc["status"] in FINISHED:
        return 100
    phases = _phases(key, doc)
    total = sum(phase.share for phase in phases)
    behind = sum(phase.share * _share_done(view, doc, phase) for phase in phases)
    return int(100 * behind / total)


def running(view: Reader, key: Key) -> Step | None:
    """The phase it is in."""
    return next((s for s in steps(view, key) if s.state == "running"), None)


def _phases(key: Key, doc: Doc) -> Sequence[Phase]:
    return LIFECYCLES[key.kind, doc["status"] in ("DELETING", "DELETE_FAILED")]


def _step(doc: Doc, phase: Phase) -> Step:
    found = lifecycle.times(doc, phase.name)
    started, ended = found or (None, None)
    state = "waiting" if started is None else "running" if ended is None else "done"
    return Step(
        phase.name,
        phase.title,
        phase.owner,
        phase.by,
        state,
        phase.share,
        phase.published,
        started,
        ended,
    )


def _share_done(view: Reader, doc: Doc, phase: Phase) -> float:
    found = lifecycle.times(doc, phase.name)
    if found is None:
        return 0.0
    if found[1] is not None:
        return 1.0
    if phase.name == "etcd":
        return _members_done(view, "dc.EtcdMember", doc, ("follower", "leader"), 3)
    if phase.name == "api-servers":
        return _members_done(view, "dc.ApiServer", doc, ("healthy",), 2)
    return 0.0


def _members_done(
    view: Reader, kind: str, doc: Doc, done: tuple[str, ...], wanted: int
) -> float:
    members = view.list(kind, doc["_"]["id"])
    return min(1.0, sum(m["state"] in done for _, m in members) / wanted)

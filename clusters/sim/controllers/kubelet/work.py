"""Work: one Pod in the kubelet's hands, and what the kubelet says about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from clusters.sim.clock import rendered
from clusters.sim.commands import Doc
from clusters.sim.kube import events
from clusters.sim.kube.kind import cluster_of
from clusters.sim.registry import Again, Wait
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

TICK = 10
"""The kubelet does things at tenths of a second, so that many Pods share a moment."""
CREATED_COLON_SINCE, CREATED_PLAIN_SINCE = 32, 35


class Look(NamedTuple):
    """When to look again, in simulated time; what only repeats never settles."""

    at: float
    recurring: bool = False


@dataclass(frozen=True)
class Work:
    """A Pod's body while one look changes it. `state` is the kubelet's memory."""

    tx: Tx
    key: Key
    body: dict[str, Any]
    node: Document

    @property
    def spec(self) -> dict[str, Any]:
        spec: dict[str, Any] = self.body["spec"]
        return spec

    @property
    def status(self) -> dict[str, Any]:
        status: dict[str, Any] = self.body["status"]
        return status

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.body["_"].setdefault("kubelet", {})
        return state

    @property
    def now(self) -> float:
        return self.tx.now

    @property
    def cluster(self) -> str:
        return cluster_of(self.key)

    @property
    def node_name(self) -> str:
        name: str = self.node["metadata"]["name"]
        return name

    @property
    def minor(self) -> int:
        """The kubelet's own version decides its words, not the control plane's."""
        info = self.node.get("status", {}).get("nodeInfo") or {}
        parts = info.get("kubeletVersion", "").split(".")
        return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 35

    @property
    def full_name(self) -> str:
        """`web_default(<uid>)`: how the kubelet's messages name the Pod."""
        meta = self.body["metadata"]
        return f"{meta['name']}_{meta['namespace']}({meta['uid']})"

    def container(self, name: str) -> dict[str, Any]:
        """The kubelet's memory of one container."""
        found: dict[str, Any] = self.state.setdefault("containers", {}).setdefault(
            name, {"phase": "waiting"}
        )
        return found

    def runs(self, name: str) -> list[dict[str, Any]]:
        """The last runs of a container: the one before, and the present one."""
        found: list[dict[str, Any]] = (
            self.body["_"].setdefault("runs", {}).setdefault(name, [])
        )
        return found

    def after(self, seconds: float) -> float:
        """That much later, at the next tenth of a second."""
        return math.ceil(round((self.now + seconds) * TICK, 3)) / TICK

    def stamp(self, sim: float) -> str:
        """A simulated second as the API writes times."""
        return rendered(self.tx.clock.wall(sim))

    def say(  # noqa: PLR0913 what an event says
        self,
        reason: str,
        message: str,
        *,
        warn: bool = False,
        container: Doc | None = None,
        next: str = "nobody",  # noqa: A002 the log's own word
        every: float = 0.0,
        until: float = 0.0,
    ) -> None:
        """Record an event of this kubelet about the Pod."""
        path = ""
        if container is not None:
            inits = self.spec.get("initContainers") or ()
            part = "initContainers" if container in inits else "containers"
            path = f"spec.{part}{{{container['name']}}}"
        events.emit(
            self.tx,
            self.key,
            "Warning" if warn else "Normal",
            reason,
            message,
            "kubelet",
            node=self.node_name,
            field_path=path,
            next=next,
            every=every,
            until=until,
        )

    def silence(self) -> None:
        """End what goes on being counted: the Pod's repeating events are over."""
        for key, doc in self.tx.by("k8s.Event", "about", self.body["metadata"]["uid"]):
            if doc.get("_", {}).get("until", 0.0) > self.now:
                with self.tx.edit(key) as body:
                    body["_"]["until"] = self.now


def wait_of(looks: Sequence[Look], now: float) -> Wait:
    """The earliest of several appointments, as the engine wants it."""
    if not looks:
        return None
    first = min(looks)
    seconds = max(0.0, first.at - now)
    return Again(seconds) if first.recurring else seconds


def started_texts(minor: int, name: str) -> tuple[str, str]:
    """What the Created and Started events say in this version."""
    if minor >= CREATED_PLAIN_SINCE:
        return "Container created", "Container started"
    colon = ":" if minor >= CREATED_COLON_SINCE else ""
    return f"Created container{colon} {name}", f"Started container {name}"

"""An instance that is to be a node, and what can be asked about it."""

from __future__ import annotations

from typing import NamedTuple

from clusters.console.things import Thing
from clusters.sim.catalog import node_config
from clusters.sim.catalog.node_config import NodeConfig
from clusters.sim.controllers.node_boot import obstacles
from clusters.sim.kube.workloads import machines
from clusters.sim.network.path import Hop
from clusters.sim.world import Document, Key, World

OK, BAD, UNKNOWN = "ok", "bad", "unknown"


class Check(NamedTuple):
    """A question, its answer (ok, bad or unknown), whose matter it is, what to do."""

    question: str
    state: str
    owner: str
    told: str
    todo: str = ""
    about: Thing | None = None
    hops: tuple[Hop, ...] = ()


class Subject(NamedTuple):
    """An instance, and the cluster that it tries to join, if there is one."""

    world: World
    key: Key
    doc: Document
    config: NodeConfig | None
    cluster: Key | None


def subject(world: World, key: Key) -> Subject | None:
    doc = world.find(key)
    if doc is None:
        return None
    text = doc["_"]["user_data"]
    config: NodeConfig | None = doc.once("joining", lambda: node_config.parsed(text))
    cluster = obstacles.target(world, key, config) if config else None
    return Subject(world, key, doc, config, cluster)


def node_of(found: Subject) -> tuple[Key, Document] | None:
    """The Node that the instance is."""
    return next(iter(machines.nodes_of(found.world, found.key.name)), None)


def not_asked(question: str, owner: str) -> Check:
    told = "Cannot be told before the questions above are answered."
    return Check(question, UNKNOWN, owner, told)

"""Where one stands: a laptop on the internet, an instance, a Pod."""

from __future__ import annotations

from typing import NamedTuple

from clusters.sim.network import ends
from clusters.sim.network.ends import Spot
from clusters.sim.network.internet import primary_interface
from clusters.sim.network.reachability import LAPTOP as LAPTOP_ADDRESS
from clusters.sim.world import Document, Key, Reader, World
from clusters.terminal.session import LAPTOP, Session

POD = "pod/"
"""How the place of who stands in a Pod begins: `pod/<cluster id>/<namespace>/<name>`."""

__all__ = [
    "LAPTOP_ADDRESS",
    "Here",
    "cluster_of",
    "here",
    "instance",
    "joined_to",
    "name",
]


class Here(NamedTuple):
    """Where the learner stands. Both are None on the laptop.

    `cluster` is that of the node or Pod; None on an instance that is in none.
    """

    spot: Spot | None
    cluster: Key | None

    @property
    def vpc(self) -> str:
        return str(self.spot.card["VpcId"]) if self.spot else ""


class NowhereNow(Exception):
    """The instance or Pod where the learner stands is gone, or does not run."""


def here(session: Session, world: World) -> Here:
    """Where a session stands. Raises NowhereNow."""
    if session.place == LAPTOP:
        return Here(None, None)
    if session.place.startswith(POD):
        cluster_id, _, pod = session.place.removeprefix(POD).partition("/")
        cluster = cluster_of(world, cluster_id)
        found = ends.spot(world, cluster, f"pod/{pod}") if cluster else None
        if not isinstance(found, Spot):
            raise NowhereNow(
                found.reason if found else f"There is no cluster {cluster_id}."
            )
        return Here(found, cluster)
    known = instance(world, session.place)
    spot = spot_of(world, known[0]) if known else None
    if spot is None:
        raise NowhereNow(f"Instance {session.place} is not running any more.")
    joined = joined_to(world, spot.instance.name)
    if joined is None:
        return Here(spot, None)
    return Here(spot._replace(node=joined[1]), joined[0])


def name(session: Session) -> str:
    """The name of the machine where a session stands."""
    if session.place == LAPTOP:
        return LAPTOP
    if session.place.startswith(POD):
        return session.place.rpartition("/")[2]
    found = instance(session.world(), session.place)
    return (
        str(found[1].get("PrivateDnsName") or session.place) if found else session.place
    )


def instance(view: Reader, instance_id: str) -> tuple[Key, Document] | None:
    """An instance by its id, in whichever region."""
    return next(
        (
            (key, doc)
            for key, doc in view.list("ec2.Instance")
            if key.name == instance_id
        ),
        None,
    )


def spot_of(view: Reader, key: Key) -> Spot | None:
    """An instance as an end of a way; None where it does not run."""
    doc = view.find(key)
    card = primary_interface(view, key)
    if doc is None or card is None or doc["State"]["Name"] != "running":
        return None
    return Spot(key.name, card, key, "", own_network=False)


def joined_to(view: Reader, instance_id: str) -> tuple[Key, str] | None:
    """The cluster that an instance is a node of, and its name there."""
    for key, node in view.list("k8s.Node"):
        if ends.instance_of(node) == instance_id:
            cluster = cluster_of(view, key.scope.partition("/")[0])
            if cluster is not None:
                return cluster, key.name
    return None


def cluster_of(view: Reader, cluster_id: str) -> Key | None:
    """A cluster by its id."""
    return next((key for key, _ in view.by("eks.Cluster", "id", cluster_id)), None)

"""Why is it not joining: what an instance must pass to be a Ready node, one by one.

Each question is answered from the model as it is now, by the functions that decide it
there. What cannot be asked before an earlier question is answered well is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from clusters.console.nodes.joining import arrival, boot, identity, way
from clusters.console.nodes.joining.identity import role_name
from clusters.console.nodes.joining.subject import BAD, Check, Subject, node_of, subject
from clusters.sim.world import Key, World

__all__ = [
    "Check",
    "Subject",
    "checks",
    "first_cross",
    "node_of",
    "role_name",
    "subject",
    "waiting",
]
BEFORE = (
    boot.running,
    boot.image,
    boot.named,
    boot.version,
    way.reaches,
    way.answers,
    identity.role,
    identity.policies,
    identity.mapped,
)


def checks(found: Subject) -> tuple[Check, ...]:
    """Every question, in the order in which a boot comes upon them."""
    asked = [ask(found) for ask in BEFORE]
    asked.append(arrival.registered(found, asked))
    return (*asked, arrival.plugin(found), arrival.addresses(found))


def first_cross(answered: tuple[Check, ...]) -> Check | None:
    return next((check for check in answered if check.state == BAD), None)


def waiting(world: World, cluster: Key) -> Iterator[Subject]:
    """The instances that are meant for a cluster and are no Nodes of it."""
    tag = f"kubernetes.io/cluster/{cluster.name}"
    for key, doc in world.list("ec2.Instance", cluster.scope):
        if doc["State"]["Name"] in ("shutting-down", "terminated"):
            continue
        found = subject(world, key)
        if found is None or node_of(found) is not None:
            continue
        tagged = any(item["Key"] == tag for item in doc.get("Tags") or ())
        if tagged or found.cluster == cluster:
            yield found

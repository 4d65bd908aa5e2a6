"""From the registration to a node that is Ready and has room for Pods."""

from __future__ import annotations

from clusters.console import things
from clusters.console.nodes.joining.subject import (
    BAD,
    OK,
    UNKNOWN,
    Check,
    Subject,
    node_of,
    not_asked,
)
from clusters.console.things import Thing
from clusters.sim.aws.ec2 import subnet
from clusters.sim.world import Key


def registered(found: Subject, before: list[Check]) -> Check:
    asks, node = "Is it registered as a Node?", node_of(found)
    if node is not None:
        told = f"The kubelet registered {node[0].name}."
        return Check(asks, OK, "you", told, about=Thing("node", node[0].name))
    problem = found.doc["_"].get("boot", {}).get("problem", "")
    crossed = any(check.state == BAD for check in before)
    if problem and not crossed:
        told = f"The last try was refused: {problem}"
        return Check(asks, BAD, "you", told, "Mend it; the kubelet tries again.")
    told = "Not yet. The kubelet tries again and again, so a mended cause is enough."
    return Check(asks, UNKNOWN, "you", told if crossed else "Not yet: it is booting.")


def plugin(found: Subject) -> Check:
    asks, node = "Is its network plugin ready?", node_of(found)
    if node is None:
        return not_asked(asks, "both")
    conditions = node[1].get("status", {}).get("conditions") or ()
    ready = next((c for c in conditions if c["type"] == "Ready"), None)
    if ready and ready["status"] == "True":
        return Check(asks, OK, "both", "The VPC CNI runs, and the node is Ready.")
    told = str(ready["message"]) if ready else "The kubelet has said nothing yet."
    todo = "Look at the DaemonSet aws-node in kube-system and at its Pod on this node."
    return Check(asks, BAD, "both", told, todo, Thing("node", node[0].name))


def addresses(found: Subject) -> Check:
    asks = "Has its subnet free addresses for Pods?"
    key = Key("ec2.Subnet", found.key.scope, found.doc["SubnetId"])
    doc = found.world.find(key)
    if doc is None:
        return not_asked(asks, "you")
    free, about = subnet.free_count(found.world, key, doc), things.of(key)
    if free > 0:
        told = f"{key.name} has {free} left."
        return Check(asks, OK, "you", told, about=about)
    told = f"{key.name} has none left: Pods on this node wait for an address."
    todo = "Free some, or add a subnet with room and launch nodes there."
    return Check(asks, BAD, "you", told, todo, about)

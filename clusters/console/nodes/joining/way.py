"""From the instance to an API server that takes its registration."""

from __future__ import annotations

from clusters.console import things
from clusters.console.nodes.joining.subject import BAD, OK, Check, Subject, not_asked
from clusters.sim.commands import Doc
from clusters.sim.datacenter import control_plane
from clusters.sim.network import reachability


def reaches(found: Subject) -> Check:
    asks = "Does it reach the cluster's endpoint on port 443?"
    here = found.world.find(found.cluster) if found.cluster else None
    if found.cluster is None or here is None:
        return not_asked(asks, "you")
    if found.doc["State"]["Name"] != "running":
        return not_asked(asks, "you")
    path = reachability.node_to_api(found.world, found.cluster, found.key)
    refuses = next((hop for hop in path.hops if not hop.ok), None)
    if refuses is None:
        return Check(asks, OK, "both", _mode(here, found.doc), hops=path.hops)
    owner = "aws" if refuses.owner == "aws" else "you"
    todo = "Wait: AWS mends it." if owner == "aws" else "Open this hop for the node."
    told = f"{refuses.name} refuses. {refuses.why}"
    about = things.of_id(refuses.name)
    return Check(asks, BAD, owner, told, todo, about, path.hops)


def _mode(cluster: Doc, instance: Doc) -> str:
    settings = cluster["resourcesVpcConfig"]
    inside = instance["VpcId"] == settings.get("vpcId")
    if settings.get("endpointPrivateAccess") and inside:
        return (
            "Private access is on: it goes to the cross-account interfaces in the VPC."
        )
    return "Private access is off for it: it goes out to the public endpoint."


def answers(found: Subject) -> Check:
    asks = "Does the API server take its registration?"
    here = found.world.find(found.cluster) if found.cluster else None
    if here is None:
        return not_asked(asks, "aws")
    if control_plane.writable(found.world, here["_"]["id"]):
        return Check(asks, OK, "aws", "API servers answer, and etcd has a majority.")
    told = "No API server takes writes at the moment."
    return Check(asks, BAD, "aws", told, "Nothing: AWS is on it, the kubelet waits.")

"""From the launch to a kubelet that runs: what the instance itself must be."""

from __future__ import annotations

from clusters.console.nodes.joining.subject import (
    BAD,
    OK,
    UNKNOWN,
    Check,
    Subject,
    not_asked,
)
from clusters.sim.catalog import amis

OLDER = 3
"""So many minors may a kubelet be older than its API server (Kubernetes' version skew
policy); it may not be newer."""


def running(found: Subject) -> Check:
    asks, state = "Is the instance running?", found.doc["State"]["Name"]
    if state == "running":
        return Check(asks, OK, "you", "It runs.")
    if state == "pending":
        return Check(asks, UNKNOWN, "aws", "EC2 is starting it: pending.")
    why = found.doc.get("StateReason", {}).get("Message", "")
    told = f"It is {state}. {why}".strip()
    return Check(asks, BAD, "you", told, "Launch another, or start it again.")


def image(found: Subject) -> Check:
    asks = "Does its image know how to become a node?"
    image = amis.find(found.key.scope, found.doc["ImageId"])
    if image is not None and image.release:
        told = f"{image.name} brings nodeadm and a kubelet."
        return Check(asks, OK, "aws", told)
    told = (
        f"{found.doc['ImageId']} is no EKS node image: nothing on it reads NodeConfig."
    )
    todo = "Launch from an image that EKS publishes for the cluster's version."
    return Check(asks, BAD, "you", told, todo)


def named(found: Subject) -> Check:
    asks, config = "Does its user data name the right cluster?", found.config
    todo = "Correct the launch template's user data, then replace the instance."
    if config is None:
        told = "Its user data holds no NodeConfig, so nodeadm has nothing to do."
        return Check(asks, BAD, "you", told, todo)
    if found.cluster is None:
        what = config.endpoint or f"a cluster named {config.cluster!r}"
        told = f"It names {what}, and there is no such cluster in this Region."
        return Check(asks, BAD, "you", told, todo)
    if config.cluster != found.cluster.name:
        told = (
            f"It gives the endpoint of {found.cluster.name!r} but calls it "
            f"{config.cluster!r}: its token is for another cluster."
        )
        return Check(asks, BAD, "you", told, todo)
    return Check(asks, OK, "you", f"It names {config.cluster}.")


def version(found: Subject) -> Check:
    asks = "Does its kubelet fit the cluster's version?"
    image = amis.find(found.key.scope, found.doc["ImageId"])
    here = found.world.find(found.cluster) if found.cluster else None
    if here is None or image is None or not image.version:
        return not_asked(asks, "you")
    apart = _minor(here["version"]) - _minor(image.version)
    told = f"The kubelet is {image.version}, the cluster {here['version']}."
    if 0 <= apart <= OLDER:
        return Check(asks, OK, "you", told)
    told += f" A kubelet may be up to {OLDER} minors older, and never newer."
    return Check(asks, BAD, "you", told, "Launch the image of the cluster's version.")


def _minor(version: str) -> int:
    return int(version.partition(".")[2])

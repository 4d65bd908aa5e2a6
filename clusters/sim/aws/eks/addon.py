"""An add-on: managed by EKS, or merely applied once to a new cluster."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import account
from clusters.sim.aws.eks import cluster as clusters
from clusters.sim.aws.eks.errors import ResourceNotFoundException
from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

KIND = "eks.Addon"


def key(cluster: Key, name: str) -> Key:
    return Key(KIND, clusters.scope(cluster), name)


def add(tx: Tx, cluster: Key, name: str, version: str, *, managed: bool = False) -> Key:
    """Note an add-on of a cluster; its controller watches over its health.

    One that is not `managed` was applied by EKS when the cluster was made and is the
    learner's since: the add-on API does not list it, as it does not on AWS.
    """
    made = key(cluster, name)
    tx.add(
        made,
        {
            "addonName": name,
            "clusterName": cluster.name,
            "status": "CREATING",
            "addonVersion": version,
            "health": {"issues": []},
            "addonArn": (
                f"arn:aws:eks:{cluster.scope}:{account.number(tx)}:addon/"
                f"{cluster.name}/{name}/{tx.rng.uuid()}"
            ),
            "createdAt": tx.epoch,
            "modifiedAt": tx.epoch,
            "tags": {},
            "_": {
                "created": tx.now,
                "managed": managed,
                "applied": False,
                "until": round(tx.now + eks.ADDON_APPLY.draw(tx.rng), 3),
            },
        },
    )
    return made


def owning(_view: Reader, addon: Key, _doc: Doc) -> tuple[Key]:
    """For watches: the cluster of an add-on."""
    return (clusters.of_scope(addon.scope),)


def require(view: Reader, cluster: Key, name: str) -> Key:
    """A managed add-on of a cluster."""
    found = key(cluster, name)
    doc = view.find(found)
    if doc is None or not doc["_"]["managed"]:
        raise ResourceNotFoundException(
            f"No addon: {name} found in cluster: {cluster.name}",
            clusterName=cluster.name,
            addonName=name,
        )
    return found


def shown(doc: Doc) -> dict[str, Any]:
    return {name: value for name, value in doc.items() if name != "_"}

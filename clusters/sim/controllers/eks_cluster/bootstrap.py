"""A new cluster's first objects, and its creator's way in."""

from __future__ import annotations

from clusters.sim.aws.eks import access_entry, cluster
from clusters.sim.datacenter import control_plane
from clusters.sim.kube import bootstrap
from clusters.sim.tx import Tx
from clusters.sim.world import Key

LAYER = "eks-bootstrap"


def possible(tx: Tx, key: Key) -> bool:
    """Whether the cluster's API takes writes; etcd and API servers wake this."""
    return control_plane.writable(tx, cluster.id_of(tx, key))


def write(tx: Tx, key: Key) -> None:
    """Show the base layer, make the namespaces, let the creator in."""
    here = cluster.id_of(tx, key)
    tx.put(Key("dc.Layer", here, "base"), {"layer": LAYER})
    bootstrap.namespaces(tx, here)
    doc = tx.need(key)
    mode = doc["accessConfig"]["authenticationMode"]
    if not doc["_"]["admin"]:
        return
    creator = doc["_"]["creator"]["arn"]
    if mode == "CONFIG_MAP":
        with tx.edit(key) as body:
            body["_"]["hidden_admin"] = True
        text = (
            f"{creator} made this cluster and is its administrator, by a mapping that no "
            "list shows."
        )
    else:
        access_entry.admit_admin(tx, key, doc["_"]["creator"])
        text = (
            f"{creator} made this cluster and has an access entry with "
            f"{access_entry.ADMIN}."
        )
    tx.tell(key, "eks", "CreatorIsAdmin", text, owner="you")

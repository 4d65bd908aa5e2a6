"""A cross-account interface disappears from the learner's subnet."""

from __future__ import annotations

from clusters.sim.errors import Refusal
from clusters.sim.registry import fault
from clusters.sim.tx import Tx
from clusters.sim.world import Key


@fault(
    "cross-account-interface-loss",
    title="Lose this interface",
    kind="ec2.NetworkInterface",
)
def cause(tx: Tx, key: Key) -> None:
    doc = tx.need(key)
    if not doc["_"].get("cluster"):
        text = f"{key.name} is not a cross-account interface."
        raise Refusal("NotCrossAccount", text, 409)
    tx.remove(key)
    tx.tell(
        key,
        "ec2",
        "CrossAccountInterfaceLost",
        f"Interface {key.name} at {doc['PrivateIpAddress']} in {doc['SubnetId']} is gone. "
        "The control plane reaches your nodes by the other one, if that is left.",
        owner="both",
        severity="warning",
        next="aws",
    )

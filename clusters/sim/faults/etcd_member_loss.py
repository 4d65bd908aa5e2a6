"""An etcd member's instance dies, and its volume with it."""

from __future__ import annotations

from clusters.sim.datacenter import etcd
from clusters.sim.errors import Refusal
from clusters.sim.registry import fault
from clusters.sim.tx import Tx
from clusters.sim.world import Key


@fault("etcd-member-loss", title="Lose this etcd member", kind=etcd.KIND)
def cause(tx: Tx, key: Key) -> None:
    doc = tx.need(key)
    if doc["state"] not in etcd.VOTING:
        raise Refusal(
            "AlreadyLost", f"etcd member {key.name} takes no part already.", 409
        )
    led = doc["state"] == "leader"
    with tx.edit(key) as body:
        body["state"] = "lost"
        body["_"] = {"created": body["_"]["created"], "until": 0.0}
    left = len(etcd.voting(tx, key.scope))
    text = f"etcd member {key.name} in {doc['zone']} died: {left} of 3 take part." + (
        " It was the leader; writes wait for an election." if led and left > 1 else ""
    )
    etcd.say(tx, key, "EtcdMemberLost", text, severity="warning")

"""etcd members: boot, join one after another; a lost one is replaced."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Doc
from clusters.sim.datacenter import etcd
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader


def _siblings(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return [member for member, _ in etcd.members(view, key.scope)]


@controller(
    "etcd",
    watches(etcd.KIND, to=_siblings),
    watches(etcd.GROUP, to=_siblings),
    provisioning=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc, group = tx.find(key), tx.find(etcd.group(key.scope))
    if doc is None or group is None or doc["state"] in etcd.VOTING:
        return None
    if doc["state"] == "lost":
        return _replace(tx, key, doc, group)
    left = round(float(doc["_"]["until"]) - tx.now, 3)
    if left > 0:
        return left
    if doc["state"] == "starting":
        return _join(tx, key, doc, group)
    etcd.put(tx, key, "follower")
    count = len(etcd.voting(tx, key.scope))
    text = f"etcd member {key.name} in {doc['zone']} joined: {count} of 3 take part."
    etcd.say(tx, key, "EtcdMemberJoined", text)
    return None


def _join(tx: Tx, key: Key, doc: Document, group: Document) -> Wait:
    """Join as a learner, when nobody else is doing so and there is whom to join."""
    forming = group["state"] == "forming"
    if not forming and etcd.leader(tx, key.scope) is None:
        return None
    others = etcd.members(tx, key.scope)
    if any(other["state"] == "joining" for _, other in others):
        return None
    takes = (eks.ETCD_JOIN if forming else eks.ETCD_CATCH_UP).draw(tx.rng)
    etcd.put(tx, key, "joining", takes)
    text = f"etcd member {key.name} in {doc['zone']} runs and joins the others."
    etcd.say(tx, key, "EtcdMemberJoining", text)
    return takes


def _replace(tx: Tx, key: Key, doc: Document, group: Document) -> Wait:
    """Take a lost member out and start another in its zone, while a quorum is left."""
    if etcd.leader(tx, key.scope) is None or group["state"] == "no-quorum":
        return None
    noticed = doc["_"].get("noticed")
    if noticed is None:
        takes = eks.ETCD_MEMBER_REMOVED.draw(tx.rng)
        with tx.edit(key) as body:
            body["_"]["noticed"] = True
            body["_"]["until"] = round(tx.now + takes, 3)
        return takes
    left = round(float(doc["_"]["until"]) - tx.now, 3)
    if left > 0:
        return left
    takes = eks.ETCD_MEMBER_RELAUNCH.draw(tx.rng)
    with tx.edit(key) as body:
        body["instance"] = f"i-0{tx.rng.hex(16)}"
        body["_"].pop("noticed")
    etcd.put(tx, key, "starting", takes)
    text = (
        f"AWS took the lost etcd member {key.name} out and starts another one with a new "
        f"volume in {doc['zone']}."
    )
    etcd.say(tx, key, "EtcdMemberReplaced", text)
    return takes

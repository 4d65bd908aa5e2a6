"""etcd as a whole: elects a leader, loses its quorum, is restored from a backup."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Doc
from clusters.sim.datacenter import control_plane, etcd
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader


def _group(_view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return (etcd.group(key.scope),)


@controller("etcd-quorum", watches(etcd.KIND, to=_group), provisioning=True)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    if doc is None:
        return None
    voting = etcd.voting(tx, key.scope)
    if len(voting) < control_plane.QUORUM:
        return None if doc["state"] == "forming" else _without_quorum(tx, key, doc)
    if etcd.leader(tx, key.scope) is None:
        return _elect(tx, key, doc, voting)
    full = len(voting) == len(etcd.NAMES)
    if doc["state"] != "forming" or full:
        with tx.edit(key) as body:
            body["state"] = "healthy" if full else "degraded"
    return None


def _elect(tx: Tx, key: Key, doc: Document, voting: list[Key]) -> Wait:
    """A new term: after a moment without a leader one of the members has the votes."""
    if "election" not in doc["_"]:
        takes = eks.ETCD_ELECTION.draw(tx.rng)
        with tx.edit(key) as body:
            body["_"]["election"] = round(tx.now + takes, 3)
        return takes
    left = round(float(doc["_"]["election"]) - tx.now, 3)
    if left > 0:
        return left
    chosen = tx.rng.choice(voting)
    with tx.edit(key) as body:
        body["term"] += 1
        del body["_"]["election"]
    etcd.put(tx, chosen, "leader")
    term, zone = tx.need(key)["term"], tx.need(chosen)["zone"]
    text = f"etcd member {chosen.name} in {zone} is the leader of term {term}."
    etcd.say(tx, chosen, "EtcdLeaderElected", text)
    # The member's change does not wake this key again: it is the one that runs.
    return 0.0


def _without_quorum(tx: Tx, key: Key, doc: Document) -> Wait:
    if doc["state"] != "no-quorum":
        return _lose_quorum(tx, key)
    left = round(float(doc["_"]["until"]) - tx.now, 3)
    return left if left > 0 else _restore(tx, key)


def _lose_quorum(tx: Tx, key: Key) -> Wait:
    takes = eks.ETCD_RESTORE.draw(tx.rng)
    with tx.edit(key) as body:
        body["state"] = "no-quorum"
        body["_"] = {"until": round(tx.now + takes, 3)}
    leader = etcd.leader(tx, key.scope)
    if leader is not None:
        etcd.put(tx, leader, "follower")
    text = (
        "Two of three etcd members are lost: nothing can be written. Reads are still "
        "answered, and what runs on your nodes goes on. AWS restores etcd from its backup."
    )
    etcd.say(tx, key, "EtcdQuorumLost", text, severity="error")
    return takes


def _restore(tx: Tx, key: Key) -> Wait:
    """Bring the missing members back from the backup; an election follows."""
    for member, doc in etcd.members(tx, key.scope):
        if doc["state"] in etcd.VOTING:
            continue
        with tx.edit(member) as body:
            body["instance"] = f"i-0{tx.rng.hex(16)}"
            body["_"].pop("noticed", None)
        etcd.put(tx, member, "follower")
    with tx.edit(key) as body:
        body["state"] = "degraded"
        body["_"] = {}
    text = "AWS restored etcd: three members take part again and elect a leader."
    etcd.say(tx, key, "EtcdRestored", text)
    return 0.0

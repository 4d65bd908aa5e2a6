"""An instance becomes a node: boot, nodeadm, kubelet, and the way into the cluster.

A kubelet that is refused tries again for ever. Such tries are not scheduled: whatever
could help (a mapping, a rule, a route) wakes it, and it then takes a try's time.
"""

from __future__ import annotations

from clusters.sim.catalog import amis, node_config
from clusters.sim.catalog.node_config import NodeConfig
from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Doc
from clusters.sim.controllers.node_boot import journal, obstacles, registering, waking
from clusters.sim.errors import Refusal
from clusters.sim.registry import Wait, controller
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

STEPS = {
    "nodeadm-config": (eks.NODEADM_CONFIG, "nodeadm-run"),
    "nodeadm-run": (eks.NODEADM_RUN, "kubelet"),
    "kubelet": (eks.KUBELET_START, "joining"),
}
"""How long each step takes, and the next one."""


@controller("node-boot", *waking.WATCHES, provisioning=True)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    if doc is None or doc["State"]["Name"] != "running":
        return None
    boot = doc["_"].get("boot")
    if boot is None or boot["since"] != doc["_"]["running"]:
        return _begin(tx, key, doc)
    if boot["step"] in ("joined", "none"):
        return None
    left = round(float(boot["until"]) - tx.now, 3)
    if left > 0:
        return left
    if boot["step"] in STEPS:
        return _advance(tx, key, boot["step"])
    config = node_config.parsed(doc["_"]["user_data"])
    return _join(tx, key, doc, config) if config else None


def _begin(tx: Tx, key: Key, doc: Document) -> Wait:
    """Cloud-init runs; only an EKS node image has a nodeadm that reads user data."""
    image = amis.find(key.scope, doc["ImageId"])
    is_node = image is not None and bool(image.release)
    has_config = node_config.parsed(doc["_"]["user_data"]) is not None
    step = "nodeadm-config" if is_node and has_config else "none"
    takes = eks.NODEADM_CONFIG.draw(tx.rng)
    with tx.edit(key) as body:
        body["_"]["boot"] = {
            "since": body["_"]["running"],
            "step": step,
            "until": round(tx.now + takes, 3),
        }
        body["_"]["journal"] = journal.booted(tx.now, body, is_node=is_node)
    if step == "none":
        return None
    text = f"Instance {key.name} boots; nodeadm reads its user data."
    tx.tell(key, "nodeadm", "NodeBooting", text, owner="you", by="you", next="you")
    return takes


def _advance(tx: Tx, key: Key, step: str) -> Wait:
    _, following = STEPS[step]
    takes = STEPS[following][0].draw(tx.rng) if following in STEPS else 0.0
    with tx.edit(key) as body:
        body["_"]["boot"].update(step=following, until=round(tx.now + takes, 3))
        body["_"]["journal"] += journal.stepped(tx.now, following, body)
    if following == "joining":
        text = f"The kubelet on {key.name} runs and calls the cluster's API server."
        tx.tell(key, "kubelet", "KubeletStarted", text, owner="you", by="you")
    return takes


def _join(tx: Tx, key: Key, doc: Document, config: NodeConfig) -> Wait:
    found = obstacles.first(tx, key, config)
    boot = doc["_"]["boot"]
    if found is not None:
        return _refused(tx, key, boot, found)
    if boot.get("problem"):
        # Something helped: the next try comes within a try's time.
        takes = eks.KUBELET_RETRY.draw(tx.rng)
        with tx.edit(key) as body:
            del body["_"]["boot"]["problem"]
            body["_"]["boot"]["until"] = round(tx.now + takes, 3)
        return takes
    try:
        with tx.savepoint():
            registering.register(tx, key, config)
    except Refusal as refusal:
        return _refused(tx, key, boot, obstacles.invalid(refusal))
    with tx.edit(key) as body:
        body["_"]["boot"]["step"] = "joined"
        body["_"]["journal"] += journal.joined(tx.now, body)
    return None


def _refused(tx: Tx, key: Key, boot: Doc, found: obstacles.Obstacle) -> Wait:
    if boot.get("problem") == found.text:
        return None
    with tx.edit(key) as body:
        body["_"]["boot"]["problem"] = found.text
        body["_"]["journal"] += [[tx.now, line] for line in found.journal]
    if found.authenticator:
        tx.tell(
            key,
            "authenticator",
            "AccessDenied",
            found.authenticator,
            severity="warning",
            next=found.next,
        )
    tx.tell(
        key,
        "kubelet",
        found.reason,
        f"{key.name} cannot join and tries again and again: {found.text}",
        owner="you",
        by="you",
        next=found.next,
        severity="error",
    )
    return None

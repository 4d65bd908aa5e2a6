"""Updates of a node group's configuration: made when their time has come."""

from __future__ import annotations

import base64

from clusters.sim.aws.autoscaling import group as scaling
from clusters.sim.aws.ec2 import launch_template, resource
from clusters.sim.aws.eks import cluster, nodegroup, update
from clusters.sim.commands import Doc
from clusters.sim.controllers.nodegroup import user_data
from clusters.sim.datacenter import control_plane
from clusters.sim.errors import Refusal
from clusters.sim.kube import store
from clusters.sim.registry import Wait
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

RETRY = 5.0


def step(tx: Tx, key: Key, doc: Document) -> Wait:
    """Wait for the running update's time, then make its change."""
    here = nodegroup.cluster_of(key)
    running = update.key(here, doc["_"]["update"])
    body = tx.need(running)
    left = round(float(body["_"]["until"]) - tx.now, 3)
    if left > 0:
        return left
    change = body["_"]["change"]
    inside = "labels" in change or "taints" in change
    if inside and not control_plane.writable(tx, cluster.id_of(tx, here)):
        return RETRY
    try:
        with tx.savepoint():
            _make(tx, key, doc, change, inside=inside)
    except Refusal as refusal:
        update.fail(tx, key, running, refusal)
        return None
    update.finish(tx, key, running)
    return None


def _make(tx: Tx, key: Key, doc: Document, change: Doc, *, inside: bool) -> None:
    with tx.edit(key) as changed:
        changed.update(change)
        changed["modifiedAt"] = tx.epoch
    if inside:
        _mark_nodes(tx, key, doc)
        _new_template_version(tx, key)
    _resize(tx, key)


def _resize(tx: Tx, key: Key) -> None:
    doc = tx.need(key)
    group, sizes = nodegroup.scaling_group(key, doc), doc["scalingConfig"]
    if tx.find(group) is not None:
        scaling.resize(
            tx,
            group,
            minimum=sizes["minSize"],
            desired=sizes["desiredSize"],
            maximum=sizes["maxSize"],
        )


def _mark_nodes(tx: Tx, key: Key, before: Document) -> None:
    """Nodes that are there get the new labels and taints, and lose the old ones."""
    after = tx.need(key)
    old, new = user_data.taints(before), user_data.taints(after)
    for node, _ in nodegroup.nodes(tx, key, after):
        with store.update(tx, node, manager="eks") as body:
            labels = body["metadata"]["labels"]
            for name in before["labels"].keys() - after["labels"].keys():
                labels.pop(name, None)
            labels.update(after["labels"])
            kept = [
                t
                for t in body["spec"].get("taints", ())
                if t not in old and t not in new
            ]
            body["spec"]["taints"] = [*kept, *new]


def _new_template_version(tx: Tx, key: Key) -> None:
    """Nodes to come read the new labels and taints from a new template version."""
    doc, region = tx.need(key), nodegroup.cluster_of(key).scope
    template = resource.LAUNCH_TEMPLATE.key(region, doc["_"]["launch_template"])
    if tx.find(template) is None or doc["amiType"] == nodegroup.CUSTOM:
        return
    latest = launch_template.version(tx.need(template), "$Latest")
    data = dict(latest["LaunchTemplateData"])
    text = user_data.text(tx, key, data["ImageId"], data["InstanceType"])
    data["UserData"] = base64.b64encode(text.encode()).decode()
    number = launch_template.add_version(
        tx, template, data, created_by=latest["CreatedBy"]
    )
    group = nodegroup.scaling_group(key, doc)
    if tx.find(group) is not None:
        with tx.edit(group) as body:
            body["LaunchTemplate"]["Version"] = str(number)

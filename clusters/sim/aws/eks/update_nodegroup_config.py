"""UpdateNodegroupConfig: sizes, labels, taints, how updates are rolled out."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.eks import cluster, nodegroup, update
from clusters.sim.aws.eks.errors import InvalidParameterException
from clusters.sim.aws.eks.update import Change
from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

SIZES = {"minSize": "MinSize", "maxSize": "MaxSize", "desiredSize": "DesiredSize"}


@operation("eks:UpdateNodegroupConfig")
def update_nodegroup_config(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    key = nodegroup.require(tx, here, request["nodegroupName"])
    nodegroup.require_free(tx, key, "updated")
    members, params = _change(tx.need(key), request)
    if not members:
        text = "No changes needed for the nodegroup config provided"
        raise InvalidParameterException(
            text, clusterName=here.name, nodegroupName=key.name
        )
    made = update.begin(
        tx, key, "ConfigUpdate", Change(members, params, eks.NODEGROUP_UPDATE)
    )
    return {"update": update.shown(tx.need(made))}


def _change(doc: Doc, request: Doc) -> tuple[dict[str, Any], dict[str, Any]]:
    about = {"clusterName": doc["clusterName"], "nodegroupName": doc["nodegroupName"]}
    members: dict[str, Any] = {}
    params: dict[str, Any] = {}
    if request.get("scalingConfig"):
        sizes = {**doc["scalingConfig"], **request["scalingConfig"]}
        nodegroup.check_sizes(sizes, about)
        members["scalingConfig"] = sizes
        params.update(
            {SIZES[name]: value for name, value in request["scalingConfig"].items()}
        )
    if request.get("labels"):
        members["labels"] = _labels(doc, request["labels"], params)
    if request.get("taints"):
        members["taints"] = _taints(doc, request["taints"], params)
    if request.get("updateConfig"):
        nodegroup.check_update_config(request["updateConfig"], about)
        members["updateConfig"] = dict(request["updateConfig"])
        params.update(
            {k[0].upper() + k[1:]: v for k, v in request["updateConfig"].items()}
        )
    return members, params


def _labels(doc: Doc, asked: Doc, params: dict[str, Any]) -> dict[str, str]:
    added, removed = asked.get("addOrUpdateLabels", {}), asked.get("removeLabels", ())
    if added:
        params["LabelsToAdd"] = dict(added)
    if removed:
        params["LabelsToRemove"] = list(removed)
    kept = {name: value for name, value in doc["labels"].items() if name not in removed}
    return {**kept, **added}


def _taints(doc: Doc, asked: Doc, params: dict[str, Any]) -> list[dict[str, str]]:
    added, removed = asked.get("addOrUpdateTaints", ()), asked.get("removeTaints", ())
    if added:
        params["TaintsToAdd"] = [dict(taint) for taint in added]
    if removed:
        params["TaintsToRemove"] = [dict(taint) for taint in removed]
    gone = {(taint["key"], taint["effect"]) for taint in (*added, *removed)}
    kept = [t for t in doc.get("taints", ()) if (t["key"], t["effect"]) not in gone]
    return [dict(taint) for taint in (*kept, *added)]

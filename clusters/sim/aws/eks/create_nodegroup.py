"""CreateNodegroup: check all that can be checked now, then let the lifecycle begin."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.eks import (
    cluster,
    idempotency,
    names,
    nodegroup,
    nodegroup_image,
    roles,
    subnets,
)
from clusters.sim.aws.eks.errors import (
    InvalidParameterException,
    NotSimulated,
    ResourceInUseException,
    ResourceLimitExceededException,
)
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

NODEGROUPS = 30
"""Quota L-6D54EA21: managed node groups a cluster."""
NODES = 450
"""Quota L-BD136A63: nodes a managed node group."""


@operation("eks:CreateNodegroup")
def create_nodegroup(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    key = nodegroup.key(here, request["nodegroupName"])
    existing = tx.find(key)
    if existing is not None and idempotency.repeats(existing, request):
        return {"nodegroup": nodegroup.shown(existing)}
    about = {"clusterName": here.name, "nodegroupName": key.name}
    cluster.require_active(tx, here)
    _check_name(tx, here, key, about)
    roles.check_node_role(tx, request["nodeRole"], here.name, key.name)
    chosen = subnets.require(tx, caller.region, request["subnets"], **about)
    if chosen[0]["VpcId"] != tx.need(here)["resourcesVpcConfig"]["vpcId"]:
        text = "Subnets are not in the same VPC as the cluster"
        raise InvalidParameterException(text, **about)
    names.check_tags(request.get("tags", {}))
    made = tx.add(key, _document(tx, caller, here, request, about))
    _tell(tx, key, made)
    return {"nodegroup": nodegroup.shown(made)}


def _check_name(tx: Tx, here: Key, key: Key, about: dict[str, str]) -> None:
    names.check_nodegroup(key.name, here.name)
    if tx.find(key) is not None:
        text = f"NodeGroup already exists with name {key.name} and cluster name {here.name}"
        raise ResourceInUseException(text, **about)
    if len(tx.list(nodegroup.KIND, key.scope)) >= NODEGROUPS:
        text = f"Nodegroup limit exceeded for cluster {here.name}."
        raise ResourceLimitExceededException(text, **about)


def _document(
    tx: Tx, caller: Caller, here: Key, request: Doc, about: dict[str, str]
) -> dict[str, Any]:
    if request.get("remoteAccess"):
        if request.get("launchTemplate"):
            text = "Remote access configuration cannot be specified with a launch template."
            raise InvalidParameterException(text, **about)
        raise NotSimulated("remoteAccess of a node group")
    sizes = _sizes(request, about)
    update = dict(request.get("updateConfig") or {"maxUnavailable": 1})
    nodegroup.check_update_config(update, about)
    number = tx.rng.uuid()
    made: dict[str, Any] = {
        "nodegroupName": request["nodegroupName"],
        "nodegroupArn": (
            f"arn:aws:eks:{caller.region}:{caller.account}:nodegroup/{here.name}/"
            f"{request['nodegroupName']}/{number}"
        ),
        "clusterName": here.name,
        "createdAt": tx.epoch,
        "modifiedAt": tx.epoch,
        "status": "CREATING",
        "capacityType": request.get("capacityType", "ON_DEMAND"),
        "scalingConfig": sizes,
        "subnets": list(request["subnets"]),
        "nodeRole": request["nodeRole"],
        "labels": dict(request.get("labels", {})),
        "health": {"issues": []},
        "updateConfig": update,
        "tags": dict(request.get("tags", {})),
        **nodegroup_image.chosen(tx, tx.need(here), caller.region, request, about),
        "_": {
            "created": tx.now,
            "phase": "",
            "uuid": number,
            "request": idempotency.digest(request),
        },
    }
    if request.get("taints"):
        made["taints"] = [dict(taint) for taint in request["taints"]]
    return made


def _sizes(request: Doc, about: dict[str, str]) -> dict[str, int]:
    asked = request.get("scalingConfig") or {}
    sizes = {
        name: int(asked.get(name, 2)) for name in ("minSize", "maxSize", "desiredSize")
    }
    nodegroup.check_sizes(sizes, about)
    if sizes["maxSize"] > NODES:
        text = f"maxSize must not be greater than {NODES}"
        raise InvalidParameterException(text, **about)
    return sizes


def _tell(tx: Tx, key: Key, doc: Document) -> None:
    tx.tell(
        key,
        "eks",
        "CreateNodegroup",
        f"A node group named {key.name} was ordered, with "
        f"{doc['scalingConfig']['desiredSize']} nodes in your account.",
        owner="both",
        by="you",
        next="aws",
    )

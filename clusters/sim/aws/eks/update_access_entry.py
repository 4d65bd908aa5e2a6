"""UpdateAccessEntry: its user name and groups; type and principal never change."""

from __future__ import annotations

from clusters.sim.aws.eks import access_entry, cluster
from clusters.sim.aws.eks.errors import InvalidParameterException
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:UpdateAccessEntry")
def update_access_entry(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    access_entry.require_mode(tx, here)
    key = access_entry.require(tx, here, request["principalArn"])
    kind = tx.need(key)["type"]
    if kind != access_entry.STANDARD:
        text = f"Access entries of type {kind} cannot be updated."
        raise InvalidParameterException(text, clusterName=here.name)
    username = request.get("username", "")
    groups = request.get("kubernetesGroups")
    access_entry.check_names(here, username, groups or ())
    with tx.edit(key) as doc:
        doc["username"] = username or doc["username"]
        if groups is not None:
            doc["kubernetesGroups"] = list(groups)
        doc["modifiedAt"] = tx.epoch
    return {"accessEntry": access_entry.shown(tx.need(key))}

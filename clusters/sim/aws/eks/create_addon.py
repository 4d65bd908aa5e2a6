"""CreateAddon: EKS takes charge of an add-on, installing it where it is missing."""

from __future__ import annotations

from clusters.sim.aws.eks import addon, cluster, names
from clusters.sim.aws.eks.errors import (
    InvalidParameterException,
    NotSimulated,
    ResourceInUseException,
)
from clusters.sim.catalog import addons
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Key

UNSIMULATED = ("configurationValues", "podIdentityAssociations", "namespaceConfig")


@operation("eks:CreateAddon")
def create_addon(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    cluster.require_active(tx, here)
    key, name = addon.key(here, request["addonName"]), request["addonName"]
    about = {"clusterName": here.name, "addonName": name}
    existing = tx.find(key)
    if existing is not None and existing["_"]["managed"]:
        raise ResourceInUseException("Addon already exists.", **about)
    version = _version(tx, here, request, about)
    names.check_tags(request.get("tags", {}))
    if existing is not None:
        tx.remove(key)
    addon.add(tx, here, name, version, managed=True)
    with tx.edit(key) as doc:
        doc["tags"] = dict(request.get("tags", {}))
        if request.get("serviceAccountRoleArn"):
            doc["serviceAccountRoleArn"] = request["serviceAccountRoleArn"]
    text = f"EKS is asked to run the add-on {name} {version}."
    tx.tell(key, "eks", "CreateAddon", text, owner="both", by="you", next="aws")
    return {"addon": addon.shown(tx.need(key))}


def _version(tx: Tx, here: Key, request: Doc, about: dict[str, str]) -> str:
    """The version to install; refused where the request cannot be met."""
    if request.get("resolveConflicts") == "PRESERVE":
        text = "Resolve conflicts option preserve is not supported for operation CreateAddon"
        raise InvalidParameterException(text, **about)
    for member in UNSIMULATED:
        if request.get(member):
            raise NotSimulated(f"{member} of CreateAddon")
    name = request["addonName"]
    if name not in addons.ADDONS:
        raise NotSimulated(f"The add-on {name}")
    version = addons.ADDONS[name].versions[tx.need(here)["version"]]
    if request.get("addonVersion", version) != version:
        text = "Addon version specified is not supported"
        raise InvalidParameterException(text, **about)
    return version

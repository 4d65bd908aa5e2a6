"""UpdateClusterConfig: exactly one kind of change a call."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster, cluster_defaults, update
from clusters.sim.aws.eks.errors import InvalidParameterException, NotSimulated
from clusters.sim.aws.eks.update import Change
from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

ENDPOINT = ("endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs")
VPC = ("subnetIds", "securityGroupIds")
KINDS = {
    "endpoint": "EndpointAccessUpdate",
    "vpc": "VpcConfigUpdate",
    "logging": "LoggingUpdate",
    "accessConfig": "AccessConfigUpdate",
    "upgradePolicy": "UpgradePolicyUpdate",
    "deletionProtection": "DeletionProtectionUpdate",
    "zonalShiftConfig": "ZonalShiftConfigUpdate",
    "computeConfig": "AutoModeUpdate",
    "storageConfig": "AutoModeUpdate",
    "kubernetesNetworkConfig": "AutoModeUpdate",
    "remoteNetworkConfig": "RemoteNetworkConfigUpdate",
    "controlPlaneScalingConfig": "ControlPlaneScalingConfigUpdate",
}
MODES = ("CONFIG_MAP", "API_AND_CONFIG_MAP", "API")
"""Authentication modes; a cluster only ever moves to the right."""


@operation("eks:UpdateClusterConfig")
def update_cluster_config(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = cluster.require(tx, caller, request["name"])
    kind = _kind(request)
    cluster.require_free(tx, key, kind)
    change = _change(tx.need(key), kind, request)
    made = update.begin(tx, key, kind, change)
    return {"update": update.shown(tx.need(made))}


def _kind(request: Doc) -> str:
    config = request.get("resourcesVpcConfig") or {}
    asked = [name for name in KINDS if request.get(name) is not None]
    asked += ["endpoint"] if any(name in config for name in ENDPOINT) else []
    asked += ["vpc"] if any(name in config for name in VPC) else []
    kinds = {KINDS[name] for name in asked}
    if len(kinds) > 1:
        text = "Only one type of update can be allowed."
        raise InvalidParameterException(text, clusterName=request["name"])
    if not kinds:
        text = "No changes needed for the cluster configuration provided"
        raise InvalidParameterException(text, clusterName=request["name"])
    return kinds.pop()


def _change(doc: Doc, kind: str, request: Doc) -> Change:
    if kind == "EndpointAccessUpdate":
        return _endpoint(doc, request["resourcesVpcConfig"])
    if kind == "LoggingUpdate":
        return _logging(doc, request["logging"])
    if kind == "AccessConfigUpdate":
        return _access(doc, request["accessConfig"])
    if kind == "UpgradePolicyUpdate":
        policy = dict(request["upgradePolicy"])
        return Change(
            {"upgradePolicy": policy}, {"UpgradePolicy": policy}, eks.SETTING_UPDATE
        )
    if kind == "DeletionProtectionUpdate":
        on = bool(request["deletionProtection"])
        params = {"DeletionProtection": on}
        return Change({"deletionProtection": on}, params, eks.SETTING_UPDATE)
    raise NotSimulated(f"The {kind} of UpdateClusterConfig")


def _endpoint(doc: Doc, asked: Doc) -> Change:
    now = doc["resourcesVpcConfig"]
    public = asked.get("endpointPublicAccess", now["endpointPublicAccess"])
    private = asked.get("endpointPrivateAccess", now["endpointPrivateAccess"])
    cluster_defaults.check_endpoint(public=public, private=private, name=doc["name"])
    cidrs = asked.get("publicAccessCidrs") or now["publicAccessCidrs"] or ["0.0.0.0/0"]
    cidrs = cluster_defaults.check_public_cidrs(cidrs, doc["name"]) if public else []
    wanted = {
        "endpointPublicAccess": public,
        "endpointPrivateAccess": private,
        "publicAccessCidrs": cidrs,
    }
    if all(now[name] == value for name, value in wanted.items()):
        text = (
            "Cluster is already at the desired configuration with endpointPrivateAccess: "
            f"{str(private).lower()} , endpointPublicAccess: {str(public).lower()}, and "
            f"Public Endpoint Restrictions: [{', '.join(cidrs)}]"
        )
        raise InvalidParameterException(text, clusterName=doc["name"])
    params = {name[0].upper() + name[1:]: value for name, value in wanted.items()}
    return Change(
        {"resourcesVpcConfig": {**now, **wanted}}, params, eks.ENDPOINT_UPDATE
    )


def _logging(doc: Doc, asked: Doc) -> Change:
    on = _enabled(doc["logging"])
    for setup in asked.get("clusterLogging", ()):
        types = set(setup.get("types", ()))
        on = on | types if setup.get("enabled") else on - types
    wanted = cluster_defaults.log_setups(on)
    if wanted == doc["logging"]:
        text = "No changes needed for the logging config provided"
        raise InvalidParameterException(text, clusterName=doc["name"])
    return Change({"logging": wanted}, {"ClusterLogging": wanted}, eks.LOGGING_UPDATE)


def _enabled(logging: Doc) -> set[str]:
    return {
        log_type
        for setup in logging["clusterLogging"]
        if setup["enabled"]
        for log_type in setup["types"]
    }


def _access(doc: Doc, asked: Doc) -> Change:
    now, wanted = (
        doc["accessConfig"]["authenticationMode"],
        asked.get("authenticationMode"),
    )
    if wanted is None or wanted == now:
        text = f"Cluster is already at the desired authentication mode {now}"
        raise InvalidParameterException(text, clusterName=doc["name"])
    if MODES.index(wanted) < MODES.index(now) or (now, wanted) == ("CONFIG_MAP", "API"):
        text = f"Unsupported authentication mode update from {now} to {wanted}"
        raise InvalidParameterException(text, clusterName=doc["name"])
    members = {"accessConfig": {"authenticationMode": wanted}}
    return Change(members, {"AuthenticationMode": wanted}, eks.ACCESS_UPDATE)

"""CreateCluster: check all that can be checked now, then let the lifecycle begin."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.eks import (
    cluster,
    cluster_defaults,
    idempotency,
    names,
    roles,
    subnets,
)
from clusters.sim.aws.eks.errors import (
    InvalidParameterException,
    NotSimulated,
    ResourceInUseException,
    ResourceLimitExceededException,
)
from clusters.sim.catalog import eks_versions
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Key

CLUSTERS = 100
"""Quota L-1194D53C: clusters a region."""
UNSIMULATED = {
    "outpostConfig": "EKS on Outposts",
    "remoteNetworkConfig": "EKS hybrid nodes",
}


@operation("eks:CreateCluster")
def create_cluster(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request["name"]
    names.check_cluster(name)
    key = cluster.key(caller.region, name)
    existing = tx.find(key)
    if existing is not None and idempotency.repeats(existing, request):
        return {"cluster": cluster.shown(key, existing, tx.site)}
    _check(tx, caller, key, request)
    vpc_config = request["resourcesVpcConfig"]
    chosen = subnets.require(
        tx, caller.region, vpc_config.get("subnetIds", ()), clusterName=name
    )
    subnets.check_zones(chosen, name)
    vpc = chosen[0]["VpcId"]
    subnets.check_security_groups(
        tx, caller.region, vpc_config.get("securityGroupIds", ()), vpc, name
    )
    doc = cluster_defaults.document(tx, caller, request, vpc)
    made = tx.add(key, doc)
    _tell(tx, key, made)
    return {"cluster": cluster.shown(key, made, tx.site)}


def _check(tx: Tx, caller: Caller, key: Key, request: Doc) -> None:
    if tx.find(key) is not None:
        text = f"Cluster already exists with name: {key.name}"
        raise ResourceInUseException(text, clusterName=key.name)
    if len(tx.list(cluster.KIND, caller.region)) >= CLUSTERS:
        text = "Cluster limit exceeded for account."
        raise ResourceLimitExceededException(text, clusterName=key.name)
    _check_version(request.get("version"), key.name)
    names.check_tags(request.get("tags", {}))
    roles.check_cluster_role(tx, request["roleArn"], key.name)
    access = request.get("accessConfig", {})
    if (
        access.get("authenticationMode", "CONFIG_MAP") == "CONFIG_MAP"
        and access.get("bootstrapClusterCreatorAdminPermissions") is False
    ):
        text = (
            "bootstrapClusterCreatorAdminPermissions must be true if cluster "
            "authentication mode is set to CONFIG_MAP"
        )
        raise InvalidParameterException(text, clusterName=key.name)
    _check_simulated(request)


def _check_version(minor: str | None, name: str) -> None:
    if minor is None or minor in eks_versions.SIMULATED:
        return
    if eks_versions.find(minor) is None:
        text = "unsupported Kubernetes version"
        raise InvalidParameterException(text, clusterName=name)
    raise NotSimulated(f"Kubernetes {minor}")


def _check_simulated(request: Doc) -> None:
    """Refuse by name what this simulation would otherwise leave out in silence."""
    for member, what in UNSIMULATED.items():
        if request.get(member):
            raise NotSimulated(what)
    network: dict[str, Any] = request.get("kubernetesNetworkConfig", {})
    if network.get("ipFamily", "ipv4") != "ipv4":
        raise NotSimulated("An IPv6 cluster")
    if request.get("computeConfig", {}).get("enabled"):
        raise NotSimulated("EKS Auto Mode")
    tier = request.get("controlPlaneScalingConfig", {}).get("tier", "standard")
    if tier != "standard":
        raise NotSimulated(f"The control plane scaling tier {tier}")


def _tell(tx: Tx, key: Key, doc: Doc) -> None:
    tx.tell(
        key,
        "eks",
        "CreateCluster",
        f"A cluster named {key.name} was ordered, with Kubernetes {doc['version']}. "
        "AWS builds its control plane; that usually takes about ten minutes.",
        owner="both",
        by="you",
        next="aws",
    )

"""A new cluster's document: what was asked for, and EKS's defaults for the rest."""

from __future__ import annotations

import ipaddress
from typing import Any

from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.eks import cluster, idempotency, principal
from clusters.sim.aws.eks.errors import InvalidParameterException
from clusters.sim.catalog import eks_versions
from clusters.sim.commands import Caller, Doc
from clusters.sim.tx import Tx

LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
SERVICE_CIDR, SERVICE_CIDR_BESIDE_10 = "10.100.0.0/16", "172.20.0.0/16"
PRIVATE = [
    ipaddress.IPv4Network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
]
LARGEST, SMALLEST = 12, 24
"""The prefix lengths that a service range may have."""
PUBLIC_CIDRS = 40


def document(tx: Tx, caller: Caller, request: Doc, vpc: str) -> dict[str, Any]:
    """The cluster as it is stored; what only comes later is not in it yet."""
    key = cluster.key(caller.region, request["name"])
    version = eks_versions.VERSIONS[request.get("version") or eks_versions.DEFAULT]
    access = request.get("accessConfig", {})
    made: dict[str, Any] = {
        "name": key.name,
        "arn": cluster.arn(key, caller.account),
        "createdAt": tx.epoch,
        "version": version.minor,
        "roleArn": request["roleArn"],
        "resourcesVpcConfig": vpc_config(request, vpc, key.name),
        "kubernetesNetworkConfig": _network(tx, caller.region, request, vpc),
        "logging": logging(request.get("logging", {})),
        "status": "CREATING",
        "platformVersion": version.platform,
        "tags": dict(request.get("tags", {})),
        "health": {"issues": []},
        "accessConfig": {
            "authenticationMode": access.get("authenticationMode", "CONFIG_MAP")
        },
        "upgradePolicy": {
            "supportType": request.get("upgradePolicy", {}).get(
                "supportType", "EXTENDED"
            )
        },
        "deletionProtection": bool(request.get("deletionProtection", False)),
        "controlPlaneScalingConfig": {"tier": "standard"},
        "_": {
            "id": tx.rng.hex(32),
            "created": tx.now,
            "phase": "",
            "request": idempotency.digest(request),
            "creator": principal.of_caller(caller),
            "admin": access.get("bootstrapClusterCreatorAdminPermissions", True),
            "addons": request.get("bootstrapSelfManagedAddons", True),
        },
    }
    for member in ("encryptionConfig", "zonalShiftConfig"):
        if request.get(member):
            made[member] = request[member]
    return made


def vpc_config(request: Doc, vpc: str, name: str) -> dict[str, Any]:
    """The network part as Describe shows it, without a cluster security group yet."""
    asked = request["resourcesVpcConfig"]
    cidrs = check_public_cidrs(asked.get("publicAccessCidrs") or ["0.0.0.0/0"], name)
    public = asked.get("endpointPublicAccess", True)
    private = asked.get("endpointPrivateAccess", False)
    check_endpoint(public=public, private=private, name=name)
    return {
        "subnetIds": list(asked["subnetIds"]),
        "securityGroupIds": list(asked.get("securityGroupIds", ())),
        "vpcId": vpc,
        "endpointPublicAccess": public,
        "endpointPrivateAccess": private,
        "publicAccessCidrs": cidrs if public else [],
    }


def check_endpoint(*, public: bool, private: bool, name: str) -> None:
    if not public and not private:
        text = "Private and public endpoint access cannot be false"
        raise InvalidParameterException(text, clusterName=name)


def check_public_cidrs(cidrs: list[str], name: str) -> list[str]:
    """The CIDRs, when all are blocks of the internet and not too many."""
    if len(cidrs) > PUBLIC_CIDRS:
        text = f"The number of public access CIDRs exceeds the limit of {PUBLIC_CIDRS}."
        raise InvalidParameterException(text, clusterName=name)
    for cidr in cidrs:
        try:
            block = ipaddress.IPv4Network(cidr)
        except ValueError:
            block = None
        if block is None or any(block.subnet_of(private) for private in PRIVATE):
            text = f"The following CIDRs are invalid in publicAccessCidrs: [{cidr}]"
            raise InvalidParameterException(text, clusterName=name)
    return list(cidrs)


def logging(asked: Doc) -> dict[str, Any]:
    """One entry for the enabled log types and one for the disabled."""
    on = {
        log_type
        for setup in asked.get("clusterLogging", ())
        if setup.get("enabled")
        for log_type in setup.get("types", ())
    }
    return log_setups(on)


def log_setups(on: set[str]) -> dict[str, Any]:
    setups = [
        {"types": [t for t in LOG_TYPES if (t in on) is enabled], "enabled": enabled}
        for enabled in (True, False)
    ]
    return {"clusterLogging": [setup for setup in setups if setup["types"]]}


def _network(tx: Tx, region: str, request: Doc, vpc: str) -> dict[str, Any]:
    asked = request.get("kubernetesNetworkConfig", {}).get("serviceIpv4Cidr")
    block = ipaddress.IPv4Network(tx.need(resource.VPC.key(region, vpc))["CidrBlock"])
    if asked:
        _check_service_cidr(asked, block, request["name"])
    elif block.subnet_of(PRIVATE[0]):
        asked = SERVICE_CIDR_BESIDE_10
    return {
        "serviceIpv4Cidr": asked or SERVICE_CIDR,
        "ipFamily": "ipv4",
        "elasticLoadBalancing": {"enabled": False},
    }


def _check_service_cidr(cidr: str, vpc: ipaddress.IPv4Network, name: str) -> None:
    try:
        block = ipaddress.IPv4Network(cidr)
    except ValueError:
        block = None
    if (
        block is None
        or not LARGEST <= block.prefixlen <= SMALLEST
        or not any(block.subnet_of(private) for private in PRIVATE)
        or block.overlaps(vpc)
    ):
        text = (
            f"serviceIpv4Cidr {cidr} must be a /12 to /24 block within 10.0.0.0/8, "
            "172.16.0.0/12 or 192.168.0.0/16 that does not overlap with the VPC."
        )
        raise InvalidParameterException(text, clusterName=name)

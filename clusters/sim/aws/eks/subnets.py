"""The subnets and security groups that a request names: they exist and fit."""

from __future__ import annotations

from collections.abc import Sequence

from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.eks.errors import (
    InvalidParameterException,
    UnsupportedAvailabilityZoneException,
)
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Document

CLUSTER_ZONES = 2
SECURITY_GROUPS = 4
UNUSABLE_ZONES = ("use1-az3", "usw1-az2", "cac1-az3")
"""Zones in which EKS places no control plane (EKS user guide, VPC requirements)."""


def require(
    tx: Tx, region: str, subnet_ids: Sequence[str], **about: str
) -> list[Document]:
    """The subnets of these ids, all of one VPC."""
    if not subnet_ids:
        raise InvalidParameterException("Subnet Id is required", **about)
    found = [_subnet(tx, region, subnet_id, about) for subnet_id in subnet_ids]
    if len({doc["VpcId"] for doc in found}) > 1:
        raise InvalidParameterException("Subnets are not in the same VPC", **about)
    return found


def check_zones(subnets: Sequence[Document], cluster: str) -> None:
    """Refuse subnets among which a control plane cannot spread."""
    zones = {doc["AvailabilityZone"] for doc in subnets}
    bad = [doc for doc in subnets if doc["AvailabilityZoneId"] in UNUSABLE_ZONES]
    if bad:
        valid = sorted(zones - {doc["AvailabilityZone"] for doc in bad})
        text = (
            f"Cannot create cluster '{cluster}' because {bad[0]['AvailabilityZone']}, "
            "the targeted availability zone, does not currently have sufficient "
            "capacity to support the cluster. Retry and choose from these "
            f"availability zones: {', '.join(valid)}"
        )
        raise UnsupportedAvailabilityZoneException(
            text, clusterName=cluster, validZones=valid
        )
    if len(zones) < CLUSTER_ZONES:
        text = "Subnets specified must be in at least two different AZs"
        raise InvalidParameterException(text, clusterName=cluster)


def check_security_groups(
    tx: Tx, region: str, group_ids: Sequence[str], vpc: str, cluster: str
) -> None:
    """Refuse security groups that are unknown, of another VPC, or too many."""
    if len(group_ids) > SECURITY_GROUPS:
        text = f"A cluster can have at most {SECURITY_GROUPS} security groups."
        raise InvalidParameterException(text, clusterName=cluster)
    for group_id in group_ids:
        doc = tx.find(resource.SECURITY_GROUP.key(region, group_id))
        if doc is None:
            refusal = resource.SECURITY_GROUP.not_found(group_id)
            raise InvalidParameterException(_quoted(tx, refusal), clusterName=cluster)
        if doc["VpcId"] != vpc:
            text = f"Security group {group_id} is not in the same VPC as the subnets"
            raise InvalidParameterException(text, clusterName=cluster)


def _subnet(tx: Tx, region: str, subnet_id: str, about: dict[str, str]) -> Document:
    doc = tx.find(resource.SUBNET.key(region, subnet_id))
    if doc is None:
        refusal = resource.SUBNET.not_found(subnet_id)
        raise InvalidParameterException(_quoted(tx, refusal), **about)
    return doc


def _quoted(tx: Tx, refusal: Refusal) -> str:
    """EC2's refusal as the SDK that EKS uses prints it."""
    return (
        f"{refusal.message} (Service: AmazonEC2; Status Code: {refusal.status}; "
        f"Error Code: {refusal.code}; Request ID: {tx.rng.uuid()}; Proxy: null)"
    )

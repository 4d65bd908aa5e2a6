"""AWS::EKS::Addon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.eks_spelling import tag_map
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.property_schema import BOOLEAN, TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    register,
    unless_gone,
)
from clusters.sim.world import Key


def create(work: Work, properties: Properties) -> str:
    cluster, name = properties["ClusterName"], properties["AddonName"]
    work.call(
        "eks:CreateAddon",
        clusterName=cluster,
        addonName=name,
        addonVersion=properties.get("AddonVersion"),
        configurationValues=properties.get("ConfigurationValues"),
        resolveConflicts=properties.get("ResolveConflicts"),
        serviceAccountRoleArn=properties.get("ServiceAccountRoleArn"),
        tags=tag_map(work, properties),
    )
    return f"{cluster}|{name}"


def document(work: Work, physical: str) -> Key:
    cluster, name = physical.split("|", 1)
    return Key("eks.Addon", f"{work.region}/{cluster}", name)


def settled(work: Work, physical: str) -> bool:
    doc = work.tx.find(document(work, physical))
    if doc is None or doc["status"] == "CREATE_FAILED":
        raise ValidationError(f"Addon {physical} failed to stabilize.")
    return bool(doc["status"] in ("ACTIVE", "DEGRADED"))


def delete(work: Work, physical: str, properties: Properties) -> None:
    cluster, name = physical.split("|", 1)
    keep = properties.get("PreserveOnDelete", False)
    codes = ("ResourceNotFoundException",)
    named = {"clusterName": cluster, "addonName": name}
    unless_gone(work, codes, "eks:DeleteAddon", **named, preserve=keep)


def gone(work: Work, physical: str) -> bool:
    return work.tx.find(document(work, physical)) is None


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    return {"Arn": work.tx.need(document(work, physical))["addonArn"]}


register(
    ResourceType(
        "AWS::EKS::Addon",
        {
            "AddonName!": TEXT,
            "AddonVersion": TEXT,
            "ClusterName!": TEXT,
            "ConfigurationValues": TEXT,
            "PreserveOnDelete": BOOLEAN,
            "ResolveConflicts": TEXT,
            "ServiceAccountRoleArn": TEXT,
            "Tags": [TAG],
        },
        create,
        delete,
        attributes=attributes,
        document=document,
        settled=settled,
        gone=gone,
    )
)

"""AWS::EKS::Nodegroup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.eks_spelling import camel_case
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.property_schema import INTEGER, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
)
from clusters.sim.world import Key

KEPT = ("Labels", "Tags")


def create(work: Work, properties: Properties) -> str:
    cluster = properties["ClusterName"]
    name = str(properties.get("NodegroupName") or work.name(63))
    plain = {
        member: value for member, value in properties.items() if member not in KEPT
    }
    request = camel_case(plain)
    if "Labels" in properties:
        request["labels"] = dict(properties["Labels"])
    if "Tags" in properties:
        request["tags"] = dict(properties["Tags"])
    work.call("eks:CreateNodegroup", **{**request, "nodegroupName": name})
    return f"{cluster}/{name}"


def _named(physical: str) -> dict[str, str]:
    cluster, name = physical.split("/", 1)
    return {"clusterName": cluster, "nodegroupName": name}


def document(work: Work, physical: str) -> Key:
    cluster, name = physical.split("/", 1)
    return Key("eks.Nodegroup", f"{work.region}/{cluster}", name)


def settled(work: Work, physical: str) -> bool:
    doc = work.tx.find(document(work, physical))
    if doc is None or doc["status"] in ("CREATE_FAILED", "DELETING"):
        issues = doc.get("health", {}).get("issues", []) if doc else []
        why = "; ".join(f"{issue['code']}: {issue['message']}" for issue in issues)
        raise ValidationError(
            f"Nodegroup {physical} failed to stabilize: {why or 'gone'}"
        )
    return bool(doc["status"] in ("ACTIVE", "DEGRADED"))


def update(work: Work, physical: str, old: Properties, new: Properties) -> None:
    request = {
        member: camel_case(new[name])
        for name, member in (
            ("ScalingConfig", "scalingConfig"),
            ("UpdateConfig", "updateConfig"),
        )
        if name in new and new[name] != old.get(name)
    }
    before, after = old.get("Labels", {}), new.get("Labels", {})
    if before != after:
        gone_labels = [name for name in before if name not in after]
        request["labels"] = {"addOrUpdateLabels": after, "removeLabels": gone_labels}
    if request:
        work.call("eks:UpdateNodegroupConfig", **_named(physical), **request)


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("ResourceNotFoundException",)
    unless_gone(work, codes, "eks:DeleteNodegroup", **_named(physical))


def gone(work: Work, physical: str) -> bool:
    doc = work.tx.find(document(work, physical))
    if doc is not None and doc["status"] == "DELETE_FAILED":
        raise ValidationError(f"Nodegroup {physical} could not be deleted.")
    return doc is None


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.tx.need(document(work, physical))
    cluster, name = physical.split("/", 1)
    return {
        "Arn": doc["nodegroupArn"],
        "ClusterName": cluster,
        "NodegroupName": name,
        "Id": physical,
    }


register(
    ResourceType(
        "AWS::EKS::Nodegroup",
        {
            "AmiType": TEXT,
            "CapacityType": TEXT,
            "ClusterName!": TEXT,
            "DiskSize": INTEGER,
            "InstanceTypes": [TEXT],
            "Labels": {"*": TEXT},
            "LaunchTemplate": {"Id": TEXT, "Name": TEXT, "Version": TEXT},
            "NodeRole!": TEXT,
            "NodegroupName": TEXT,
            "ReleaseVersion": TEXT,
            "RemoteAccess": {"Ec2SshKey!": TEXT, "SourceSecurityGroups": [TEXT]},
            "ScalingConfig": {
                "DesiredSize": INTEGER,
                "MaxSize": INTEGER,
                "MinSize": INTEGER,
            },
            "Subnets!": [TEXT],
            "Tags": {"*": TEXT},
            "Taints": [{"Effect": TEXT, "Key": TEXT, "Value": TEXT}],
            "UpdateConfig": {
                "MaxUnavailable": INTEGER,
                "MaxUnavailablePercentage": INTEGER,
            },
            "Version": TEXT,
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names(
            "AmiType CapacityType ClusterName DiskSize InstanceTypes NodeRole NodegroupName "
            "RemoteAccess Subnets Taints"
        ),
        document=document,
        settled=settled,
        gone=gone,
    )
)

"""AWS::EKS::Cluster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.eks_spelling import camel_case, tag_map
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.property_schema import BOOLEAN, TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
    whole,
)
from clusters.sim.world import Key


def create(work: Work, properties: Properties) -> str:
    name = str(properties.get("Name") or work.name(100))
    given = {member: value for member, value in properties.items() if member != "Name"}
    request = camel_case(given)
    if "Logging" in properties:
        request["logging"] = _logging(properties["Logging"])
    request["tags"] = tag_map(work, properties)
    work.call("eks:CreateCluster", **{**request, "name": name})
    return name


def _logging(properties: Properties) -> dict[str, Any]:
    """Templates list the enabled types; the API says for each whether it is."""
    enabled = properties.get("ClusterLogging", {}).get("EnabledTypes") or ()
    types = [entry["Type"] for entry in enabled]
    return {"clusterLogging": [{"types": types, "enabled": True}]} if types else {}


def document(work: Work, physical: str) -> Key:
    return Key("eks.Cluster", work.region, physical)


def settled(work: Work, physical: str) -> bool:
    doc = work.tx.find(document(work, physical))
    if doc is None or doc["status"] in ("FAILED", "DELETING"):
        raise ValidationError(f"Cluster {physical} did not stabilize.")
    return bool(doc["status"] == "ACTIVE")


def update(work: Work, physical: str, old: Properties, new: Properties) -> None:
    """One kind of change a call, as EKS wants it."""
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    if "Version" in changed:
        work.call(
            "eks:UpdateClusterVersion", name=physical, version=str(new["Version"])
        )
    if "ResourcesVpcConfig" in changed:
        config = camel_case(new["ResourcesVpcConfig"])
        access = ("endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs")
        given = whole(config, access)
        work.call("eks:UpdateClusterConfig", name=physical, resourcesVpcConfig=given)
    if "Logging" in changed:
        given = _logging(new.get("Logging", {}))
        work.call("eks:UpdateClusterConfig", name=physical, logging=given)
    if "Tags" in changed:
        arn = work.tx.need(document(work, physical))["arn"]
        work.call("eks:TagResource", resourceArn=arn, tags=tag_map(work, new))


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("ResourceNotFoundException",)
    unless_gone(work, codes, "eks:DeleteCluster", name=physical)


def gone(work: Work, physical: str) -> bool:
    return work.tx.find(document(work, physical)) is None


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.call("eks:DescribeCluster", name=physical)["cluster"]
    return {
        "Arn": doc["arn"],
        "Id": doc.get("id", physical),
        "CertificateAuthorityData": doc.get("certificateAuthority", {}).get("data", ""),
        "ClusterSecurityGroupId": doc["resourcesVpcConfig"].get(
            "clusterSecurityGroupId", ""
        ),
        "Endpoint": doc.get("endpoint", ""),
        "OpenIdConnectIssuerUrl": doc.get("identity", {})
        .get("oidc", {})
        .get("issuer", ""),
    }


register(
    ResourceType(
        "AWS::EKS::Cluster",
        {
            "AccessConfig": {
                "AuthenticationMode": TEXT,
                "BootstrapClusterCreatorAdminPermissions": BOOLEAN,
            },
            "BootstrapSelfManagedAddons": BOOLEAN,
            "DeletionProtection": BOOLEAN,
            "EncryptionConfig": [{"Provider": {"KeyArn": TEXT}, "Resources": [TEXT]}],
            "KubernetesNetworkConfig": {"IpFamily": TEXT, "ServiceIpv4Cidr": TEXT},
            "Logging": {"ClusterLogging": {"EnabledTypes": [{"Type!": TEXT}]}},
            "Name": TEXT,
            "ResourcesVpcConfig!": {
                "EndpointPrivateAccess": BOOLEAN,
                "EndpointPublicAccess": BOOLEAN,
                "PublicAccessCidrs": [TEXT],
                "SecurityGroupIds": [TEXT],
                "SubnetIds!": [TEXT],
            },
            "RoleArn!": TEXT,
            "Tags": [TAG],
            "UpgradePolicy": {"SupportType": TEXT},
            "Version": TEXT,
            "ZonalShiftConfig": {"Enabled": BOOLEAN},
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names(
            "AccessConfig BootstrapSelfManagedAddons EncryptionConfig "
            "KubernetesNetworkConfig Name RoleArn"
        ),
        document=document,
        settled=settled,
        gone=gone,
    )
)

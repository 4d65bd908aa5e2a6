"""AWS::EKS::AccessEntry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.eks_spelling import camel_case, tag_map
from clusters.sim.aws.cloudformation.property_schema import TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
)


def create(work: Work, properties: Properties) -> str:
    cluster, principal = properties["ClusterName"], properties["PrincipalArn"]
    given = {
        "clusterName": cluster,
        "principalArn": principal,
        "kubernetesGroups": properties.get("KubernetesGroups"),
        "type": properties.get("Type"),
        "username": properties.get("Username"),
    }
    work.call("eks:CreateAccessEntry", **given, tags=tag_map(work, properties))
    for policy in properties.get("AccessPolicies") or ():
        _associate(work, cluster, principal, policy)
    return f"{principal}|{cluster}"


def _associate(work: Work, cluster: str, principal: str, policy: Properties) -> None:
    work.call(
        "eks:AssociateAccessPolicy",
        clusterName=cluster,
        principalArn=principal,
        policyArn=policy["PolicyArn"],
        accessScope=camel_case(policy["AccessScope"]),
    )


def update(work: Work, physical: str, old: Properties, new: Properties) -> None:
    principal, cluster = physical.split("|", 1)
    work.call(
        "eks:UpdateAccessEntry",
        clusterName=cluster,
        principalArn=principal,
        kubernetesGroups=new.get("KubernetesGroups"),
        username=new.get("Username"),
    )
    kept = {policy["PolicyArn"] for policy in new.get("AccessPolicies") or ()}
    for policy in old.get("AccessPolicies") or ():
        if policy["PolicyArn"] not in kept:
            work.call(
                "eks:DisassociateAccessPolicy",
                clusterName=cluster,
                principalArn=principal,
                policyArn=policy["PolicyArn"],
            )
    for policy in new.get("AccessPolicies") or ():
        _associate(work, cluster, principal, policy)


def delete(work: Work, physical: str, _properties: Properties) -> None:
    principal, cluster = physical.split("|", 1)
    codes = ("ResourceNotFoundException",)
    named = {"clusterName": cluster, "principalArn": principal}
    unless_gone(work, codes, "eks:DeleteAccessEntry", **named)


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    principal, cluster = physical.split("|", 1)
    named = {"clusterName": cluster, "principalArn": principal}
    doc = work.call("eks:DescribeAccessEntry", **named)["accessEntry"]
    return {"AccessEntryArn": doc["accessEntryArn"]}


register(
    ResourceType(
        "AWS::EKS::AccessEntry",
        {
            "AccessPolicies": [
                {
                    "AccessScope!": {"Namespaces": [TEXT], "Type!": TEXT},
                    "PolicyArn!": TEXT,
                }
            ],
            "ClusterName!": TEXT,
            "KubernetesGroups": [TEXT],
            "PrincipalArn!": TEXT,
            "Tags": [TAG],
            "Type": TEXT,
            "Username": TEXT,
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("ClusterName PrincipalArn Type"),
    )
)

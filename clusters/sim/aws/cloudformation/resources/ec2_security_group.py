"""AWS::EC2::SecurityGroup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
)
from clusters.sim.aws.cloudformation.security_group_permission import (
    EGRESS,
    INGRESS,
    permission,
)
from clusters.sim.world import Key

EVERYTHING = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


def create(work: Work, properties: Properties) -> str:
    made = work.call(
        "ec2:CreateSecurityGroup",
        GroupName=properties.get("GroupName") or work.name(255),
        Description=properties["GroupDescription"],
        VpcId=properties.get("VpcId"),
        TagSpecifications=work.specification("security-group", properties),
    )
    physical = str(made["GroupId"])
    _grant(work, physical, "Ingress", properties.get("SecurityGroupIngress") or ())
    egress = properties.get("SecurityGroupEgress")
    if egress:
        _revoke_everything(work, physical)
        _grant(work, physical, "Egress", egress)
    return physical


def _revoke_everything(work: Work, physical: str) -> None:
    work.call(
        "ec2:RevokeSecurityGroupEgress", GroupId=physical, IpPermissions=[EVERYTHING]
    )


def _grant(work: Work, physical: str, side: str, rules: Any) -> None:
    for rule in rules:
        given = [permission(rule, "Source" if side == "Ingress" else "Destination")]
        work.call(
            f"ec2:AuthorizeSecurityGroup{side}", GroupId=physical, IpPermissions=given
        )


def _revoke(work: Work, physical: str, side: str, rules: Any) -> None:
    for rule in rules:
        given = [permission(rule, "Source" if side == "Ingress" else "Destination")]
        codes = ("InvalidPermission.NotFound",)
        action = f"ec2:RevokeSecurityGroup{side}"
        unless_gone(work, codes, action, GroupId=physical, IpPermissions=given)


def update(work: Work, physical: str, old: Properties, new: Properties) -> None:
    _change(work, physical, "Ingress", old, new)
    if old.get("SecurityGroupEgress") or new.get("SecurityGroupEgress"):
        if not old.get("SecurityGroupEgress"):
            _revoke_everything(work, physical)
        _change(work, physical, "Egress", old, new)
    work.call("ec2:CreateTags", Resources=[physical], Tags=work.own_tags(new))


def _change(
    work: Work, physical: str, side: str, old: Properties, new: Properties
) -> None:
    before = old.get(f"SecurityGroup{side}") or []
    after = new.get(f"SecurityGroup{side}") or []
    _revoke(work, physical, side, [rule for rule in before if rule not in after])
    _grant(work, physical, side, [rule for rule in after if rule not in before])


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("InvalidGroup.NotFound",)
    unless_gone(work, codes, "ec2:DeleteSecurityGroup", GroupId=physical)


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.tx.need(Key("ec2.SecurityGroup", work.region, physical))
    return {"GroupId": physical, "Id": physical, "VpcId": doc["VpcId"]}


register(
    ResourceType(
        "AWS::EC2::SecurityGroup",
        {
            "GroupDescription!": TEXT,
            "GroupName": TEXT,
            "SecurityGroupEgress": [EGRESS],
            "SecurityGroupIngress": [INGRESS],
            "Tags": [TAG],
            "VpcId": TEXT,
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("GroupDescription GroupName VpcId"),
    )
)

"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import account, resource
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

SECURITY_GROUP = resource.SECURITY_GROUP
ALL_OUT = {
    "IpProtocol": "-1",
    "UserIdGroupPairs": [],
    "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
    "Ipv6Ranges": [],
    "PrefixListIds": [],
}
"""The rule that each new group has: everything may leave."""


def create(
    tx: Tx, vpc_key: Key, name: str, description: str, *, tags: Iterable[Doc] = ()
) -> Key:
    """A group of a VPC that lets everything out; only a default one lets itself in."""
    for _, other in tx.by(SECURITY_GROUP.kind, "vpc", vpc_key.name):
        if other["GroupName"] == name:
            text = (
                f"The security group '{name}' already exists for VPC '{vpc_key.name}'"
            )
            raise Refusal("InvalidGroup.Duplicate", text)
    group_id, number = SECURITY_GROUP.new_id(tx), account.number(tx)
    key = SECURITY_GROUP.key(vpc_key.scope, group_id)
    from_itself = {
        "IpProtocol": "-1",
        "UserIdGroupPairs": [{"UserId": number, "GroupId": group_id}],
        "IpRanges": [],
        "Ipv6Ranges": [],
        "PrefixListIds": [],
    }
    doc: dict[str, Any] = {
        "GroupId": group_id,
        "IpPermissionsEgress": [ALL_OUT],
        **resource.tagged(SECURITY_GROUP, tags),
        "VpcId": vpc_key.name,
        "SecurityGroupArn": f"arn:aws:ec2:{key.scope}:{number}:security-group/{group_id}",
        "OwnerId": number,
        "GroupName": name,
        "Description": description,
        "IpPermissions": [from_itself] if name == "default" else [],
        "_": {"created": tx.now},
    }
    tx.add(key, doc)
    return key


def named(view: Reader, region: str, name: str) -> Key:
    """The group of this name in the region's default VPC."""
    for key, doc in view.list(SECURITY_GROUP.kind, region):
        vpc = view.find(resource.VPC.key(region, doc["VpcId"]))
        if doc["GroupName"] == name and vpc is not None and vpc["IsDefault"]:
            return key
    text = f"The security group '{name}' does not exist in default VPC"
    raise Refusal("InvalidGroup.NotFound", text)


def located(view: Reader, region: str, request: Doc) -> Key:
    """The group that a request names by id, or by name in the default VPC."""
    group_id = request.get("GroupId")
    if group_id:
        SECURITY_GROUP.require(view, region, group_id)
        return SECURITY_GROUP.key(region, group_id)
    if request.get("GroupName"):
        return named(view, region, request["GroupName"])
    text = "The request must contain the parameter groupName or groupId"
    raise Refusal("MissingParameter", text)


def default_of(view: Reader, vpc_id: str) -> Key:
    """The default group of a VPC."""
    return next(
        key
        for key, doc in view.by(SECURITY_GROUP.kind, "vpc", vpc_id)
        if doc["GroupName"] == "default"
    )


def references(
    view: Reader, region: str, group_ids: Iterable[str]
) -> list[dict[str, str]]:
    """Groups as interfaces and instances list them; refused when one is missing."""
    found = [SECURITY_GROUP.require(view, region, group_id) for group_id in group_ids]
    if len(found) > account.quota(view, "groups"):
        text = "The maximum number of security groups per interface has been reached."
        raise Refusal("SecurityGroupsPerInterfaceLimitExceeded", text)
    return [{"GroupId": doc["GroupId"], "GroupName": doc["GroupName"]} for doc in found]


def delete(tx: Tx, key: Key) -> None:
    """Take a group away that no interface has and no other group's rule names."""
    doc = tx.need(key)
    if doc["GroupName"] == "default":
        text = f'the specified group: "{key.name}" name: "default" cannot be deleted by a user'
        raise Refusal("CannotDelete", text)
    if in_use(tx, key):
        text = f"resource {key.name} has a dependent object"
        raise Refusal("DependencyViolation", text)
    tx.remove(key)


def in_use(view: Reader, key: Key) -> bool:
    """Whether an interface has the group, or another group's rule names it."""
    if view.by("ec2.NetworkInterface", "group", key.name):
        return True
    return any(
        pair["GroupId"] == key.name
        for other, doc in view.list(SECURITY_GROUP.kind, key.scope)
        if other != key
        for permission in (*doc["IpPermissions"], *doc["IpPermissionsEgress"])
        for pair in permission["UserIdGroupPairs"]
    )

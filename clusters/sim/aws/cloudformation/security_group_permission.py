"""Rules of security groups in a template's spelling, as EC2 takes them."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.cloudformation.property_schema import INTEGER, TEXT
from clusters.sim.aws.cloudformation.resource_type import Properties, whole

_BOTH = {
    "CidrIp": TEXT,
    "CidrIpv6": TEXT,
    "Description": TEXT,
    "FromPort": INTEGER,
    "IpProtocol!": TEXT,
    "ToPort": INTEGER,
}
INGRESS = {**_BOTH, "SourcePrefixListId": TEXT, "SourceSecurityGroupId": TEXT}
EGRESS = {**_BOTH, "DestinationPrefixListId": TEXT, "DestinationSecurityGroupId": TEXT}


def permission(rule: Properties, peer: str) -> dict[str, Any]:
    """A rule as EC2's IpPermissions; `peer` is Source or Destination."""
    found = whole(rule, ("IpProtocol", "FromPort", "ToPort"))
    about = {"Description": rule["Description"]} if rule.get("Description") else {}
    members = (
        ("CidrIp", "IpRanges", "CidrIp"),
        ("CidrIpv6", "Ipv6Ranges", "CidrIpv6"),
        (f"{peer}SecurityGroupId", "UserIdGroupPairs", "GroupId"),
        (f"{peer}PrefixListId", "PrefixListIds", "PrefixListId"),
    )
    for name, member, inner in members:
        if rule.get(name):
            found[member] = [{inner: rule[name], **about}]
    return found

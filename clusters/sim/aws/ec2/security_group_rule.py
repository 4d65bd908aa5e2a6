"""Rules of security groups: one (protocol, ports, peer) each, in both spellings.

A group's document holds permissions as DescribeSecurityGroups shows them, with many
peers under one protocol and port range; a Rule is one peer of one of those.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from clusters.sim.aws.ec2 import account, resource, security_group
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"}
PORTLESS = ("-1",)
PEERS = {
    "IpRanges": "CidrIp",
    "Ipv6Ranges": "CidrIpv6",
    "UserIdGroupPairs": "GroupId",
    "PrefixListIds": "PrefixListId",
}
SIDES = {False: "IpPermissions", True: "IpPermissionsEgress"}
"""Where a group's document holds its rules, by whether they are for egress."""
HIGHEST_PORT = 65535


@dataclass(frozen=True)
class Rule:
    """One peer that may reach, or be reached, on a range of ports."""

    protocol: str
    low: int | None
    high: int | None
    peers: str
    peer: str
    description: str = ""

    @property
    def same(self) -> tuple[Any, ...]:
        """What makes two rules the same one: the description does not."""
        return (self.protocol, self.low, self.high, self.peers, self.peer)


def requested(view: Reader, region: str, group: Doc, request: Doc) -> list[Rule]:
    """The rules that a request names, in either of its two forms."""
    permissions = list(request.get("IpPermissions", ()))
    if request.get("IpProtocol") or request.get("CidrIp"):
        permissions.append(_from_members(request))
    if request.get("SourceSecurityGroupName"):
        name = request["SourceSecurityGroupName"]
        source = security_group.named(view, region, name).name
        permissions.append(
            {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": source}]}
        )
    found = [rule for permission in permissions for rule in rules(permission)]
    if not found:
        text = "The request must contain the parameter ipPermissions"
        raise Refusal("MissingParameter", text)
    return [_checked(view, region, group, rule) for rule in found]


def _from_members(request: Doc) -> dict[str, Any]:
    permission = {
        name: request[name]
        for name in ("IpProtocol", "FromPort", "ToPort")
        if name in request
    }
    return {**permission, "IpRanges": [{"CidrIp": request.get("CidrIp", "")}]}


def rules(permission: Doc) -> Iterator[Rule]:
    """The rules of one permission."""
    protocol = str(permission.get("IpProtocol", "-1")).lower()
    protocol = PROTOCOLS.get(protocol, protocol)
    ports = (permission.get("FromPort"), permission.get("ToPort"))
    low, high = (None, None) if protocol in PORTLESS else ports
    for member, name in PEERS.items():
        for peer in permission.get(member) or ():
            text = peer.get("Description", "")
            value = peer.get(name) or peer.get("GroupName", "")
            yield Rule(protocol, low, high, member, value, text)


def _checked(view: Reader, region: str, group: Doc, rule: Rule) -> Rule:
    if rule.protocol in ("tcp", "udp"):
        _check_ports(rule)
    if rule.peers == "UserIdGroupPairs":
        peer = resource.SECURITY_GROUP.require(view, region, rule.peer)
        if peer["VpcId"] != group["VpcId"]:
            text = "You have specified two resources that belong to different networks."
            raise Refusal("InvalidGroup.NotFound", text)
    if rule.peers in ("IpRanges", "Ipv6Ranges"):
        _check_block(rule.peer)
    return rule


def _check_ports(rule: Rule) -> None:
    if rule.low is None or rule.high is None:
        text = (
            "Invalid value 'Must specify both from and to ports with TCP/UDP.' "
            "for portRange."
        )
        raise Refusal("InvalidParameterValue", text)
    if not 0 <= rule.low <= rule.high <= HIGHEST_PORT:
        text = f"Invalid TCP/UDP port range ({rule.low}:{rule.high})"
        raise Refusal("InvalidParameterValue", text)


def _check_block(text: str) -> None:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        message = f"CIDR block {text} is malformed"
        raise Refusal("InvalidParameterValue", message) from None


def grant(tx: Tx, key: Key, new: Iterable[Rule], *, egress: bool) -> None:
    """Add rules to a group; one that it has already is refused."""
    doc = tx.need(key)
    held = [rule for p in doc[SIDES[egress]] for rule in rules(p)]
    known = {rule.same for rule in held}
    for rule in new:
        if rule.same in known:
            raise Refusal("InvalidPermission.Duplicate", _duplicate(rule))
        known.add(rule.same)
        held.append(rule)
    if len(held) > account.quota(tx, "rules"):
        text = "The maximum number of rules per security group has been reached."
        raise Refusal("RulesPerSecurityGroupLimitExceeded", text)
    _store(tx, key, held, egress=egress)


def withdraw(tx: Tx, key: Key, old: Iterable[Rule], *, egress: bool) -> None:
    """Take rules from a group; one that it has not is refused."""
    held = [rule for p in tx.need(key)[SIDES[egress]] for rule in rules(p)]
    gone = {rule.same for rule in old}
    if gone - {rule.same for rule in held}:
        text = "The specified rule does not exist in this security group."
        raise Refusal("InvalidPermission.NotFound", text)
    _store(tx, key, [r for r in held if r.same not in gone], egress=egress)


def named(tx: Tx, key: Key, request: Doc, *, egress: bool) -> list[Rule]:
    """The rules that a revocation names: by id, or as they were granted."""
    group, ids = tx.need(key), request.get("SecurityGroupRuleIds")
    if not ids:
        return requested(tx, key.scope, group, request)
    held = {
        rule_id(key.name, rule, egress=egress): rule
        for permission in group[SIDES[egress]]
        for rule in rules(permission)
    }
    for name in ids:
        if name not in held:
            text = f"The security group rule ID '{name}' does not exist"
            raise Refusal("InvalidSecurityGroupRuleId.NotFound", text)
    return [held[name] for name in ids]


def answer(group: Doc, new: Iterable[Rule], *, egress: bool) -> dict[str, Any]:
    """What a grant answers: the new rules with their ids."""
    found = [_shown(group, rule, egress=egress) for rule in new]
    return {"Return": True, "SecurityGroupRules": found}


def _duplicate(rule: Rule) -> str:
    if rule.protocol == "-1":
        what = "ALL"
    else:
        what = f"{rule.protocol.upper()}, from port: {rule.low}, to port: {rule.high}"
    return f'the specified rule "peer: {rule.peer}, {what}, ALLOW" already exists'


def _store(tx: Tx, key: Key, held: list[Rule], *, egress: bool) -> None:
    permissions: dict[tuple[Any, ...], dict[str, Any]] = {}
    number = account.number(tx)
    for rule in held:
        permission = permissions.setdefault(
            (rule.protocol, rule.low, rule.high), _empty(rule)
        )
        peer = {PEERS[rule.peers]: rule.peer}
        if rule.peers == "UserIdGroupPairs":
            peer["UserId"] = number
        if rule.description:
            peer["Description"] = rule.description
        permission[rule.peers].append(peer)
    with tx.edit(key) as doc:
        doc[SIDES[egress]] = list(permissions.values())


def _empty(rule: Rule) -> dict[str, Any]:
    ports = {} if rule.low is None else {"FromPort": rule.low, "ToPort": rule.high}
    return {"IpProtocol": rule.protocol, **ports, **{member: [] for member in PEERS}}


def rule_id(group_id: str, rule: Rule, *, egress: bool) -> str:
    """A rule's id, which follows from what it says."""
    text = f"{group_id}/{egress}/{rule.same}"
    return "sgr-0" + hashlib.sha256(text.encode()).hexdigest()[:16]


def shown(group: Doc) -> Iterator[dict[str, Any]]:
    """A group's rules as DescribeSecurityGroupRules shows them."""
    for egress, side in SIDES.items():
        for permission in group[side]:
            for rule in rules(permission):
                yield _shown(group, rule, egress=egress)


def _shown(group: Doc, rule: Rule, *, egress: bool) -> dict[str, Any]:
    names = {
        "IpRanges": "CidrIpv4",
        "Ipv6Ranges": "CidrIpv6",
        "PrefixListIds": "PrefixListId",
    }
    peer: dict[str, Any]
    if rule.peers == "UserIdGroupPairs":
        pair = {"GroupId": rule.peer, "UserId": group["OwnerId"]}
        peer = {"ReferencedGroupInfo": pair}
    else:
        peer = {names[rule.peers]: rule.peer}
    number = rule_id(group["GroupId"], rule, egress=egress)
    described = {"Description": rule.description} if rule.description else {}
    region = group["SecurityGroupArn"].split(":")[3]
    return {
        "SecurityGroupRuleId": number,
        "GroupId": group["GroupId"],
        "GroupOwnerId": group["OwnerId"],
        "IsEgress": egress,
        "IpProtocol": rule.protocol,
        "FromPort": -1 if rule.low is None else rule.low,
        "ToPort": -1 if rule.high is None else rule.high,
        **peer,
        **described,
        "Tags": [],
        "SecurityGroupRuleArn": (
            f"arn:aws:ec2:{region}:{group['OwnerId']}:security-group-rule/{number}"
        ),
    }

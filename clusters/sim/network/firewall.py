"""Security groups: may this interface send, may that one receive."""

from __future__ import annotations

import ipaddress

from clusters.sim.commands import Doc
from clusters.sim.network.path import Hop
from clusters.sim.world import Key, Reader

PROTOCOL = "tcp"
CROSS_ACCOUNT = "Amazon EKS "
"""How the description of a cluster's interface in a learner's VPC begins."""


def groups_of(interface: Doc) -> list[str]:
    return [group["GroupId"] for group in interface["Groups"]]


def egress(view: Reader, sender: Doc, to: Doc | str, port: int) -> Hop:
    """The hop out of an interface; its security groups are yours."""
    groups, what = groups_of(sender), _called(sender)
    name, where = f"egress of {_listed(groups)}", _address(to)
    if _any(view, sender, "IpPermissionsEgress", to, port):
        why = f"Security group {_listed(groups)} lets {what} send to {where} on {port}."
        return Hop(name, "you", ok=True, why=why)
    why = (
        f"No egress rule of {_listed(groups)} lets {what} send to {where} on TCP {port}: "
        "add one to your security group."
    )
    return Hop(name, "you", ok=False, why=why)


def ingress(view: Reader, receiver: Doc, source: Doc | str, port: int) -> Hop:
    """The hop into an interface; its security groups are yours."""
    groups, what = groups_of(receiver), _called(receiver)
    name, where = f"ingress of {_listed(groups)}", _address(source)
    if _any(view, receiver, "IpPermissions", source, port):
        why = f"Security group {_listed(groups)} lets {where} reach {what} on {port}."
        return Hop(name, "you", ok=True, why=why)
    why = (
        f"No ingress rule of {_listed(groups)} lets {where} reach {what} on TCP {port}: "
        "add one to your security group."
    )
    return Hop(name, "you", ok=False, why=why)


def _called(interface: Doc) -> str:
    """What an interface belongs to, in words."""
    told = interface.get("_", {}).get("called")
    if told:
        return str(told)
    if interface["Description"].startswith(CROSS_ACCOUNT):
        return "the API server"
    instance = interface.get("Attachment", {}).get("InstanceId")
    return str(instance or interface["NetworkInterfaceId"])


def _listed(groups: list[str]) -> str:
    return ", ".join(groups) or "no security group"


def _address(peer: Doc | str) -> str:
    return peer if isinstance(peer, str) else str(peer["PrivateIpAddress"])


def _any(view: Reader, interface: Doc, side: str, peer: Doc | str, port: int) -> bool:
    """Whether any rule of the interface's groups fits; an empty list fits nothing."""
    region = interface["AvailabilityZone"][:-1]
    for group_id in groups_of(interface):
        group = view.find(Key("ec2.SecurityGroup", region, group_id))
        if group is not None and any(
            _ports(permission, port) and _peers(permission, peer)
            for permission in group[side]
        ):
            return True
    return False


def _ports(permission: Doc, port: int) -> bool:
    if permission["IpProtocol"] == "-1":
        return True
    if permission["IpProtocol"] != PROTOCOL:
        return False
    return bool(permission["FromPort"] <= port <= permission["ToPort"])


def _peers(permission: Doc, peer: Doc | str) -> bool:
    wanted = ipaddress.ip_address(_address(peer))
    if any(
        wanted in ipaddress.ip_network(entry["CidrIp"])
        for entry in permission.get("IpRanges", ())
    ):
        return True
    held = set() if isinstance(peer, str) else set(groups_of(peer))
    return any(
        pair["GroupId"] in held for pair in permission.get("UserIdGroupPairs", ())
    )

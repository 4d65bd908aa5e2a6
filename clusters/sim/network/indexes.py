"""How EC2 documents are found other than by id. Imported for its declarations."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.commands import Doc
from clusters.sim.world import IndexFn, Key, index


def member(name: str) -> IndexFn:
    """File a document under one of its members, where it has it."""

    def values(_key: Key, doc: Doc) -> Iterable[str]:
        return (doc[name],) if doc.get(name) else ()

    return values


def hidden(name: str) -> IndexFn:
    """File a document under a member that doors do not show."""

    def values(_key: Key, doc: Doc) -> Iterable[str]:
        value = doc.get("_", {}).get(name)
        return (value,) if value else ()

    return values


def _associated_subnets(_key: Key, doc: Doc) -> Iterable[str]:
    return [a["SubnetId"] for a in doc["Associations"] if "SubnetId" in a]


def _groups(_key: Key, doc: Doc) -> Iterable[str]:
    return [group["GroupId"] for group in doc["Groups"]]


def _attached_instance(_key: Key, doc: Doc) -> Iterable[str]:
    instance = doc.get("Attachment", {}).get("InstanceId")
    return (instance,) if instance else ()


def _attached_vpcs(_key: Key, doc: Doc) -> Iterable[str]:
    return [a["VpcId"] for a in doc["Attachments"]]


for kind in (
    "ec2.Subnet",
    "ec2.RouteTable",
    "ec2.SecurityGroup",
    "ec2.NatGateway",
    "ec2.Instance",
    "ec2.NetworkInterface",
):
    index(kind, "vpc", member("VpcId"))
index("ec2.NetworkInterface", "subnet", member("SubnetId"))
index("ec2.NetworkInterface", "group", _groups)
index("ec2.NetworkInterface", "instance", _attached_instance)
index("ec2.NetworkInterface", "cluster", hidden("cluster"))
index("ec2.NatGateway", "subnet", member("SubnetId"))
index("ec2.RouteTable", "subnet", _associated_subnets)
index("ec2.InternetGateway", "vpc", _attached_vpcs)
index("ec2.Instance", "group", hidden("group"))
index("ec2.LaunchTemplate", "name", member("LaunchTemplateName"))

"""Network interfaces: each holds private addresses of its subnet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from clusters.sim.aws.ec2 import account, resource, security_group, subnet
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key

INTERFACE = resource.NETWORK_INTERFACE


def create(  # noqa: PLR0913 a resource has many parts, by name
    tx: Tx,
    subnet_key: Key,
    groups: Sequence[str],
    description: str,
    *,
    requester_managed: bool = False,
    tags: Iterable[Doc] = (),
    hidden: Doc | None = None,
) -> Key:
    """An interface with a free address of the subnet.

    `groups` are security group ids (none: the VPC's default group), `hidden` what
    doors do not show, such as {"cluster": id}. Refused when no address is free.
    """
    place = tx.need(subnet_key)
    if not groups:
        groups = [security_group.default_of(tx, place["VpcId"]).name]
    listed = security_group.references(tx, subnet_key.scope, groups)
    address = subnet.pick_addresses(tx, subnet_key, 1)[0]
    interface_id, number = INTERFACE.new_id(tx), account.number(tx)
    key = INTERFACE.key(subnet_key.scope, interface_id)
    name = private_dns_name(key.scope, address)
    doc: dict[str, Any] = {
        "AvailabilityZone": place["AvailabilityZone"],
        "Description": description,
        "Groups": listed,
        "InterfaceType": "interface",
        "Ipv6Addresses": [],
        "MacAddress": _mac(tx),
        "NetworkInterfaceId": interface_id,
        "OwnerId": number,
        "PrivateDnsName": name,
        "PrivateIpAddress": address,
        "PrivateIpAddresses": [
            {"Primary": True, "PrivateDnsName": name, "PrivateIpAddress": address}
        ],
        "RequesterManaged": requester_managed,
        "SourceDestCheck": True,
        "Status": "available",
        "SubnetId": subnet_key.name,
        **resource.tagged(INTERFACE, tags),
        "VpcId": place["VpcId"],
        "_": {"created": tx.now, **(hidden or {})},
    }
    tx.add(key, doc)
    return key


def private_dns_name(region: str, address: str) -> str:
    """The name that Amazon's DNS gives a private address."""
    zone = "ec2" if region == "us-east-1" else f"{region}.compute"
    return f"ip-{address.replace('.', '-')}.{zone}.internal"


def public_dns_name(region: str, address: str) -> str:
    """The name that Amazon's DNS gives a public address."""
    zone = "compute-1" if region == "us-east-1" else f"{region}.compute"
    return f"ec2-{address.replace('.', '-')}.{zone}.amazonaws.com"


def _mac(tx: Tx) -> str:
    digits = tx.rng.hex(10)
    return ":".join(["02", *(digits[at : at + 2] for at in range(0, 10, 2))])


def attach(tx: Tx, key: Key, instance_id: str, index: int = 0) -> None:
    """Attach an interface to an instance; the first one goes when that does."""
    _set_attachment(
        tx,
        key,
        {"InstanceId": instance_id, "DeviceIndex": index, "NetworkCardIndex": 0},
    )


def attach_managed(tx: Tx, key: Key, owner: str = "amazon-aws") -> None:
    """Mark an interface as attached to something of AWS's own."""
    _set_attachment(tx, key, {"InstanceOwnerId": owner, "DeviceIndex": 1})


def _set_attachment(tx: Tx, key: Key, members: Doc) -> None:
    with tx.edit(key) as doc:
        doc["Status"] = "in-use"
        doc["Attachment"] = {
            "AttachTime": tx.epoch,
            "AttachmentId": f"eni-attach-0{tx.rng.hex(16)}",
            "DeleteOnTermination": "InstanceId" in members,
            "InstanceOwnerId": doc["OwnerId"],
            "Status": "attached",
            **members,
        }


def publish(tx: Tx, key: Key, address: str, **members: str) -> None:
    """Give the interface a public address; `members` name an Elastic IP's ids."""
    name = public_dns_name(key.scope, address)
    association = {
        "IpOwnerId": "amazon",
        "PublicDnsName": name,
        "PublicIp": address,
        **members,
    }
    with tx.edit(key) as doc:
        doc["Association"] = association
        doc["PrivateIpAddresses"][0]["Association"] = association


def unpublish(tx: Tx, key: Key) -> None:
    """Take the public address away again."""
    with tx.edit(key) as doc:
        doc.pop("Association", None)
        doc["PrivateIpAddresses"][0].pop("Association", None)


def assign_addresses(tx: Tx, key: Key, count: int) -> list[str]:
    """Take more private addresses of the subnet, as a CNI does for its Pods."""
    place = subnet.SUBNET.key(key.scope, tx.need(key)["SubnetId"])
    found = subnet.pick_addresses(tx, place, count)
    with tx.edit(key) as doc:
        doc["PrivateIpAddresses"] += [
            {
                "Primary": False,
                "PrivateDnsName": private_dns_name(key.scope, address),
                "PrivateIpAddress": address,
            }
            for address in found
        ]
    return found


def unassign_addresses(tx: Tx, key: Key, addresses: Iterable[str]) -> None:
    """Give secondary addresses back."""
    gone = set(addresses)
    with tx.edit(key) as doc:
        doc["PrivateIpAddresses"] = [
            a
            for a in doc["PrivateIpAddresses"]
            if a["Primary"] or a["PrivateIpAddress"] not in gone
        ]


def delete(tx: Tx, key: Key) -> None:
    """Take an interface away; one that is attached is refused."""
    if tx.need(key)["Status"] == "in-use":
        text = f"Network interface '{key.name}' is currently in use."
        raise Refusal("InvalidParameterValue", text)
    tx.remove(key)

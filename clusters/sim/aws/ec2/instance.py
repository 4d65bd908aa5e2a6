"""Instances: launched, run, stopped, terminated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import (
    account,
    image,
    network_interface,
    resource,
    volume,
)
from clusters.sim.aws.ec2.launch_request import Launch
from clusters.sim.catalog import instance_types
from clusters.sim.catalog.timings import ec2 as timings
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

INSTANCE = resource.INSTANCE
CODES = {
    "pending": 0,
    "running": 16,
    "shutting-down": 32,
    "terminated": 48,
    "stopping": 64,
    "stopped": 80,
}
HIDDEN_IN_INTERFACES = (
    "AllocationId",
    "AssociationId",
    "AvailabilityZone",
    "InstanceId",
    "InstanceOwnerId",
    "RequesterId",
    "RequesterManaged",
    "TagSet",
    "_",
)
USER_TERMINATED = {
    "Code": "Client.UserInitiatedShutdown",
    "Message": "Client.UserInitiatedShutdown: User initiated shutdown",
}


def state(name: str) -> dict[str, Any]:
    return {"Code": CODES[name], "Name": name}


def launch(tx: Tx, wanted: Launch, *, tags: Iterable[Doc] = (), group: str = "") -> Key:
    """An instance that starts, with its interface, address and root volume.

    `group` is the Auto Scaling group that launched it.
    """
    _check_vcpus(tx, wanted)
    instance_id = INSTANCE.new_id(tx)
    key = INSTANCE.key(wanted.subnet.scope, instance_id)
    interface = network_interface.create(tx, wanted.subnet, wanted.groups, "")
    network_interface.attach(tx, interface, instance_id)
    if wanted.public:
        network_interface.publish(tx, interface, account.public_address(tx))
    card, place = tx.need(interface), tx.need(wanted.subnet)
    disk = volume.create(
        tx,
        key.scope,
        place["AvailabilityZone"],
        size=wanted.disk_size,
        volume_type=wanted.disk_type,
        attached_to=instance_id,
        device=image.ROOT_DEVICE,
        tags=wanted.volume_tags,
    )
    doc = _document(tx, wanted, instance_id, card, disk)
    doc.update(resource.tagged(INSTANCE, tags))
    doc["_"]["group"] = group
    tx.add(key, doc)
    return key


def _check_vcpus(tx: Tx, wanted: Launch) -> None:
    """Refuse a launch beyond the account's running on-demand vCPUs."""
    running = sum(
        doc["CpuOptions"]["CoreCount"] * doc["CpuOptions"]["ThreadsPerCore"]
        for _, doc in tx.list(INSTANCE.kind, wanted.subnet.scope)
        if doc["State"]["Name"] in ("pending", "running")
    )
    limit = account.quota(tx, "vcpus")
    if running + instance_types.TYPES[wanted.type].vcpus > limit:
        text = (
            f"You have requested more vCPU capacity than your current vCPU limit of {limit} "
            "allows for the instance bucket that the specified instance type belongs to. "
            "Please visit http://aws.amazon.com/contact-us/ec2-request to request an "
            "adjustment to this limit."
        )
        raise Refusal("VcpuLimitExceeded", text)


def _document(
    tx: Tx, wanted: Launch, instance_id: str, card: Document, disk: Key
) -> dict[str, Any]:
    size = instance_types.TYPES[wanted.type]
    threads = 1 if size.architecture == "arm64" else 2
    mapping = {
        "DeviceName": image.ROOT_DEVICE,
        "Ebs": {
            "AttachTime": tx.epoch,
            "DeleteOnTermination": True,
            "Status": "attached",
            "VolumeId": disk.name,
        },
    }
    public = card.get("Association", {})
    return {
        "Architecture": size.architecture,
        "BlockDeviceMappings": [mapping],
        "ClientToken": wanted.client_token,
        "CpuOptions": {
            "CoreCount": max(size.vcpus // threads, 1),
            "ThreadsPerCore": threads,
        },
        "EbsOptimized": False,
        "EnaSupport": True,
        "Hypervisor": "xen",
        **({"IamInstanceProfile": dict(wanted.profile)} if wanted.profile else {}),
        "ImageId": wanted.image,
        "InstanceId": instance_id,
        "InstanceType": wanted.type,
        **({"KeyName": wanted.key_name} if wanted.key_name else {}),
        "AmiLaunchIndex": 0,
        "LaunchTime": tx.epoch,
        "MetadataOptions": {
            "State": "applied",
            "HttpTokens": "required",
            "HttpPutResponseHopLimit": 2,
            "HttpEndpoint": "enabled",
            "InstanceMetadataTags": "disabled",
            **wanted.metadata_options,
        },
        "Monitoring": {"State": "disabled"},
        "Placement": {
            "AvailabilityZone": card["AvailabilityZone"],
            "GroupName": "",
            "Tenancy": "default",
        },
        "PlatformDetails": "Linux/UNIX",
        "PrivateDnsName": card["PrivateDnsName"],
        "PrivateIpAddress": card["PrivateIpAddress"],
        "PublicDnsName": public.get("PublicDnsName", ""),
        **({"PublicIpAddress": public["PublicIp"]} if public else {}),
        "RootDeviceName": image.ROOT_DEVICE,
        "RootDeviceType": "ebs",
        "SecurityGroups": card["Groups"],
        "SourceDestCheck": True,
        "State": state("pending"),
        "StateTransitionReason": "",
        "SubnetId": card["SubnetId"],
        "VirtualizationType": "hvm",
        "VpcId": card["VpcId"],
        "_": {
            "created": tx.now,
            "until": tx.now + timings.INSTANCE_PENDING.draw(tx.rng),
            "reservation": f"r-0{tx.rng.hex(16)}",
            "user_data": wanted.user_data,
            "launch_template": wanted.template,
            "interface": card["NetworkInterfaceId"],
            "journal": [],
        },
    }


def terminate(tx: Tx, key: Key, reason: Doc = USER_TERMINATED) -> None:
    """Begin to end an instance; one that is ending already stays as it is."""
    if tx.need(key)["State"]["Name"] in ("shutting-down", "terminated"):
        return
    with tx.edit(key) as doc:
        doc["State"] = state("shutting-down")
        doc["StateReason"] = dict(reason)
        doc["StateTransitionReason"] = (
            f"User initiated ({tx.stamp.replace('T', ' ').replace('Z', ' GMT')})"
        )
        doc["_"]["until"] = tx.now + timings.INSTANCE_SHUTTING_DOWN.draw(tx.rng)


def require(view: Reader, region: str, instance_id: str) -> Document:
    """The instance; refused in EC2's words when the id is malformed or unknown."""
    if not instance_id.startswith("i-"):
        raise Refusal("InvalidInstanceID.Malformed", f'Invalid id: "{instance_id}"')
    return INSTANCE.require(view, region, instance_id)


def shown(view: Reader, doc: Document) -> dict[str, Any]:
    """As DescribeInstances shows it, with its interfaces as they are now."""
    cards = view.by("ec2.NetworkInterface", "instance", doc["InstanceId"])
    return {
        **resource.shown(doc),
        "NetworkInterfaces": [_interface(card) for _, card in cards],
    }


def _interface(value: Any) -> Any:
    """An interface as an instance shows it: without what the instance says itself,
    and without the ids of an Elastic IP."""
    if isinstance(value, list):
        return [_interface(entry) for entry in value]
    if isinstance(value, dict):
        return {
            name: _interface(entry)
            for name, entry in value.items()
            if name not in HIDDEN_IN_INTERFACES
        }
    return value


def change(tx: Tx, key: Key, before: str) -> dict[str, Any]:
    """What StopInstances and its like answer of an instance."""
    return {
        "InstanceId": key.name,
        "CurrentState": tx.need(key)["State"],
        "PreviousState": state(before),
    }

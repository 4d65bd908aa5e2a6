"""EBS volumes: the root disks of instances."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import resource
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

VOLUME = resource.VOLUME
GP3_IOPS, GP3_THROUGHPUT = 3000, 125
"""What a gp3 volume has when nothing else is asked for."""


def create(  # noqa: PLR0913 a resource has many parts, by name
    tx: Tx,
    region: str,
    zone: str,
    *,
    size: int,
    volume_type: str,
    attached_to: str,
    device: str,
    tags: Iterable[Doc] = (),
) -> Key:
    """A volume attached to an instance, which takes it along when it goes."""
    volume_id = VOLUME.new_id(tx)
    key = VOLUME.key(region, volume_id)
    attachment = {
        "AttachTime": tx.epoch,
        "Device": device,
        "InstanceId": attached_to,
        "State": "attached",
        "VolumeId": volume_id,
        "DeleteOnTermination": True,
    }
    speed = (
        {"Iops": GP3_IOPS, "Throughput": GP3_THROUGHPUT} if volume_type == "gp3" else {}
    )
    doc: dict[str, Any] = {
        "Attachments": [attachment],
        "AvailabilityZone": zone,
        "CreateTime": tx.epoch,
        "Encrypted": False,
        "MultiAttachEnabled": False,
        "Size": size,
        "SnapshotId": "",
        "State": "in-use",
        "VolumeId": volume_id,
        "VolumeType": volume_type,
        **speed,
        **resource.tagged(VOLUME, tags),
        "_": {"created": tx.now},
    }
    tx.add(key, doc)
    return key


def attached(view: Reader, region: str, instance_id: str) -> list[Key]:
    """The volumes of an instance."""
    return [
        key
        for key, doc in view.list(VOLUME.kind, region)
        if any(a["InstanceId"] == instance_id for a in doc["Attachments"])
    ]

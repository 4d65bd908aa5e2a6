"""ec2:DescribeVolumes."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe
from clusters.sim.aws.ec2.resource import VOLUME
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "volume-id": "VolumeId",
    "attachment.instance-id": "Attachments.InstanceId",
    "attachment.device": "Attachments.Device",
    "attachment.status": "Attachments.State",
    "availability-zone": "AvailabilityZone",
    "encrypted": "Encrypted",
    "size": "Size",
    "status": "State",
    "volume-type": "VolumeType",
}


@operation("ec2:DescribeVolumes", reads=True)
def describe_volumes(tx: Tx, caller: Caller, request: Doc) -> Doc:
    items = describe.found(tx, caller, VOLUME, request, ids="VolumeIds", paths=PATHS)
    return describe.answer("Volumes", items, request)

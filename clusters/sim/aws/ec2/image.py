"""Machine images as DescribeImages shows them; all of ours are AWS's public ones."""

from __future__ import annotations

import re
from typing import Any

from clusters.sim.catalog import amis
from clusters.sim.errors import Refusal

ROOT_DEVICE = "/dev/xvda"
NODE_DISK, LINUX_DISK = 20, 8
"""GiB of the root volume that the image asks for."""


def require(region: str, image_id: str) -> amis.Image:
    """A public image; refused when there is none of this id."""
    if not re.fullmatch(r"ami-[0-9a-f]{8,17}", image_id):
        raise Refusal("InvalidAMIID.Malformed", f'Invalid id: "{image_id}"')
    found = amis.find(region, image_id)
    if found is None:
        text = f"The image id '[{image_id}]' does not exist"
        raise Refusal("InvalidAMIID.NotFound", text)
    return found


def disk_size(image: amis.Image) -> int:
    return NODE_DISK if image.release else LINUX_DISK


def shown(image: amis.Image) -> dict[str, Any]:
    """As DescribeImages shows it."""
    disk = {
        "DeviceName": ROOT_DEVICE,
        "Ebs": {
            "DeleteOnTermination": True,
            "VolumeSize": disk_size(image),
            "VolumeType": "gp3",
            "Encrypted": False,
        },
    }
    return {
        "Architecture": image.architecture,
        "CreationDate": "2026-07-14T00:00:00.000Z",
        "ImageId": image.id,
        "ImageLocation": f"amazon/{image.name}",
        "ImageType": "machine",
        "Public": True,
        "OwnerId": image.owner,
        "PlatformDetails": "Linux/UNIX",
        "State": "available",
        "BlockDeviceMappings": [disk],
        "Description": image.description,
        "EnaSupport": True,
        "Hypervisor": "xen",
        "ImageOwnerAlias": "amazon",
        "Name": image.name,
        "RootDeviceName": ROOT_DEVICE,
        "RootDeviceType": "ebs",
        "SriovNetSupport": "simple",
        "VirtualizationType": "hvm",
        "BootMode": "uefi-preferred",
    }

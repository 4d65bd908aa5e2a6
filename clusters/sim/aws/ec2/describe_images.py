"""ec2:DescribeImages."""

from __future__ import annotations

from clusters.sim.aws.ec2 import account, describe, image
from clusters.sim.catalog import amis
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "image-id": "ImageId",
    "name": "Name",
    "architecture": "Architecture",
    "description": "Description",
    "image-type": "ImageType",
    "is-public": "Public",
    "owner-id": "OwnerId",
    "owner-alias": "ImageOwnerAlias",
    "root-device-type": "RootDeviceType",
    "state": "State",
    "virtualization-type": "VirtualizationType",
    "hypervisor": "Hypervisor",
}


@operation("ec2:DescribeImages", reads=True)
def describe_images(tx: Tx, caller: Caller, request: Doc) -> Doc:
    wanted = request.get("ImageIds")
    if wanted:
        found = [image.require(caller.region, name) for name in wanted]
    else:
        found = list({one.id: one for one in amis.images(caller.region)}.values())
    owners = {
        account.number(tx) if owner == "self" else owner
        for owner in request.get("Owners") or ()
    }
    items = [image.shown(one) for one in found]
    if owners:
        items = [
            item
            for item in items
            if owners & {item["OwnerId"], item["ImageOwnerAlias"]}
        ]
    kept = describe.kept(items, request, PATHS)
    return describe.answer("Images", kept, request)

"""What an instance shall be: a request, laid over a launch template's version."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clusters.sim.aws.ec2 import image, launch_template, resource, security_group
from clusters.sim.catalog import instance_types
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.world import Document, Key, Reader


@dataclass(frozen=True)
class Launch:
    """A checked request for one instance."""

    image: str
    type: str
    subnet: Key
    groups: tuple[str, ...]
    public: bool
    profile: Mapping[str, str]
    user_data: str
    disk_size: int
    disk_type: str
    client_token: str = ""
    key_name: str = ""
    template: str = ""
    metadata_options: Mapping[str, Any] = field(default_factory=dict)
    instance_tags: tuple[Doc, ...] = ()
    volume_tags: tuple[Doc, ...] = ()


def merged(view: Reader, region: str, request: Doc) -> dict[str, Any]:
    """The request with what its launch template says where it is silent itself."""
    named = request.get("LaunchTemplate")
    if not named:
        return dict(request)
    key = launch_template.located(view, region, named)
    doc = view.find(key)
    if doc is None:
        raise KeyError(key)
    version = launch_template.version(doc, str(named.get("Version", "$Default")))
    both = {**version["LaunchTemplateData"], **request}
    both["_template"] = key.name
    theirs = version["LaunchTemplateData"].get("TagSpecifications", ())
    both["TagSpecifications"] = [*theirs, *request.get("TagSpecifications", ())]
    return both


def checked(view: Reader, region: str, request: Doc) -> Launch:
    """The Launch that a request (merged with its template) asks for."""
    wanted = merged(view, region, request)
    if not wanted.get("ImageId"):
        raise Refusal(
            "MissingParameter", "The request must contain the parameter ImageId"
        )
    ami = image.require(region, wanted["ImageId"])
    size = _size(wanted.get("InstanceType", "m1.small"), ami.architecture)
    card: Doc = next(iter(wanted.get("NetworkInterfaces", ())), {})
    subnet = _subnet(view, region, wanted, card)
    disk = _disk(wanted)
    public = card.get("AssociatePublicIpAddress")
    return Launch(
        image=ami.id,
        type=size.name,
        subnet=resource.SUBNET.key(region, subnet["SubnetId"]),
        groups=_groups(view, region, wanted, card, subnet),
        public=subnet["MapPublicIpOnLaunch"] if public is None else bool(public),
        profile=_profile(view, wanted.get("IamInstanceProfile") or {}),
        user_data=_decoded(wanted.get("UserData", "")),
        disk_size=int(disk.get("VolumeSize") or image.disk_size(ami)),
        disk_type=str(disk.get("VolumeType") or "gp3"),
        client_token=wanted.get("ClientToken", ""),
        key_name=wanted.get("KeyName", ""),
        template=wanted.get("_template", ""),
        metadata_options=wanted.get("MetadataOptions") or {},
        instance_tags=tuple(resource.requested_tags(wanted, resource.INSTANCE)),
        volume_tags=tuple(resource.requested_tags(wanted, resource.VOLUME)),
    )


def _size(name: str, architecture: str) -> instance_types.InstanceType:
    size = instance_types.TYPES.get(name)
    if size is None:
        text = f"Invalid value '{name}' for InstanceType."
        raise Refusal("InvalidParameterValue", text)
    if size.architecture != architecture:
        text = (
            f"The architecture '{size.architecture}' of the specified instance type does "
            f"not match the architecture '{architecture}' of the specified AMI. Specify an "
            "instance type and an AMI that have matching architectures, and try again."
        )
        raise Refusal("InvalidParameterValue", text)
    return size


def _subnet(view: Reader, region: str, wanted: Doc, card: Doc) -> Document:
    subnet_id = card.get("SubnetId") or wanted.get("SubnetId")
    if subnet_id:
        return resource.SUBNET.require(view, region, subnet_id)
    zone = wanted.get("Placement", {}).get("AvailabilityZone")
    for _, doc in view.list(resource.SUBNET.kind, region):
        if doc["DefaultForAz"] and zone in (None, doc["AvailabilityZone"]):
            return doc
    text = "No subnets found for the default VPC. Please specify a subnet."
    raise Refusal("MissingInput", text)


def _groups(
    view: Reader, region: str, wanted: Doc, card: Doc, subnet: Doc
) -> tuple[str, ...]:
    ids = list(card.get("Groups") or wanted.get("SecurityGroupIds") or ())
    names = wanted.get("SecurityGroups") or ()
    ids += [security_group.named(view, region, name).name for name in names]
    for group_id in ids:
        doc = resource.SECURITY_GROUP.require(view, region, group_id)
        if doc["VpcId"] != subnet["VpcId"]:
            text = (
                f"Security group {group_id} and subnet {subnet['SubnetId']} "
                "belong to different networks."
            )
            raise Refusal("InvalidParameter", text)
    return tuple(ids) or (security_group.default_of(view, subnet["VpcId"]).name,)


def _disk(wanted: Doc) -> Doc:
    """What the request says of the root volume."""
    for mapping in wanted.get("BlockDeviceMappings") or ():
        if mapping.get("DeviceName") == image.ROOT_DEVICE:
            found: Doc = mapping.get("Ebs") or {}
            return found
    return {}


def _profile(view: Reader, named: Doc) -> dict[str, str]:
    """The instance profile, as instances show it."""
    name = named.get("Name") or str(named.get("Arn", "")).rsplit("/", 1)[-1]
    if not name:
        return {}
    doc = view.find(Key("iam.InstanceProfile", "", name))
    if doc is None:
        member = "name" if named.get("Name") else "arn"
        value = named.get("Name") or named.get("Arn")
        text = (
            f"Value ({value}) for parameter iamInstanceProfile.{member} is invalid. "
            f"Invalid IAM Instance Profile {member}"
        )
        raise Refusal("InvalidParameterValue", text)
    return {"Arn": doc["Arn"], "Id": doc["InstanceProfileId"]}


def _decoded(text: str) -> str:
    """User data travels as base64."""
    try:
        return base64.b64decode(text, validate=True).decode(errors="replace")
    except (binascii.Error, ValueError):
        message = "Invalid BASE64 encoding of user data."
        raise Refusal("InvalidParameterValue", message) from None

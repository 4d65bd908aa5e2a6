"""What the instances of a node group shall be: image, release, type, disk."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import launch_template, resource
from clusters.sim.aws.eks import nodegroup
from clusters.sim.aws.eks.errors import (
    InvalidParameterException,
    InvalidRequestException,
    NotSimulated,
)
from clusters.sim.catalog import amis, instance_types
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx

TYPE, DISK = "t3.medium", 20
NO_AL2_FROM = (1, 33)
"""Amazon Linux 2 node images end with Kubernetes 1.32."""


def chosen(
    tx: Tx, cluster: Doc, region: str, request: Doc, about: dict[str, str]
) -> dict[str, Any]:
    """These members of a new node group, with EKS's defaults."""
    version = request.get("version") or cluster["version"]
    _check_release(cluster["version"], version, request.get("releaseVersion"), about)
    template, data = _template(tx, region, request, about)
    types = list(request.get("instanceTypes") or ())
    _check_types(types, about)
    members: dict[str, Any] = {"version": version}
    if template:
        members["launchTemplate"] = template
        if types and data.get("InstanceType"):
            text = "Instance types cannot be specified both in the launch template and in the API."
            raise InvalidParameterException(text, **about)
    else:
        members["diskSize"] = int(request.get("diskSize") or DISK)
    if not data.get("InstanceType"):
        members["instanceTypes"] = types or [TYPE]
    kind = data.get("InstanceType") or members["instanceTypes"][0]
    image = _image_type(request, version, kind, data, about)
    members["amiType"] = image
    if image != nodegroup.CUSTOM:
        members["releaseVersion"] = amis.RELEASES[version]
    return members


def _check_release(
    cluster: str, version: str, release: str | None, about: dict[str, str]
) -> None:
    allowed = amis.RELEASES[cluster]
    wanted = release or amis.RELEASES.get(version, version)
    if version != cluster or wanted != allowed:
        minor = ".".join(wanted.split(".")[:2])
        if release and minor != cluster:
            text = (
                f"Requested release version {release} is not valid for "
                f"kubernetes version {cluster}."
            )
            raise InvalidRequestException(text, **about)
        text = (
            f"Requested Nodegroup release version {wanted} is invalid. "
            f"Allowed release version is {allowed}"
        )
        raise InvalidParameterException(text, **about)


def _template(
    tx: Tx, region: str, request: Doc, about: dict[str, str]
) -> tuple[dict[str, str], Doc]:
    """The launch template that the request names, as Describe shows it, and its data."""
    named = request.get("launchTemplate")
    if not named:
        return {}, {}
    if request.get("diskSize"):
        text = "Disk size must be specified within the launch template."
        raise InvalidParameterException(text, **about)
    wanted = {
        "LaunchTemplateId": named.get("id"),
        "LaunchTemplateName": named.get("name"),
    }
    try:
        key = launch_template.located(tx, region, wanted)
        doc = resource.LAUNCH_TEMPLATE.require(tx, region, key.name)
        found = launch_template.version(doc, str(named.get("version") or "$Default"))
    except Refusal as refusal:
        raise InvalidParameterException(refusal.message, **about) from None
    shown = {
        "id": key.name,
        "name": doc["LaunchTemplateName"],
        "version": str(found["VersionNumber"]),
    }
    data: Doc = found["LaunchTemplateData"]
    if data.get("IamInstanceProfile"):
        text = "Launch template should not specify an instance profile. The noted launch template version specifies an instance profile."
        raise InvalidParameterException(text, **about)
    return shown, data


def _check_types(types: list[str], about: dict[str, str]) -> None:
    unknown = [name for name in types if name not in instance_types.TYPES]
    if unknown:
        text = f"The following supplied instance types do not exist: [{', '.join(unknown)}]"
        raise InvalidParameterException(text, **about)


def _image_type(
    request: Doc, version: str, kind: str, data: Doc, about: dict[str, str]
) -> str:
    wanted = request.get("amiType")
    if data.get("ImageId"):
        if wanted and wanted != nodegroup.CUSTOM:
            text = "AMI type can't be specified when an AMI ID is specified in the launch template."
            raise InvalidParameterException(text, **about)
        return nodegroup.CUSTOM
    architecture = instance_types.TYPES[kind].architecture
    default = nodegroup.ARM if architecture == "arm64" else nodegroup.X86
    if wanted in (None, default):
        return default
    if wanted in nodegroup.ARCHITECTURES:
        text = f"[{kind}] is not a valid instance type for requested amiType {wanted}"
        raise InvalidParameterException(text, **about)
    minor = tuple(int(part) for part in version.split("."))
    if str(wanted).startswith("AL2_") and minor >= NO_AL2_FROM:
        text = f"AMI Type {wanted} is only supported for kubernetes versions 1.32 or earlier"
        raise InvalidParameterException(text, **about)
    raise NotSimulated(f"The AMI type {wanted}")

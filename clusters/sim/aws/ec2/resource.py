"""What EC2's resources have in common: an id, a document, tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader


@dataclass(frozen=True)
class Resource:
    """A type of resource. `type` is its name in tag specifications."""

    kind: str
    type: str
    prefix: str
    code: str
    text: str
    tags: str = "Tags"

    def key(self, region: str, resource_id: str) -> Key:
        return Key(self.kind, region, resource_id)

    def new_id(self, tx: Tx) -> str:
        return f"{self.prefix}-0{tx.rng.hex(16)}"

    def require(self, view: Reader, region: str, resource_id: str) -> Document:
        """The document; a Refusal in EC2's words when there is none."""
        doc = view.find(self.key(region, resource_id))
        if doc is None:
            raise self.not_found(resource_id)
        return doc

    def not_found(self, resource_id: str) -> Refusal:
        return Refusal(self.code, self.text.format(resource_id))


VPC = Resource(
    "ec2.Vpc", "vpc", "vpc", "InvalidVpcID.NotFound", "The vpc ID '{}' does not exist"
)
SUBNET = Resource(
    "ec2.Subnet",
    "subnet",
    "subnet",
    "InvalidSubnetID.NotFound",
    "The subnet ID '{}' does not exist",
)
ROUTE_TABLE = Resource(
    "ec2.RouteTable",
    "route-table",
    "rtb",
    "InvalidRouteTableID.NotFound",
    "The routeTable ID '{}' does not exist",
)
INTERNET_GATEWAY = Resource(
    "ec2.InternetGateway",
    "internet-gateway",
    "igw",
    "InvalidInternetGatewayID.NotFound",
    "The internetGateway ID '{}' does not exist",
)
NAT_GATEWAY = Resource(
    "ec2.NatGateway",
    "natgateway",
    "nat",
    "NatGatewayNotFound",
    "The Nat Gateway {} was not found",
)
ADDRESS = Resource(
    "ec2.Address",
    "elastic-ip",
    "eipalloc",
    "InvalidAllocationID.NotFound",
    "The allocation ID '{}' does not exist",
)
SECURITY_GROUP = Resource(
    "ec2.SecurityGroup",
    "security-group",
    "sg",
    "InvalidGroup.NotFound",
    "The security group '{}' does not exist",
)
NETWORK_INTERFACE = Resource(
    "ec2.NetworkInterface",
    "network-interface",
    "eni",
    "InvalidNetworkInterfaceID.NotFound",
    "The networkInterface ID '{}' does not exist",
    tags="TagSet",
)
INSTANCE = Resource(
    "ec2.Instance",
    "instance",
    "i",
    "InvalidInstanceID.NotFound",
    "The instance ID '{}' does not exist",
)
LAUNCH_TEMPLATE = Resource(
    "ec2.LaunchTemplate",
    "launch-template",
    "lt",
    "InvalidLaunchTemplateId.NotFound",
    "The specified launch template, with template ID {}, does not exist.",
)
VOLUME = Resource(
    "ec2.Volume",
    "volume",
    "vol",
    "InvalidVolume.NotFound",
    "The volume '{}' does not exist.",
)
ALL = (
    VPC,
    SUBNET,
    ROUTE_TABLE,
    INTERNET_GATEWAY,
    NAT_GATEWAY,
    ADDRESS,
    SECURITY_GROUP,
    NETWORK_INTERFACE,
    INSTANCE,
    LAUNCH_TEMPLATE,
    VOLUME,
)


def of_id(resource_id: str) -> Resource:
    """The type that an id belongs to."""
    prefix = resource_id.split("-", 1)[0]
    for resource in ALL:
        if resource.prefix == prefix and re.fullmatch(r"[a-z]+-[0-9a-f]+", resource_id):
            return resource
    raise Refusal("InvalidID", f"The ID '{resource_id}' is not valid")


Tags = Iterable[Doc]


def checked_tags(tags: Tags) -> list[Doc]:
    """Tags that have keys; refused when one has none."""
    found = list(tags)
    if not all(tag.get("Key") for tag in found):
        raise Refusal("InvalidParameterValue", "Tag key cannot be null or empty")
    return found


def tagged(resource: Resource, tags: Tags) -> dict[str, Any]:
    """The member that holds a resource's tags: nothing when it has none."""
    shown = sorted(
        ({"Key": t["Key"], "Value": t.get("Value", "")} for t in tags),
        key=lambda tag: tag["Key"],
    )
    return {resource.tags: shown} if shown else {}


def requested_tags(request: Doc, resource: Resource) -> list[Doc]:
    """The tags that a request's TagSpecifications give to this type."""
    return checked_tags(
        tag
        for specification in request.get("TagSpecifications", ())
        if specification.get("ResourceType") == resource.type
        for tag in specification.get("Tags", ())
    )


def setting(request: Doc, name: str) -> Any:
    """The Value of an attribute that a request sets."""
    value = request[name].get("Value")
    if value is None:
        text = f"The request must contain the parameter {name}.Value"
        raise Refusal("MissingParameter", text)
    return value


def shown(doc: Doc) -> dict[str, Any]:
    """A document as doors show it."""
    return {name: value for name, value in doc.items() if name != "_"}

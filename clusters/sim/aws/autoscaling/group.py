"""Auto Scaling groups: how many instances, of what, in which subnets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from clusters.sim.aws.ec2 import account, launch_template, resource
from clusters.sim.catalog.timings import ec2 as timings
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.network import indexes
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader, index

KIND = "autoscaling.AutoScalingGroup"
LIFECYCLE = {"pending": "Pending", "running": "InService"}
index(KIND, "subnet", lambda _key, doc: doc["VPCZoneIdentifier"].split(","))
index(KIND, "cluster", indexes.hidden("cluster"))


def key(region: str, name: str) -> Key:
    return Key(KIND, region, name)


def require(view: Reader, region: str, name: str) -> Document:
    """The group; refused in Auto Scaling's words when there is none."""
    doc = view.find(key(region, name))
    if doc is None:
        raise Refusal("ValidationError", "AutoScalingGroup name not found - null")
    return doc


def create(  # noqa: PLR0913 a resource has many parts, by name
    tx: Tx,
    *,
    name: str,
    launch_template: Doc,
    subnets: Sequence[str],
    minimum: int,
    desired: int,
    maximum: int,
    tags: Iterable[Doc] = (),
    region: str = "",
    members: Mapping[str, Any] | None = None,
) -> Key:
    """A group that its controller fills with instances, balanced over the zones.

    `launch_template` names {"LaunchTemplateId" or "LaunchTemplateName", "Version"};
    `tags` are {"Key", "Value", "PropagateAtLaunch"} (propagated when not said);
    `members` are further members of the document, such as health checks.
    """
    region = region or str(account.account(tx)["region"])
    here = key(region, name)
    if tx.find(here) is not None:
        text = "AutoScalingGroup by this name already exists - A group with the name "
        raise Refusal("AlreadyExists", f"{text}{name} already exists")
    check_sizes(minimum, desired, maximum)
    number = account.number(tx)
    doc: dict[str, Any] = {
        "AutoScalingGroupName": name,
        "AutoScalingGroupARN": (
            f"arn:aws:autoscaling:{region}:{number}:autoScalingGroup:{tx.rng.uuid()}"
            f":autoScalingGroupName/{name}"
        ),
        "LaunchTemplate": template(tx, region, launch_template),
        "MinSize": minimum,
        "MaxSize": maximum,
        "DesiredCapacity": desired,
        "DefaultCooldown": 300,
        "AvailabilityZones": _zones(tx, region, subnets),
        "LoadBalancerNames": [],
        "TargetGroupARNs": [],
        "HealthCheckType": "EC2",
        "HealthCheckGracePeriod": 0,
        "CreatedTime": tx.epoch,
        "SuspendedProcesses": [],
        "VPCZoneIdentifier": ",".join(subnets),
        "EnabledMetrics": [],
        "Tags": group_tags(name, tags),
        "TerminationPolicies": ["Default"],
        "NewInstancesProtectedFromScaleIn": False,
        "ServiceLinkedRoleARN": (
            f"arn:aws:iam::{number}:role/aws-service-role/autoscaling.amazonaws.com/"
            "AWSServiceRoleForAutoScaling"
        ),
        "TrafficSources": [],
        **(members or {}),
        "_": {"created": tx.now, "activities": 0, "cause": _created(tx, desired)},
    }
    tx.add(here, doc)
    return here


def _created(tx: Tx, desired: int) -> str:
    return (
        f"At {tx.stamp} a user request created an AutoScalingGroup changing the "
        f"desired capacity from 0 to {desired}."
    )


def check_sizes(minimum: int, desired: int, maximum: int) -> None:
    """Refuse sizes that contradict each other."""
    if minimum > maximum:
        text = "Max bound, {0}, must be greater than or equal to min bound, {1}"
        raise Refusal("ValidationError", text.format(maximum, minimum))
    if not minimum <= desired <= maximum:
        text = f"Desired capacity:{desired} must be between the specified min size:{minimum} and max size:{maximum}"
        raise Refusal("ValidationError", text)


def template(view: Reader, region: str, named: Doc) -> dict[str, str]:
    """A launch template as groups show it; refused when it does not exist."""
    try:
        found = launch_template.located(view, region, named)
        doc = resource.LAUNCH_TEMPLATE.require(view, region, found.name)
        launch_template.version(doc, str(named.get("Version", "$Default")))
    except Refusal as refusal:
        raise Refusal("ValidationError", refusal.message) from None
    return {
        "LaunchTemplateId": found.name,
        "LaunchTemplateName": doc["LaunchTemplateName"],
        "Version": str(named.get("Version", "$Default")),
    }


def _zones(view: Reader, region: str, subnets: Sequence[str]) -> list[str]:
    """The zones of the subnets, which must be of one VPC."""
    found = []
    for subnet_id in subnets:
        doc = view.find(resource.SUBNET.key(region, subnet_id))
        if doc is None:
            text = f"The subnet ID '{subnet_id}' does not exist"
            raise Refusal("ValidationError", text)
        found.append(doc)
    if not found:
        text = "At least one Availability Zone or VPC Subnet is required."
        raise Refusal("ValidationError", text)
    if len({doc["VpcId"] for doc in found}) > 1:
        raise Refusal("ValidationError", "Subnets must be in the same VPC")
    return sorted({doc["AvailabilityZone"] for doc in found})


def subnet_ids(view: Reader, region: str, request: Doc) -> list[str]:
    """The subnets that a request names, or the default ones of its zones."""
    listed = str(request.get("VPCZoneIdentifier") or "")
    if listed:
        return [subnet_id.strip() for subnet_id in listed.split(",")]
    zones = request.get("AvailabilityZones") or ()
    return [
        found.name
        for found, doc in view.list(resource.SUBNET.kind, region)
        if doc["DefaultForAz"] and doc["AvailabilityZone"] in zones
    ]


def forget_failures(doc: dict[str, Any]) -> None:
    """Let the next launch be tried at once."""
    for name in ("retry", "failures", "refused"):
        doc["_"].pop(name, None)


def subnets(view: Reader, region: str, wanted: Sequence[str]) -> dict[str, Any]:
    """The members of a group that say where it launches."""
    return {
        "VPCZoneIdentifier": ",".join(wanted),
        "AvailabilityZones": _zones(view, region, wanted),
    }


def group_tags(name: str, tags: Iterable[Doc]) -> list[dict[str, Any]]:
    return [
        {
            "ResourceId": name,
            "ResourceType": "auto-scaling-group",
            "Key": tag["Key"],
            "Value": tag.get("Value", ""),
            "PropagateAtLaunch": tag.get("PropagateAtLaunch", True),
        }
        for tag in sorted(tags, key=lambda tag: str(tag["Key"]))
    ]


def resize(tx: Tx, here: Key, *, minimum: int, desired: int, maximum: int) -> None:
    """Ask for another number of instances."""
    check_sizes(minimum, desired, maximum)
    with tx.edit(here) as doc:
        before = doc["DesiredCapacity"]
        doc["MinSize"], doc["DesiredCapacity"], doc["MaxSize"] = (
            minimum,
            desired,
            maximum,
        )
        if desired != before:
            doc["_"]["cause"] = (
                f"At {tx.stamp} a user request explicitly set group desired capacity "
                f"changing the desired capacity from {before} to {desired}."
            )


def instances(view: Reader, here: Key) -> list[tuple[Key, Document]]:
    """The group's instances that are not ending."""
    return [
        (found, doc)
        for found, doc in view.by(resource.INSTANCE.kind, "group", here.name)
        if found.scope == here.scope and doc["State"]["Name"] in LIFECYCLE
    ]


def delete(tx: Tx, here: Key, *, force: bool = False) -> None:
    """Begin to delete a group; with `force` its instances go with it."""
    if not force and instances(tx, here):
        text = (
            "You cannot delete an AutoScalingGroup while there are instances or pending "
            "Spot instance request(s) still in the group."
        )
        raise Refusal("ResourceInUse", text)
    with tx.edit(here) as doc:
        doc["Status"] = "Delete in progress"
        doc["MinSize"] = doc["DesiredCapacity"] = 0
        doc["_"]["until"] = tx.now + timings.SCALING_DELETE.draw(tx.rng)


def shown(view: Reader, here: Key, doc: Document) -> dict[str, Any]:
    """As DescribeAutoScalingGroups shows it."""
    members = [
        member(found, instance, doc)
        for found, instance in view.by(resource.INSTANCE.kind, "group", here.name)
        if found.scope == here.scope and instance["State"]["Name"] != "terminated"
    ]
    return {**resource.shown(doc), "Instances": members}


def member(found: Key, instance: Doc, doc: Doc) -> dict[str, Any]:
    """An instance as its group lists it."""
    return {
        "InstanceId": found.name,
        "InstanceType": instance["InstanceType"],
        "AvailabilityZone": instance["Placement"]["AvailabilityZone"],
        "LifecycleState": LIFECYCLE.get(instance["State"]["Name"], "Terminating"),
        "HealthStatus": "Healthy"
        if instance["State"]["Name"] in LIFECYCLE
        else "Unhealthy",
        "LaunchTemplate": doc["LaunchTemplate"],
        "ProtectedFromScaleIn": False,
    }

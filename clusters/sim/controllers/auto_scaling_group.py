"""Auto Scaling: launches and ends instances, one at a time, balanced over zones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from clusters.sim.aws.autoscaling import activity, group
from clusters.sim.aws.ec2 import instance, launch_request, resource, subnet
from clusters.sim.catalog.timings import ec2 as timings
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import Again, Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

NO_ADDRESSES = "InsufficientFreeAddressesInSubnet"
LONGEST_RETRY = 3600.0
"""Launches that keep failing are tried ever more seldom."""
SCALED_IN = {
    "Code": "Client.UserInitiatedShutdown",
    "Message": "Client.UserInitiatedShutdown: User initiated shutdown",
}


def _of_instance(_view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    name = doc["_"].get("group")
    return (group.key(key.scope, name),) if name else ()


def _waiting_for_addresses(view: Reader, _key: Key, doc: Doc) -> Iterable[Key]:
    """Groups that an interface's coming or going in their subnet may help."""
    found = view.by(group.KIND, "subnet", doc["SubnetId"])
    return [key for key, body in found if body["_"].get("refused") == NO_ADDRESSES]


@controller(
    "auto-scaling-group",
    watches(group.KIND),
    watches("ec2.Instance", to=_of_instance),
    watches("ec2.NetworkInterface", to=_waiting_for_addresses),
    provisioning=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    if doc is None:
        return None
    _close_activities(tx, key)
    held = group.instances(tx, key)
    if len(held) > doc["DesiredCapacity"]:
        return _end_one(tx, key, held)
    if doc.get("Status"):
        return _delete(tx, key, doc)
    if len(held) < doc["DesiredCapacity"]:
        return _launch_one(tx, key, doc, held)
    return None


def _close_activities(tx: Tx, key: Key) -> None:
    """Activities end when their instance has got where it was going."""
    for found, doc in activity.of_group(tx, key):
        if doc["StatusCode"] in ("Successful", "Failed"):
            continue
        this = tx.find(resource.INSTANCE.key(key.scope, doc["_"]["instance"]))
        state = this["State"]["Name"] if this else "terminated"
        if state in doc["_"]["ends"]:
            activity.finish(tx, found)


def _launch_one(
    tx: Tx, key: Key, doc: Document, held: list[tuple[Key, Document]]
) -> Wait:
    place = _place(tx, key, doc, held)
    again = doc["_"].get("retry", 0.0) - tx.now
    room = place and subnet.free_count(tx, _subnet_key(key, place), place) > 0
    if again > 0 and not (room and doc["_"]["refused"] == NO_ADDRESSES):
        return Again(again)
    cause = _launch_cause(tx, doc, len(held))
    try:
        with tx.savepoint():
            started = _launch(tx, key, doc, place)
    except Refusal as refusal:
        return _failed(tx, key, cause, place, refusal)
    with tx.edit(key) as body:
        group.forget_failures(body)
    about = f"Launching a new EC2 instance: {started.name}"
    made = activity.record(tx, key, about, cause, place)
    activity.ends_with(tx, made, started.name, "running", "terminated")
    tx.tell(key, "autoscaling", "LaunchingInstance", f"{about}.", owner="you")
    wanted = doc["DesiredCapacity"] - len(held) - 1
    return timings.SCALING_GAP.draw(tx.rng) if wanted > 0 else None


def _subnet_key(key: Key, place: Doc) -> Key:
    return resource.SUBNET.key(key.scope, place["SubnetId"])


def _launch_cause(tx: Tx, doc: Document, held: int) -> str:
    return (
        f"{doc['_']['cause']}  At {tx.stamp} an instance was started in response to a "
        "difference between desired and actual capacity, increasing the capacity from "
        f"{held} to {held + 1}."
    )


def _place(tx: Tx, key: Key, doc: Document, held: list[tuple[Key, Document]]) -> Doc:
    """The subnet for the next instance: the emptiest zone's, then the freest one."""
    count = Counter(found["Placement"]["AvailabilityZone"] for _, found in held)
    options = []
    for order, subnet_id in enumerate(doc["VPCZoneIdentifier"].split(",")):
        place = resource.SUBNET.key(key.scope, subnet_id)
        body = tx.find(place)
        if body is None:
            continue
        full = subnet.free_count(tx, place, body) < 1
        used = sum(found["SubnetId"] == subnet_id for _, found in held)
        options.append(((full, count[body["AvailabilityZone"]], used, order), body))
    return min(options, key=lambda option: option[0])[1] if options else {}


def _launch(tx: Tx, key: Key, doc: Document, place: Doc) -> Key:
    if not place:
        text = f"The subnet ID '{doc['VPCZoneIdentifier']}' does not exist"
        raise Refusal("InvalidSubnetID.NotFound", text)
    template = {
        name: doc["LaunchTemplate"][name] for name in ("LaunchTemplateId", "Version")
    }
    request = {"LaunchTemplate": template, "SubnetId": place["SubnetId"]}
    wanted = launch_request.checked(tx, key.scope, request)
    tags = {tag["Key"]: tag["Value"] for tag in wanted.instance_tags}
    tags |= {
        tag["Key"]: tag["Value"] for tag in doc["Tags"] if tag["PropagateAtLaunch"]
    }
    tags["aws:autoscaling:groupName"] = key.name
    tags["aws:ec2launchtemplate:id"] = template["LaunchTemplateId"]
    tags["aws:ec2launchtemplate:version"] = _version(tx, key, template)
    listed = [{"Key": name, "Value": value} for name, value in tags.items()]
    return instance.launch(tx, wanted, tags=listed, group=key.name)


def _version(tx: Tx, key: Key, template: Doc) -> str:
    doc = tx.need(resource.LAUNCH_TEMPLATE.key(key.scope, template["LaunchTemplateId"]))
    names = {"$Default": "DefaultVersionNumber", "$Latest": "LatestVersionNumber"}
    wanted = template["Version"]
    return str(doc[names[wanted]]) if wanted in names else str(wanted)


def _failed(tx: Tx, key: Key, cause: str, place: Doc, refusal: Refusal) -> Wait:
    message = f"{refusal.message} Launching EC2 instance failed."
    activity.record(
        tx,
        key,
        "Launching a new EC2 instance.  Status Reason: " + message,
        cause,
        place,
        StatusCode="Failed",
        StatusMessage=message,
        Progress=100,
        EndTime=tx.epoch,
    )
    tx.tell(
        key,
        "autoscaling",
        "LaunchFailed",
        f"{key.name} could not launch an instance: {refusal.message}",
        owner="you",
        next="you",
        severity="error",
    )
    with tx.edit(key) as body:
        failures = body["_"].get("failures", 0)
        wait = min(timings.SCALING_RETRY.draw(tx.rng) * 2**failures, LONGEST_RETRY)
        body["_"]["failures"] = failures + 1
        body["_"]["retry"] = tx.now + wait
        body["_"]["refused"] = refusal.code
    return Again(wait)


def _end_one(tx: Tx, key: Key, held: list[tuple[Key, Document]]) -> Wait:
    """End the oldest instance of the fullest zone."""
    count = Counter(doc["Placement"]["AvailabilityZone"] for _, doc in held)
    victim, doc = min(
        held,
        key=lambda item: (
            -count[item[1]["Placement"]["AvailabilityZone"]],
            item[1]["_"]["created"],
            item[0].name,
        ),
    )
    body = tx.need(key)
    cause = (
        f"{body['_']['cause']}  At {tx.stamp} an instance was taken out of service in "
        "response to a difference between desired and actual capacity, shrinking the "
        f"capacity from {len(held)} to {len(held) - 1}.  At {tx.stamp} instance "
        f"{victim.name} was selected for termination."
    )
    about = f"Terminating EC2 instance: {victim.name}"
    made = activity.record(tx, key, about, cause, activity.place_of(doc))
    activity.ends_with(tx, made, victim.name, "terminated")
    instance.terminate(tx, victim, SCALED_IN)
    tx.tell(key, "autoscaling", "TerminatingInstance", f"{about}.", owner="you")
    return timings.SCALING_GAP.draw(tx.rng)


def _delete(tx: Tx, key: Key, doc: Document) -> Wait:
    """A group on its way out is gone when its instances are."""
    left = float(doc["_"]["until"] - tx.now)
    if left > 0:
        return left
    if any(
        body["State"]["Name"] != "terminated"
        for found, body in tx.by("ec2.Instance", "group", key.name)
        if found.scope == key.scope
    ):
        return None
    for found, _ in activity.of_group(tx, key):
        tx.remove(found)
    tx.remove(key)
    return None

"""A node group's health: its issues in EKS's codes and words, and what follows."""

from __future__ import annotations

from typing import TypedDict

from clusters.sim.aws.autoscaling import activity
from clusters.sim.aws.autoscaling import group as scaling
from clusters.sim.aws.ec2 import launch_template, resource
from clusters.sim.aws.eks import nodegroup
from clusters.sim.aws.iam import role
from clusters.sim.controllers.nodegroup import public_subnets
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key

NO_ADDRESSES = "does not have enough free addresses"


class Issue(TypedDict):
    """As DescribeNodegroup shows it."""

    code: str
    message: str
    resourceIds: list[str]


def missing(tx: Tx, key: Key) -> Issue | None:
    """What the group was ordered with and is no longer there, or cannot work."""
    doc, region = tx.need(key), nodegroup.cluster_of(key).scope
    arn = doc["nodeRole"]
    if role.by_arn(tx, arn) is None:
        text = f"Node role {arn.rpartition('/')[2]} could not be found."
        return Issue(code="IamNodeRoleNotFound", message=text, resourceIds=[arn])
    gone = [
        s for s in doc["subnets"] if tx.find(resource.SUBNET.key(region, s)) is None
    ]
    if gone:
        text = f"The subnet ID(s) [{', '.join(gone)}] could not be found."
        return Issue(code="Ec2SubnetNotFound", message=text, resourceIds=gone)
    bare = public_subnets.without_addresses(tx, region, doc["subnets"])
    if bare:
        return Issue(
            code="Ec2SubnetInvalidConfiguration",
            message=public_subnets.MESSAGE.format(
                subnets=", ".join(bare), group=key.name
            ),
            resourceIds=bare,
        )
    return _without_template(tx, key, region)


def refused(key: Key, refusal: Refusal) -> Issue:
    """Another service would not do what EKS asked of it."""
    about_template = "launch template" in refusal.message.lower()
    code = "Ec2LaunchTemplateNotFound" if about_template else "InternalFailure"
    return Issue(code=code, message=refusal.message, resourceIds=[key.name])


def _without_template(tx: Tx, key: Key, region: str) -> Issue | None:
    named = tx.need(key).get("launchTemplate")
    if not named:
        return None
    try:
        template = resource.LAUNCH_TEMPLATE.require(tx, region, named["id"])
        launch_template.version(template, named["version"])
    except Refusal as refusal:
        return refused(key, refusal)
    return None


def issues(tx: Tx, key: Key) -> list[Issue]:
    """What keeps the group's Auto Scaling group from its size now."""
    doc = tx.need(key)
    group = nodegroup.scaling_group(key, doc)
    if "resources" not in doc:
        return []
    if tx.find(group) is None:
        text = (
            "The Auto Scaling group associated with the node group could not be found."
        )
        return [
            Issue(
                code="AutoScalingGroupNotFound", message=text, resourceIds=[group.name]
            )
        ]
    failure = activity.last_failure(tx, group)
    if not failure:
        return []
    if NO_ADDRESSES in failure:
        subnets = list(doc["subnets"])
        text = (
            "One or more of the subnets associated with your node group does not have "
            f"enough available IP addresses for new nodes: [{', '.join(subnets)}]"
        )
        return [
            Issue(code="InsufficientFreeAddresses", message=text, resourceIds=subnets)
        ]
    code = (
        "InstanceLimitExceeded"
        if "vCPU limit" in failure
        else "AsgInstanceLaunchFailures"
    )
    return [Issue(code=code, message=failure, resourceIds=[group.name])]


def never_joined(tx: Tx, key: Key) -> Issue:
    doc = tx.need(key)
    instances = scaling.instances(tx, nodegroup.scaling_group(key, doc))
    return Issue(
        code="NodeCreationFailure",
        message="Instances failed to join the kubernetes cluster",
        resourceIds=[found.name for found, _ in instances],
    )


def show(tx: Tx, key: Key, found: list[Issue]) -> None:
    """Put the issues where Describe shows them; say the new ones."""
    known = [issue["code"] for issue in tx.need(key)["health"]["issues"]]
    with tx.edit(key) as doc:
        doc["health"] = {"issues": [dict(issue) for issue in found]}
    for issue in found:
        if issue["code"] not in known:
            _tell(tx, key, issue)


def fail(tx: Tx, key: Key, found: list[Issue]) -> None:
    """Give up: the group stays as it is and can only be deleted."""
    show(tx, key, found)
    with tx.edit(key) as doc:
        doc["status"] = "CREATE_FAILED"
        doc["modifiedAt"] = tx.epoch
        doc["_"]["phase"] = ""
    tx.tell(
        key,
        "eks",
        "NodegroupCreateFailed",
        f"EKS gave up on node group {key.name}: {found[0]['message']} Mend the cause, "
        "delete the group and order it again.",
        owner="both",
        next="you",
        severity="error",
    )


def check(tx: Tx, key: Key) -> None:
    """DEGRADED while something is wrong, ACTIVE again by itself."""
    found = issues(tx, key)
    wanted = "DEGRADED" if found else "ACTIVE"
    if not found and not tx.need(key)["health"]["issues"]:
        return
    show(tx, key, found)
    with tx.edit(key) as doc:
        doc["status"] = wanted


def _tell(tx: Tx, key: Key, issue: Issue) -> None:
    text = f"Node group {key.name}: {issue['message']}"
    tx.tell(key, "eks", issue["code"], text, owner="both", next="you", severity="error")

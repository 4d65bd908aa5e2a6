"""What each phase of a node group's creation makes in the learner's account."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from clusters.sim.aws.autoscaling import group as scaling
from clusters.sim.aws.ec2 import account, image, launch_template, resource
from clusters.sim.aws.eks import cluster, nodegroup
from clusters.sim.aws.iam import instance_profile, role, service_linked
from clusters.sim.catalog import amis
from clusters.sim.controllers.nodegroup import node_role, user_data
from clusters.sim.tx import Tx
from clusters.sim.world import Key

SERVICE = "eks-nodegroup.amazonaws.com"


def ready(tx: Tx, key: Key, phase: str) -> bool:
    """Whether a phase may end, apart from its time."""
    return node_role.mappable(tx, key) if phase == "map-node-role" else True


def finish(tx: Tx, key: Key, phase: str) -> None:
    """What a phase does when it ends."""
    if phase in FINISHES:
        FINISHES[phase](tx, key)


def activate(tx: Tx, key: Key) -> None:
    with tx.edit(key) as doc:
        doc["status"] = "ACTIVE"
        doc["modifiedAt"] = tx.epoch
        doc["health"] = {"issues": []}
        took = tx.now - doc["_"]["created"]
    tx.tell(
        key,
        "eks",
        "NodegroupActive",
        f"Node group {key.name} is ACTIVE after {took:.0f} s of simulated time.",
        owner="both",
        next="you",
    )


def _instance_profile(tx: Tx, key: Key) -> None:
    name = service_linked.TEMPLATES[SERVICE].role
    if tx.find(role.key(name)) is None:
        service_linked.create(tx, account.number(tx), SERVICE)
    doc = tx.need(key)
    profile = nodegroup.made_name(doc)
    tx.add(
        instance_profile.key(profile),
        {
            "Path": "/",
            "InstanceProfileName": profile,
            "InstanceProfileId": f"AIPA{tx.rng.base32(17)}",
            "Arn": f"arn:aws:iam::{account.number(tx)}:instance-profile/{profile}",
            "CreateDate": tx.epoch,
            "Roles": [doc["nodeRole"].rpartition("/")[2]],
            "Tags": [],
            "_": {"created": tx.now},
        },
    )


def _launch_template(tx: Tx, key: Key) -> None:
    doc = tx.need(key)
    here = nodegroup.cluster_of(key)
    name = nodegroup.made_name(doc)
    by = f"arn:aws:sts::{account.number(tx)}:assumed-role/{service_linked.TEMPLATES[SERVICE].role}/EKS"
    tags = [
        {"Key": "eks:cluster-name", "Value": here.name},
        {"Key": "eks:nodegroup-name", "Value": key.name},
    ]
    made = launch_template.create(
        tx, here.scope, name, _template_data(tx, key), created_by=by, tags=tags
    )
    with tx.edit(key) as body:
        body["_"]["launch_template"] = made.name


def _template_data(tx: Tx, key: Key) -> dict[str, Any]:
    """The group's own settings, over those of the learner's template if there is one."""
    doc, here = tx.need(key), nodegroup.cluster_of(key)
    theirs = _own_template(tx, key)
    group_id = cluster.vpc_config(tx, here)["clusterSecurityGroupId"]
    data: dict[str, Any] = {
        "InstanceType": (doc.get("instanceTypes") or [""])[0],
        "BlockDeviceMappings": [_disk(doc.get("diskSize", image.NODE_DISK))],
        "SecurityGroupIds": [group_id],
        "MetadataOptions": {"HttpPutResponseHopLimit": 2, "HttpTokens": "required"},
        **theirs,
        "IamInstanceProfile": {"Name": nodegroup.made_name(doc)},
    }
    if theirs.get("NetworkInterfaces"):
        del data["SecurityGroupIds"]
    if doc["amiType"] == nodegroup.CUSTOM:
        return data
    architecture = nodegroup.ARCHITECTURES[doc["amiType"]]
    data["ImageId"] = amis.node_image(here.scope, doc["version"], architecture).id
    text = user_data.text(tx, key, data["ImageId"], data["InstanceType"])
    extra = base64.b64decode(theirs.get("UserData", "")).decode(errors="replace")
    data["UserData"] = base64.b64encode(user_data.joined(extra, text).encode()).decode()
    return data


def _disk(size: int) -> dict[str, Any]:
    disk = {"DeleteOnTermination": True, "VolumeSize": size, "VolumeType": "gp3"}
    return {"DeviceName": image.ROOT_DEVICE, "Ebs": disk}


def _own_template(tx: Tx, key: Key) -> dict[str, Any]:
    named = tx.need(key).get("launchTemplate")
    if not named:
        return {}
    region = nodegroup.cluster_of(key).scope
    doc = tx.need(resource.LAUNCH_TEMPLATE.key(region, named["id"]))
    return dict(launch_template.version(doc, named["version"])["LaunchTemplateData"])


def _auto_scaling_group(tx: Tx, key: Key) -> None:
    doc, here = tx.need(key), nodegroup.cluster_of(key)
    sizes, made = doc["scalingConfig"], nodegroup.scaling_group(key, doc)
    tags = {
        "eks:cluster-name": here.name,
        "eks:nodegroup-name": key.name,
        "k8s.io/cluster-autoscaler/enabled": "true",
        f"k8s.io/cluster-autoscaler/{here.name}": "owned",
        f"kubernetes.io/cluster/{here.name}": "owned",
    }
    scaling.create(
        tx,
        name=made.name,
        launch_template={
            "LaunchTemplateId": doc["_"]["launch_template"],
            "Version": "1",
        },
        subnets=doc["subnets"],
        minimum=sizes["minSize"],
        desired=sizes["desiredSize"],
        maximum=sizes["maxSize"],
        tags=[
            {"Key": k, "Value": v, "PropagateAtLaunch": True} for k, v in tags.items()
        ],
        region=here.scope,
        members={
            "SuspendedProcesses": [
                {"ProcessName": "AZRebalance", "SuspensionReason": "User suspended"}
            ],
            "CapacityRebalance": True,
            "HealthCheckGracePeriod": 15,
        },
    )
    with tx.edit(key) as body:
        body["resources"] = {"autoScalingGroups": [{"name": made.name}]}


FINISHES: dict[str, Callable[[Tx, Key], None]] = {
    "map-node-role": node_role.add,
    "instance-profile": _instance_profile,
    "launch-template": _launch_template,
    "auto-scaling-group": _auto_scaling_group,
}

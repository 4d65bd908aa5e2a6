"""IAM roles as EKS meets them: what each is for, who uses it, what breaks without it."""

from __future__ import annotations

from typing import Any

from clusters.console.nodes import node_roles
from clusters.live.words import counted
from clusters.sim.aws.eks import roles
from clusters.sim.aws.iam import role
from clusters.sim.commands import Doc
from clusters.sim.world import Key, World

LINKED = "/aws-service-role/"
WATCHES = (
    "iam.Role",
    "iam.InstanceProfile",
    "iam.Policy",
    "iam.User",
    "eks.Cluster",
    "eks.Nodegroup",
    "eks.AccessEntry",
    "ec2.Instance",
)
BREAKS = {
    roles.CLUSTER_POLICY: "EKS refuses the role for a new cluster. In one that runs, Kubernetes can no longer make load balancers or attach volumes for you.",
    "AmazonEKSWorkerNodePolicy": "A new node cannot ask EKS about its cluster, so it never joins. Nodes that have joined go on.",
    "AmazonEKS_CNI_Policy": "The VPC CNI gets no addresses: the node's Pods stay in ContainerCreating and the node NotReady.",
    "AmazonEC2ContainerRegistryPullOnly": "The kubelet may not pull from Amazon ECR: Pods with images from there stop at ErrImagePull.",
    "AmazonEC2ContainerRegistryReadOnly": "The kubelet may not pull from Amazon ECR: Pods with images from there stop at ErrImagePull.",
    "AmazonSSMManagedInstanceCore": "Session Manager no longer reaches the nodes. Kubernetes does not notice.",
    "AmazonEBSCSIDriverPolicy": "Volumes are no longer made or attached for PersistentVolumeClaims.",
    "AmazonEKSVPCResourceController": "Pods can get no security groups of their own.",
}
OTHERWISE = "Nothing of Amazon EKS rests on it. What carries this role loses what the policy allows."


def purpose(doc: Doc) -> dict[str, str]:
    """What a role is for, by whom it trusts, and whose it is."""
    if doc["Path"].startswith(LINKED):
        return {"word": "Service-linked", "owner": "aws", "who": "AWS manages"}
    mine = {"owner": "you", "who": "You manage"}
    if role.trusts(doc, roles.SERVICE):
        return {"word": "Cluster", **mine}
    if role.trusts(doc, node_roles.EC2):
        return {"word": "Node", **mine}
    return {"word": "Other", **mine}


def uses(world: World, role_name: str, doc: Doc) -> list[dict[str, Any]]:
    """Everything that works with a role: clusters, node groups, instances, entries."""
    arn = doc["Arn"]
    found = [
        {"what": "Cluster", "name": key.name, "cluster": key.name, "tab": "cluster"}
        for key, cluster in world.list("eks.Cluster")
        if cluster["roleArn"] == arn
    ]
    found += [
        _of_cluster("Node group", key.name, key, "nodes")
        for key, group in world.list("eks.Nodegroup")
        if group["nodeRole"] == arn
    ]
    found += [
        _of_cluster("Access entry in", _cluster(key), key, "access")
        for key, _ in world.list("eks.AccessEntry")
        if key.name == arn
    ]
    for profile in profiles(world, role_name):
        carried = carriers(world, profile)
        if carried:
            name = counted(len(carried), "EC2 instance")
            found.append({"what": "", "name": name, "tab": ""})
    return found


def _of_cluster(what: str, name: str, key: Key, tab: str) -> dict[str, Any]:
    return {"what": what, "name": name, "cluster": _cluster(key), "tab": tab}


def _cluster(key: Key) -> str:
    return key.scope.partition("/")[2]


def profiles(world: World, name: str) -> list[str]:
    """The instance profiles that carry a role into instances."""
    return [key.name for key, _ in world.by("iam.InstanceProfile", "role", name)]


def carriers(world: World, profile: str) -> list[str]:
    """The instances that were launched with an instance profile and still run."""
    return [
        key.name
        for key, doc in world.list("ec2.Instance")
        if doc.get("IamInstanceProfile", {}).get("Arn", "").rpartition("/")[2]
        == profile
        and doc["State"]["Name"] not in ("terminated", "shutting-down")
    ]


def wants(doc: Doc) -> list[dict[str, str]]:
    """What a cluster or node role lacks, and what does not work so."""
    word = purpose(doc)["word"]
    if word == "Cluster" and not role.has_policy(doc, roles.CLUSTER_POLICY):
        return [
            {"policy": roles.CLUSTER_POLICY, "breaks": BREAKS[roles.CLUSTER_POLICY]}
        ]
    if word == "Node":
        return [
            {"policy": name, "breaks": BREAKS[name]} for name in node_roles.missing(doc)
        ]
    return []

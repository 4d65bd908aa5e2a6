"""The phases of the four lifecycles, in order, each with whose work it is.

What happens inside AWS's control plane is not published: the order follows from what
each component needs, the seconds from the totals (see catalog/timings/eks.py).
"""

from __future__ import annotations

from typing import NamedTuple

from clusters.sim.catalog.timings import Timing, eks


class Phase(NamedTuple):
    """One phase. `timing` is None where it lasts until its members are ready.

    `usual` is its share of the whole in seconds, `owner` whose thing it makes, `by`
    who does it. The sentences are told at its start and its end.
    """

    name: str
    title: str
    component: str
    owner: str
    timing: Timing | None
    starts: str
    ends: str
    usual: float = 0.0
    by: str = "aws"

    @property
    def share(self) -> float:
        return self.timing.seconds if self.timing else self.usual

    @property
    def published(self) -> bool:
        """Whether AWS publishes how long it takes."""
        return self.timing is not None and self.timing.published

    @property
    def reason(self) -> str:
        return "".join(word.capitalize() for word in self.name.split("-"))


CLUSTER_CREATE = (
    Phase(
        "service-linked-role", "Service-linked role", "iam", "both",
        eks.SERVICE_LINKED_ROLE,
        "EKS sees to it that the role AWSServiceRoleForAmazonEKS exists in your account.",
        "EKS may now make network interfaces and security groups in your account.",
    ),
    Phase(
        "cluster-security-group", "Cluster security group", "ec2", "both",
        eks.CLUSTER_SECURITY_GROUP,
        "EKS makes the cluster security group in your VPC.",
        "The cluster security group is there: whatever carries it may talk to each other.",
    ),
    Phase(
        "control-plane-vpc", "Control plane network", "eks", "aws",
        eks.CONTROL_PLANE_VPC,
        "AWS lays out a network of its own for this control plane, over three zones.",
        "The control plane's network is ready. It is in AWS's account; you cannot see it.",
    ),
    Phase(
        "certificates", "Certificate authority", "eks", "aws",
        eks.CERTIFICATES,
        "AWS makes the cluster's certificate authority and the keys of its service accounts.",
        "The certificate authority is made; clients will know the endpoint by it.",
    ),
    Phase(
        "etcd", "etcd: three members", "etcd", "aws", None,
        "Three etcd members start, one in each zone. Nothing can be stored before two agree.",
        "All three etcd members take part; the cluster can store its state.",
        usual=130.0,
    ),
    Phase(
        "api-servers", "API servers", "kube-apiserver", "aws", None,
        "Two API servers start, in two of the zones.",
        "Both API servers are healthy; scheduler and controller manager hold their leases.",
        usual=120.0,
    ),
    Phase(
        "cross-account-interfaces", "Interfaces in your subnets", "ec2", "both",
        eks.CROSS_ACCOUNT_INTERFACES,
        "EKS puts network interfaces into your subnets, to reach your nodes from its VPC.",
        "The cross-account interfaces are attached.",
    ),
    Phase(
        "endpoint", "Endpoint and DNS", "eks", "aws",
        eks.ENDPOINT,
        "The load balancer checks the API servers; the endpoint's name goes into DNS.",
        "The endpoint answers.",
    ),
    Phase(
        "oidc-issuer", "OIDC issuer", "eks", "aws",
        eks.OIDC_ISSUER,
        "AWS publishes the issuer by which IAM can trust this cluster's service accounts.",
        "The OIDC issuer is published. Its provider in IAM would be yours to make.",
    ),
    Phase(
        "bootstrap", "First objects", "eks", "aws",
        eks.BOOTSTRAP,
        "EKS writes the first objects: namespaces, roles, and who may come in.",
        "The first objects are written.",
    ),
    Phase(
        "default-addons", "Default add-ons", "eks", "both",
        eks.DEFAULT_ADDONS,
        "EKS applies the default add-ons: vpc-cni, kube-proxy and coredns.",
        "The default add-ons are applied. coredns waits: there are no nodes yet.",
    ),
    Phase(
        "health-gate", "Last checks", "eks", "aws",
        eks.HEALTH_GATE,
        "EKS checks the whole control plane once more.",
        "All checks passed.",
    ),
)  # fmt: skip

CLUSTER_DELETE = (
    Phase(
        "stop-api-servers", "API servers stop", "kube-apiserver", "aws",
        eks.API_SERVERS_STOP,
        "The API servers stop taking requests.",
        "The API servers are gone, and with them the endpoint.",
    ),
    Phase(
        "remove-interfaces", "Interfaces leave your subnets", "ec2", "both",
        eks.INTERFACES_DETACH,
        "EKS detaches its network interfaces from your subnets.",
        "The interfaces are deleted; their addresses are free again.",
    ),
    Phase(
        "destroy-etcd", "etcd and its data", "etcd", "aws",
        eks.ETCD_DESTROY,
        "AWS destroys the etcd members and all they stored.",
        "etcd is gone. Nobody can bring its contents back.",
    ),
)  # fmt: skip

NODEGROUP_CREATE = (
    Phase(
        "map-node-role", "Node role may join", "eks", "both",
        eks.NODE_ROLE_MAPPING,
        "EKS tells the cluster that instances with the node role are nodes.",
        "The node role is mapped to system:node:… in the cluster.",
    ),
    Phase(
        "instance-profile", "Instance profile", "iam", "both",
        eks.INSTANCE_PROFILE,
        "EKS makes an instance profile, so that instances can carry the node role.",
        "The instance profile is there.",
    ),
    Phase(
        "launch-template", "Launch template", "ec2", "both",
        eks.LAUNCH_TEMPLATE,
        "EKS writes a launch template: the image, the disk, and what a node needs to know to join.",
        "The launch template is there.",
    ),
    Phase(
        "auto-scaling-group", "Auto Scaling group", "autoscaling", "both",
        eks.AUTO_SCALING_GROUP,
        "EKS makes an Auto Scaling group over your subnets.",
        "The Auto Scaling group is there and launches instances in your account.",
    ),
    Phase(
        "nodes-join", "Nodes join", "eks", "you", None,
        "EKS waits for the nodes to join and become Ready.",
        "All wanted nodes are Ready.",
        usual=90.0, by="you",
    ),
    Phase(
        "nodes-health-gate", "Last checks", "eks", "aws",
        eks.NODES_HEALTH_GATE,
        "EKS checks the node group once more.",
        "All checks passed.",
    ),
)  # fmt: skip

NODEGROUP_DELETE = (
    Phase(
        "drain", "Nodes drained", "eks", "both",
        eks.NODEGROUP_DRAIN,
        "EKS cordons the group's nodes and asks their Pods to leave.",
        "The nodes are drained.",
    ),
    Phase(
        "terminate", "Instances terminated", "autoscaling", "both", None,
        "The Auto Scaling group terminates its instances.",
        "All instances of the group are terminated.",
        usual=90.0,
    ),
    Phase(
        "clean-up", "Group cleaned up", "eks", "both",
        eks.NODEGROUP_CLEANUP,
        "EKS deletes the Auto Scaling group, the launch template and the instance profile.",
        "What EKS made for the node group is deleted.",
    ),
)  # fmt: skip

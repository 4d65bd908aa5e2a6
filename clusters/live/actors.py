"""Who acted: the names of callers and controllers, and on whose side they run."""

from __future__ import annotations

from typing import NamedTuple

AWS, YOURS, OURS = "aws", "you", "halfplane"


class Actor(NamedTuple):
    """Who did something: a name in words, and who runs it."""

    name: str
    side: str

    @property
    def text(self) -> str:
        """`the scheduler, run by AWS`, `the kubelet on your node`, `you (learner)`."""
        if self.side == AWS:
            return f"{self.name}, run by AWS"
        return self.name


CONTROLLERS = {
    "addon": Actor("EKS add-on management", AWS),
    "api-server": Actor("the control plane's own repair", AWS),
    "auto-scaling-group": Actor("EC2 Auto Scaling", AWS),
    "cloud-node": Actor("the cloud controller manager", AWS),
    "cluster-role-aggregation": Actor("the ClusterRole aggregation controller", AWS),
    "cni": Actor("the VPC CNI on your node", YOURS),
    "cross-account-interface": Actor("Amazon EKS", AWS),
    "daemon-set": Actor("the DaemonSet controller", AWS),
    "deployment": Actor("the Deployment controller", AWS),
    "eks-cluster": Actor("Amazon EKS", AWS),
    "endpoint-load-balancer": Actor("the endpoint's load balancer", AWS),
    "endpoint-slice": Actor("the EndpointSlice controller", AWS),
    "etcd": Actor("the control plane's own repair", AWS),
    "etcd-quorum": Actor("the etcd members", AWS),
    "garbage-collector": Actor("the garbage collector", AWS),
    "instance": Actor("Amazon EC2", AWS),
    "kubelet": Actor("the kubelet on your node", YOURS),
    "kubelet-node": Actor("the kubelet on your node", YOURS),
    "kubernetes-service": Actor("the API server", AWS),
    "namespace": Actor("the namespace controller", AWS),
    "nat-gateway": Actor("Amazon VPC", AWS),
    "node-boot": Actor("your instance while it boots", YOURS),
    "node-lifecycle": Actor("the node controller", AWS),
    "nodegroup": Actor("Amazon EKS", AWS),
    "pod-gc": Actor("the Pod garbage collector", AWS),
    "replica-set": Actor("the ReplicaSet controller", AWS),
    "root-ca-cert-publisher": Actor("the root CA publisher", AWS),
    "scheduler": Actor("the scheduler", AWS),
    "service-account": Actor("the service account controller", AWS),
    "service-load-balancer": Actor("the cloud controller manager", AWS),
    "stack": Actor("AWS CloudFormation", AWS),
}
"""The core's controllers, as AWS and Kubernetes call who does their work."""


NAMED = {
    "": Actor("you", YOURS),
    "halfplane": Actor("Halfplane", OURS),
    "you": Actor("you", YOURS),
}


def actor(name: str) -> Actor:
    """Who a change is attributed to: a controller, or a caller by ARN or user name."""
    known = CONTROLLERS.get(name) or NAMED.get(name)
    if known is not None:
        return known
    if name.startswith("arn:"):
        return Actor(f"you, as {name.rpartition(':')[2]}", YOURS)
    if name.startswith("system:node:"):
        return Actor(f"the kubelet of {name.removeprefix('system:node:')}", YOURS)
    if name.startswith(("eks:", "system:kube-")):
        return Actor(name, AWS)
    return Actor(f"you, as {name}", YOURS)

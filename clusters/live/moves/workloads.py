"""The next move after what the controllers say about workloads and Services."""

from __future__ import annotations

from clusters.live.moves.case import NOBODY, YOU, Case, Move, plain, rule


@rule("FailedCreate", "ReplicaSetCreateError")
def not_created(case: Case) -> Move:
    text = (
        "The API server refuses the Pods that the template asks for. Its message says "
        "which field, or which ServiceAccount is missing: mend the template."
    )
    if "serviceaccount" in case.message.lower():
        text = (
            "Make the ServiceAccount that the Pods name; they are then made by itself."
        )
    return Move(YOU, text, case.own(), "Open it to edit")


plain(
    YOU,
    {
        "SyncLoadBalancerFailed": (
            "AWS would not make the load balancer. Tag the subnets for it "
            "(kubernetes.io/role/elb), or mend what the message names; it is tried again "
            "by itself."
        ),
        "FailedDaemonPod": (
            "A DaemonSet's Pod failed; another is made at once. Read why the first ended."
        ),
    },
)
plain(
    YOU,
    {
        "UnAvailableLoadBalancer": (
            "The load balancer has no node to send to. Add nodes: they are registered by "
            "themselves."
        )
    },
    done=lambda case: bool(case.world.list("k8s.Node", case.cluster_id)),
)
plain(
    NOBODY,
    {
        "Deleted": "What it owned goes with it: the garbage collector sees to that.",
        "DeletedLoadBalancer": "AWS has taken the load balancer away.",
        "DeletingLoadBalancer": "The cloud controller manager takes it away by itself.",
        "EnsuredLoadBalancer": "The Service has its address; its DNS name may be used.",
        "EnsuringLoadBalancer": "AWS makes the load balancer; that takes a few seconds.",
        "Scaled": "The controller makes or deletes Pods until the number is right.",
        "ScalingReplicaSet": "The ReplicaSet makes or deletes its Pods by itself.",
        "SucceededDaemonPod": "A DaemonSet's Pods are to run for ever: another is made.",
        "SuccessfulCreate": "The scheduler looks for a node for the new Pod.",
        "SuccessfulDelete": "The kubelet stops the Pod's containers.",
        "Updated": "Whoever watches such objects acts on the change by itself.",
        "UpdatedLoadBalancer": "The load balancer sends to the nodes that there are now.",
    },
)

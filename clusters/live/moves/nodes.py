"""The next move after what instances say while they become nodes, and nodes later."""

from __future__ import annotations

from clusters.live import links
from clusters.live.moves.case import AWS, NOBODY, YOU, Case, Find, Move, plain, rule
from clusters.sim.datacenter import control_plane


def joined(case: Case) -> bool:
    """Whether the instance is a node by now, or there no more."""
    boot = (case.doc.get("_") or {}).get("boot") or {}
    return case.standing.gone or boot.get("step") == "joined"


JOINING = {
    "AccessDenied": (
        "Map the instance's role: an access entry of type EC2_LINUX, or a line of the "
        "ConfigMap aws-auth. The kubelet tries again by itself."
    ),
    "Unauthorized": (
        "The cluster does not know who the instance is. Map its role: an access entry of "
        "type EC2_LINUX, or a line of the ConfigMap aws-auth, and see that its user data "
        "names this cluster."
    ),
    "Forbidden": (
        "The role is mapped, but not as a node. Map it to "
        "system:node:{{EC2PrivateDNSName}} with the group system:nodes."
    ),
    "NoCredentials": (
        "Give the instance an instance profile with a node role, in its launch template."
    ),
    "NoSuchCluster": (
        "The instance's user data names a cluster that is not there. Mend its name and "
        "endpoint in the launch template, and launch it anew."
    ),
    "RegistrationRefused": (
        "Mend what the API server refuses (labels or taints in the user data), and launch "
        "the instance anew."
    ),
}


def _joining(text: str) -> Find:
    return lambda case: Move(YOU, text, case.own(), "See why it is not joining")


for reason, sentence in JOINING.items():
    rule(reason, done=joined)(_joining(sentence))


@rule("ApiServerUnreachable", done=joined)
def unreachable(case: Case) -> Move:
    """A hop on the way refuses: the instance's page names it."""
    if case.told_next == AWS:
        text = "The hop that refuses is AWS's. AWS mends it; the kubelet tries again."
        return Move(AWS, text, case.own(), "See the way hop by hop")
    text = (
        "A hop on the instance's way to the API server refuses: a route, a security group "
        "or the endpoint's settings. Mend that one; the kubelet tries again by itself."
    )
    return Move(YOU, text, case.own(), "See the way hop by hop")


@rule("ApiServerUnavailable", done=joined)
def unavailable(case: Case) -> Move:
    text = "AWS repairs the control plane; the kubelet tries again by itself."
    return Move(AWS, text, case.own(), "Open the instance")


@rule("NodeBooting", done=joined)
def booting(case: Case) -> Move:
    text = (
        "The instance goes on by itself. It joins if its network and its role let it: that "
        "part is yours."
    )
    return Move(YOU, text, case.own(), "See how far it is")


@rule("NodeNotReady")
def not_ready(case: Case) -> Move:
    if not control_plane.writable(case.world, case.cluster_id):
        text = "The control plane cannot be written: AWS repairs it first."
        return Move(AWS, text, case.tab("cluster"), "Open the map")
    text = (
        "The node's kubelet is not heard of. See whether its instance runs and reaches the "
        "API server; a managed node group replaces an instance that is gone."
    )
    return Move(YOU, text, case.own(), f"Open {links.name(case.key)}")


plain(
    YOU,
    {
        "InsufficientFreeAddressesInSubnet": (
            "The subnet has no free address. Add a larger subnet, or run fewer Pods on "
            "its nodes."
        )
    },
    done=lambda case: case.standing.gone,
)
plain(
    NOBODY,
    {
        "AccessGranted": "The instance may come in; its kubelet registers its node now.",
        "DeletingNode": "The instance is gone, so its node goes too.",
        "InvalidDiskCapacity": (
            "Every kubelet says this as it starts, before it knows its disk. It is harmless."
        ),
        "KubeletStarted": "The kubelet registers its node if the cluster lets it in.",
        "NodeAllocatableEnforced": "The kubelet goes on by itself.",
        "NodeHasNoDiskPressure": "The kubelet goes on by itself.",
        "NodeHasSufficientMemory": "The kubelet goes on by itself.",
        "NodeHasSufficientPID": "The kubelet goes on by itself.",
        "NodeNotSchedulable": (
            "The node is cordoned: it takes no new Pods until somebody uncordons it."
        ),
        "NodeReady": "The scheduler may use the node from now on.",
        "NodeRegistered": (
            "The DaemonSets put aws-node and kube-proxy on it; it is Ready when its "
            "network is."
        ),
        "NodeSchedulable": "The scheduler may use the node again.",
        "RegisteredNode": "The node controller watches over the node from now on.",
        "RemovingNode": "The node is gone; its Pods go too, and are made elsewhere.",
        "Starting": "It starts on the node by itself.",
        "Synced": "The cloud controller manager has labelled the node with its zone.",
    },
)

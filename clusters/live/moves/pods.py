"""The next move after what the scheduler and the kubelet say about Pods."""

from __future__ import annotations

from clusters.live import links
from clusters.live.moves.case import AWS, NOBODY, YOU, Case, Move, plain, rule
from clusters.sim.commands import Doc
from clusters.sim.world import Key

FIXES = {
    "Insufficient cpu": "lower the Pod's request for CPU, or add a node with more of it",
    "Insufficient memory": (
        "lower the Pod's request for memory, or add a node with more of it"
    ),
    "Insufficient ephemeral-storage": (
        "lower the Pod's request for disk, or add nodes with larger disks"
    ),
    "Too many pods": (
        "add a node, or use a larger instance type: each takes only as many Pods as its "
        "network interfaces hold addresses"
    ),
    "taint": (
        "give the Pod a toleration for the taint, take the taint off a node, or add a "
        "node without it"
    ),
    "node affinity/selector": (
        "label a node as the Pod's nodeSelector or affinity asks, or change what it asks"
    ),
    "were unschedulable": "uncordon a node (kubectl uncordon), or add one",
    "free ports": "choose another hostPort, or add a node on which it is free",
    "persistentvolumeclaim": "make the PersistentVolumeClaim that the Pod names",
}
"""What helps, by the words of FailedScheduling."""
BEING_MADE = frozenset({"CREATING", "UPDATING"})


@rule("FailedScheduling")
def failed_scheduling(case: Case) -> Move:
    """No node for a Pod: nodes may be on their way; else it is the learner's."""
    coming = _nodes_on_their_way(case)
    if coming:
        return coming
    said = _said(case.doc) or case.message
    helps = [text for words, text in FIXES.items() if words in said]
    if not helps or not case.world.list("k8s.Node", case.cluster_id):
        helps = ["add a node: the scheduler tries again by itself when one is Ready"]
    text = "; and ".join(helps)
    told = f"The scheduler found no node for this Pod. To help it, {text}."
    return Move(YOU, told, case.tab("nodes"), "Open the cluster's nodes")


def _said(pod: Doc) -> str:
    """What the scheduler wrote into the Pod last."""
    for condition in (pod.get("status") or {}).get("conditions") or ():
        if condition["type"] == "PodScheduled" and condition["status"] != "True":
            return str(condition.get("message", ""))
    return ""


def _nodes_on_their_way(case: Case) -> Move | None:
    groups = Key("eks.Cluster", "", case.cluster)
    for key, doc in case.world.list("eks.Nodegroup"):
        if key.scope.partition("/")[2] == groups.name and doc["status"] in BEING_MADE:
            text = (
                f"Node group {key.name} is {doc['status']}: its nodes come from AWS. "
                "The scheduler tries again by itself when one is Ready."
            )
            link = f"Watch node group {key.name}"
            return Move(AWS, text, links.href(case.here, key), link)
    for key, doc in case.world.list("k8s.Node", case.cluster_id):
        taints = doc["spec"].get("taints") or ()
        if any(t["key"].startswith("node.kubernetes.io/not-ready") for t in taints):
            text = (
                f"Node {key.name} is there but not Ready yet. The scheduler tries again "
                "by itself when it is."
            )
            return Move(NOBODY, text, links.href(case.here, key), "Watch the node")
    return None


@rule("BackOff")
def back_off(case: Case) -> Move:
    """One reason for two troubles: no image, or a container that keeps ending."""
    if "pull" in (case.message or _waiting(case.doc)).lower():
        return no_image(case)
    text = (
        "The container starts and ends again, and the kubelet waits longer each time. "
        "Read its last log (kubectl logs --previous), mend the image, its command or its "
        "settings, and apply the change."
    )
    return Move(YOU, text, case.own(), f"Open {links.name(case.key)}")


def _waiting(pod: Doc) -> str:
    states = (pod.get("status") or {}).get("containerStatuses") or ()
    reasons = [(s.get("state") or {}).get("waiting") or {} for s in states]
    return " ".join(str(waiting.get("reason", "")) for waiting in reasons)


def no_image(case: Case) -> Move:
    text = (
        "The image cannot be pulled. Check its name and tag, and that the node may read "
        "the registry (its role's policy, its way to the internet); then change the image "
        "in the Deployment. The kubelet tries again by itself."
    )
    return Move(YOU, text, case.own(), f"Open {links.name(case.key)}")


@rule("Failed")
def failed(case: Case) -> Move:
    said = case.message
    if "Pull" in said or "pull" in said:
        return no_image(case)
    text = (
        "A container could not be started. Its message says what is missing: a ConfigMap "
        "or Secret to make, a name or command to mend."
    )
    return Move(YOU, text, case.own(), f"Open {links.name(case.key)}")


@rule("Unhealthy")
def unhealthy(case: Case) -> Move:
    if case.told_next == NOBODY:
        text = (
            "A probe failed while the container started. The kubelet asks again soon."
        )
        return Move(NOBODY, text, case.own(), f"Open {links.name(case.key)}")
    text = (
        "A probe fails again and again. Mend what it asks (port, path, how long it may "
        "take), or the program that should answer."
    )
    return Move(YOU, text, case.own(), f"Open {links.name(case.key)}")


@rule("FailedCreatePodSandBox")
def no_sandbox(case: Case) -> Move:
    if "failed to assign" in case.message:
        text = (
            "The VPC CNI has no free address for the Pod. Use larger subnets, fewer Pods, "
            "or another node; the kubelet tries again by itself."
        )
        return Move(
            YOU, text, case.tab("networking"), "See the subnets' free addresses"
        )
    text = (
        "The VPC CNI does not answer on this node: its Pod aws-node must run there. Look "
        "at the DaemonSet aws-node in kube-system."
    )
    return Move(YOU, text, case.tab("add-ons"), "Open the add-ons")


plain(
    YOU,
    {
        "ErrImageNeverPull": (
            "The Pod may not pull (imagePullPolicy: Never) and the node does not have the "
            "image. Change the policy."
        ),
        "InspectFailed": "The image's name cannot be read. Mend it in the Pod's template.",
        "FailedMount": (
            "A volume's ConfigMap or Secret is not there. Make it, or mend its name; the "
            "kubelet tries again by itself."
        ),
        "OutOfcpu": "The node had no CPU left. Delete the Pod, and add room for it.",
        "OutOfmemory": "The node had no memory left. Delete the Pod, and add room for it.",
        "OutOfpods": "The node was full of Pods. Delete the Pod, and add a node.",
        "NodeAffinity": (
            "The Pod asks for labels that its node does not have. Change one of them."
        ),
        "TaintToleration": (
            "The node has a taint that the Pod does not tolerate. Add the toleration."
        ),
        "DeadlineExceeded": (
            "The Pod ran longer than its activeDeadlineSeconds allow. Raise them, or make "
            "its work shorter."
        ),
        "MissingIAMPermissions": (
            "The VPC CNI may not manage addresses: attach AmazonEKS_CNI_Policy to the node "
            "role."
        ),
    },
)
plain(
    NOBODY,
    {
        "Scheduled": "The kubelet on that node starts the Pod's containers by itself.",
        "Pulling": "The kubelet fetches the image; then it starts the container.",
        "Pulled": "The image is on the node; the kubelet goes on by itself.",
        "Created": "It is made, and whoever watches such objects acts on it by itself.",
        "Started": "The container runs. Its probes say when it is ready.",
        "Killing": "The container is being stopped; the kubelet goes on by itself.",
        "Preempted": (
            "The Pod gave way to one of higher priority. Its ReplicaSet makes another, "
            "which waits for room."
        ),
        "NetworkNotReady": (
            "The node's network is not ready yet. The kubelet tries again by itself."
        ),
        "SandboxChanged": "The node was restarted; the kubelet starts the Pod anew.",
        "TaintManagerEviction": (
            "The Pod leaves a node whose taint it does not tolerate. Its controller makes "
            "another elsewhere."
        ),
        "Evicted": "The Pod leaves; its controller makes another elsewhere.",
    },
)

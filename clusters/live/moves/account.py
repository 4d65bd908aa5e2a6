"""The next move after what AWS's services say: EKS, EC2, Auto Scaling and IAM."""

from __future__ import annotations

from clusters.live import links
from clusters.live.moves.case import AWS, NOBODY, YOU, Case, Move, never, plain, rule
from clusters.sim.aws.eks.update_cluster_config import KINDS

ORDERED = "AWS builds it, phase by phase. There is nothing for you to do meanwhile."
UPDATES = ("ConfigUpdate", *dict.fromkeys(KINDS.values()))
"""The types of updates that UpdateClusterConfig and UpdateNodegroupConfig order."""


def _has_nodes(case: Case) -> bool:
    cluster_id = (case.doc.get("_") or {}).get("id", "")
    return case.standing.gone or bool(case.world.list("k8s.Node", cluster_id))


@rule("ClusterActive", done=_has_nodes)
def cluster_active(case: Case) -> Move:
    text = "Add nodes: without them the cluster can store objects, but run nothing."
    return Move(YOU, text, case.tab("nodes"), "Add nodes")


@rule("NodegroupActive", done=never)
def nodegroup_active(case: Case) -> Move:
    text = "The nodes are there. Give them something to run when you like."
    return Move(YOU, text, links.address(case.here, "getting-started"), "Deploy an app")


def _without_issues(case: Case) -> bool:
    doc = case.doc
    issues = (doc.get("health") or {}).get("issues") or ()
    known = any(issue["code"] == case.reason for issue in issues)
    return not doc or (not known and "FAILED" not in str(doc.get("status")))


plain(
    YOU,
    {
        "AdmissionRequestDenied": (
            "The cluster's API refused one of the add-on's objects. Mend what it names, "
            "delete the add-on and create it again."
        ),
        "AsgInstanceLaunchFailures": (
            "EC2 would not launch an instance. The message says why: mend that, and Auto "
            "Scaling tries again by itself."
        ),
        "AutoScalingGroupNotFound": (
            "Somebody deleted the Auto Scaling group. Delete the node group and order it "
            "again."
        ),
        "Ec2LaunchTemplateNotFound": (
            "The launch template, or its version, is gone. Order the node group again with "
            "one that is there."
        ),
        "Ec2SecurityGroupNotFound": (
            "A security group that was named is gone. Delete the cluster and order it "
            "again with groups that are there."
        ),
        "Ec2SubnetInvalidConfiguration": (
            "The subnets do not give public addresses to instances. Switch that on, or "
            "use subnets with a NAT gateway; then order the node group again."
        ),
        "Ec2SubnetNotFound": (
            "A subnet that was named is gone. Order it again with subnets that are there."
        ),
        "IamNodeRoleNotFound": (
            "The node role is gone. Make it again under the same name, or order the group "
            "with another."
        ),
        "IamRoleNotFound": (
            "The cluster role is gone, or EKS may not assume it. Make it again, delete the "
            "cluster and order it anew."
        ),
        "InstanceLimitExceeded": (
            "The account's limit of vCPUs is reached. Use fewer or smaller instances, or "
            "terminate what you do not need."
        ),
        "InsufficientFreeAddresses": (
            "Free addresses in the subnets that are named, or use larger ones. EKS tries "
            "again by itself."
        ),
        "InsufficientNumberOfReplicas": (
            "The add-on's Pods are not all ready. Most often there is no node for them: "
            "add one, or see what its Pods wait for."
        ),
        "InternalFailure": (
            "Another service refused what EKS asked of it, in the words above. Mend that "
            "and order it again."
        ),
        "NodeCreationFailure": (
            "The instances run but never joined. The usual causes: the node role's "
            "policies, the way to the endpoint, the security group. Each instance's page "
            "says which."
        ),
        "NodegroupCreateFailed": (
            "Mend the cause that is named, delete the node group and order it again."
        ),
        "Other": "Another service refused, in the words above. Mend that, and try again.",
        "UpdateFailed": (
            "The update could not be made and nothing changed. Mend what the message "
            "names and order it again."
        ),
    },
    done=_without_issues,
)
plain(
    YOU,
    {
        "ClusterDeleted": (
            "Look for what stays and goes on costing: load balancers, volumes, network "
            "interfaces, roles and stacks are yours to delete."
        ),
        "DeleteLoadBalancer": "Its security group stays: delete that too.",
        "DependencyViolation": (
            "Delete what still uses the cluster's security group, then the group, before "
            "you delete the VPC."
        ),
        "LaunchFailed": (
            "EC2 would not launch the instance, in the words above. Mend that: Auto "
            "Scaling tries again by itself."
        ),
        "NatGatewayFailed": (
            "Delete the gateway and make another, in a public subnet with a free Elastic "
            "IP address."
        ),
        "StepFailed": "Read why, mend it, and run the step again.",
    },
    done=never,
)


@rule("ControllerSpinning", "DidNotSettle", done=never)
def ours(_case: Case) -> Move:
    text = (
        "This is a fault of the simulation, not yours. Reset the sandbox if it stays."
    )
    return Move(NOBODY, text)


def _ordered_and_done(case: Case) -> bool:
    return case.standing.gone or case.doc.get("status") not in {"CREATING", "DELETING"}


plain(
    AWS,
    {
        "CreateAddon": ORDERED,
        "CreateCluster": ORDERED,
        "CreateNodegroup": ORDERED,
        "DeleteAddon": "AWS takes the add-on's objects away.",
        "DeleteCluster": "AWS takes it apart, phase by phase.",
        "DeleteNodegroup": "AWS drains the nodes and terminates the instances.",
    },
    done=_ordered_and_done,
)
plain(
    AWS,
    dict.fromkeys(UPDATES, "AWS makes the change; the cluster goes on meanwhile."),
    done=lambda case: case.doc.get("status") != "UPDATING",
)
plain(
    NOBODY,
    {
        **{f"{kind}Finished": "The change is made." for kind in UPDATES},
        "AddonActive": "The add-on is well.",
        "AddonApplied": "Its Pods start as soon as there are nodes for them.",
        "AssociateAccessPolicy": "It counts for the next request already.",
        "CreateAccessEntry": "Whoever the entry names may come in with the next request.",
        "CreateNetworkInterface": "It is EKS's, in your subnet: leave it as it is.",
        "CreatorIsAdmin": "You may use kubectl as soon as it has your kubeconfig.",
        "DeleteAccessEntry": "Whoever the entry named is refused from now on.",
        "DisassociateAccessPolicy": "It counts for the next request already.",
        "InstanceRunning": "If it is to be a node, it boots and joins by itself.",
        "InstanceStopped": "Auto Scaling replaces it, if it belongs to a group.",
        "InstanceTerminated": "Auto Scaling replaces it, if its group still wants it.",
        "LaunchingInstance": "EC2 starts the instance; it boots by itself.",
        "NatGatewayAvailable": "Routes that name it may carry traffic now.",
        "NatGatewayDeleted": "Routes that still name it lead nowhere.",
        "NodegroupDeleted": "Its instances are gone, and so are its nodes.",
        "PolicyAttached": "It counts for the next request already.",
        "PolicyDetached": "What the policy allowed is refused from now on.",
        "RoleCreated": "Attach the policies that it needs.",
        "RoleDeleted": "Whoever assumed it is refused from now on.",
        "StepCancelled": "Run the step again when you like.",
        "StepQueued": "The step begins in a moment.",
        "StepRunning": "The step goes on by itself.",
        "StepSucceeded": "The next step can be run.",
        "StepWaiting": "The step waits and goes on by itself.",
        "TerminatingInstance": "EC2 ends the instance; its node goes with it.",
    },
)

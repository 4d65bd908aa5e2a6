"""Step 1: a network by the template, then a cluster in it."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.world import Key
from clusters.steps import stacks
from clusters.steps.standing import (
    CLUSTER,
    Done,
    Failed,
    Link,
    Run,
    Standing,
    Waiting,
    cluster_named,
)

STACK = "eks-vpc"
"""The stack of the network that the step makes when there is none."""
ROLE = "eksClusterRole"
OUTPUTS = ("SubnetIds", "SecurityGroups")


def proceed(run: Run) -> Standing:
    """Look at network and cluster, and do what is missing."""
    name = run.parameters.get("name") or CLUSTER
    found = cluster_named(run.world, name)
    if found is None:
        outputs = network(run)
        if isinstance(outputs, Waiting):
            return outputs
        create(run, name, outputs)
        found = cluster_named(run.world, name)
    if found is None:
        return Waiting(f"Cluster {name} is being created")
    return standing(name, found[1])


def standing(name: str, cluster: Doc) -> Standing:
    """What a cluster's status means for the step."""
    links = (Link(name, "eks.Cluster", name),)
    match cluster["status"]:
        case "ACTIVE" | "UPDATING":
            return Done(f"Cluster {name} is ACTIVE.", links)
        case "CREATING" | "PENDING":
            return Waiting(f"AWS builds the control plane of {name}", links)
        case "FAILED":
            issues = cluster.get("health", {}).get("issues", [])
            why = issues[0]["message"] if issues else "The cluster's status is FAILED."
            raise Failed(why, f"Delete cluster {name}, mend the cause, then retry.")
        case status:
            raise Failed(
                f"Cluster {name} is {status}.",
                "Wait until it is gone, then retry; or choose another name.",
            )


def network(run: Run) -> dict[str, str] | Waiting:
    """The outputs of the network's stack, made when it is not there."""
    if stacks.find(run.world, STACK) is None:
        run.once(
            f"Creating stack {STACK} from eks-vpc.yaml: a VPC with subnets in two zones.",
            "cloudformation:CreateStack",
            {"StackName": STACK, "TemplateBody": stacks.template("eks-vpc.yaml")},
            already="AlreadyExistsException",
        )
    outputs = stacks.outputs(run.world, STACK, OUTPUTS)
    if outputs is not None:
        return outputs
    link = Link(STACK, "cloudformation.Stack", STACK)
    return Waiting(f"CloudFormation creates stack {STACK}", (link,))


def create(run: Run, name: str, outputs: dict[str, str]) -> None:
    """Ask for the cluster, public and private endpoint, as the command beside says."""
    role = run.world.find(Key("iam.Role", "", ROLE))
    if role is None:
        raise Failed(
            f"There is no role {ROLE}.",
            "Create it with a trust policy for eks.amazonaws.com and the policy "
            "AmazonEKSClusterPolicy, or reset the sandbox; then retry.",
        )
    request = {
        "name": name,
        "roleArn": role["Arn"],
        "resourcesVpcConfig": {
            "subnetIds": outputs["SubnetIds"].replace(" ", "").split(","),
            "securityGroupIds": outputs["SecurityGroups"].split(","),
            "endpointPublicAccess": True,
            "endpointPrivateAccess": True,
        },
        "accessConfig": {"authenticationMode": "API_AND_CONFIG_MAP"},
    }
    if run.parameters.get("version"):
        request["version"] = run.parameters["version"]
    run.once(
        f"Asked Amazon EKS for cluster {name}.",
        "eks:CreateCluster",
        request,
        already="ResourceInUseException",
    )

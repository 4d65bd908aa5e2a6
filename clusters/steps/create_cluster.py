"""Step 1: a network by the template, then a cluster in it."""

from __future__ import annotations

from importlib.resources import files

from clusters.sim.commands import Doc
from clusters.sim.world import Key, World
from clusters.steps.standing import (
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
CLUSTER = "demo"
ROLE = "eksClusterRole"
STACK_COMPLETE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
STACK_FAILED = (
    "CREATE_FAILED",
    "DELETE_FAILED",
    "ROLLBACK_COMPLETE",
    "ROLLBACK_FAILED",
)
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
    outputs = stack_outputs(run.world)
    if outputs is not None:
        return outputs
    run.once(
        f"Creating stack {STACK} from eks-vpc.yaml: a VPC with subnets in two zones.",
        "cloudformation:CreateStack",
        {"StackName": STACK, "TemplateBody": template("eks-vpc.yaml")},
        already="AlreadyExistsException",
    )
    outputs = stack_outputs(run.world)
    if outputs is not None:
        return outputs
    link = Link(STACK, "cloudformation.Stack", STACK)
    return Waiting(f"CloudFormation creates stack {STACK}", (link,))


def stack_outputs(world: World) -> dict[str, str] | None:
    """The network's outputs once its stack is complete. Raises Failed."""
    for _, stack in world.list("cloudformation.Stack"):
        if stack["StackName"] != STACK:
            continue
        if stack["StackStatus"] in STACK_FAILED:
            raise Failed(
                f"Stack {STACK} is {stack['StackStatus']}.",
                "Its events say what failed first. Delete the stack, then retry.",
            )
        if stack["StackStatus"] in STACK_COMPLETE:
            return needed(stack)
    return None


def needed(stack: Doc) -> dict[str, str]:
    """A stack's outputs; a stack of the learner's own may not have those we need."""
    found = {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs") or ()}
    for name in OUTPUTS:
        if name not in found:
            raise Failed(
                f"Stack {STACK} has no output {name}.",
                "It was made from another template: delete it, then retry.",
            )
    return found


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


def template(name: str) -> str:
    """The text of one of our own templates."""
    folder = files("clusters.sim.catalog") / "templates"
    return (folder / name).read_text(encoding="utf-8")

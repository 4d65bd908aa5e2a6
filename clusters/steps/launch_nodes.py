"""Step 2: worker nodes, by a managed node group or by the template."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.world import Key, World
from clusters.steps import stacks
from clusters.steps.standing import (
    Done,
    Failed,
    Link,
    Run,
    Standing,
    Waiting,
    cluster_named,
)

GROUP = "web"
ROLE = "AmazonEKSNodeRole"
NODES = 2
NODE_STACK = "eks-nodes"


def proceed(run: Run) -> Standing:
    """Look at the nodes, and launch what is missing."""
    found = cluster_named(run.world, run.parameters.get("cluster", ""))
    if found is None:
        raise Failed("There is no cluster for the nodes to join.", "Take step 1 first.")
    key, cluster = found
    if cluster["status"] == "CREATING":
        return Waiting(f"Cluster {key.name} is not ACTIVE yet")
    if run.parameters.get("route") == "cloudformation":
        return by_template(run, key, cluster)
    return by_node_group(run, key, cluster)


def by_node_group(run: Run, cluster_key: Key, cluster: Doc) -> Standing:
    """A managed node group: AWS makes and keeps the Auto Scaling group."""
    name = run.parameters.get("nodegroup") or GROUP
    key = Key("eks.Nodegroup", f"{cluster_key.scope}/{cluster_key.name}", name)
    if run.world.find(key) is None:
        run.once(
            f"Asked Amazon EKS for node group {name} with {NODES} nodes.",
            "eks:CreateNodegroup",
            {
                "clusterName": cluster_key.name,
                "nodegroupName": name,
                "nodeRole": role_arn(run.world),
                "subnets": cluster["resourcesVpcConfig"]["subnetIds"],
                "scalingConfig": {
                    "minSize": NODES,
                    "maxSize": NODES,
                    "desiredSize": NODES,
                },
            },
            already="ResourceInUseException",
        )
    group = run.world.find(key) or {"status": "CREATING"}
    links = (Link(name, "eks.Nodegroup", name),)
    match group["status"]:
        case "ACTIVE" | "UPDATING":
            return Done(f"Node group {name} is ACTIVE.", links)
        case "CREATING":
            return Waiting(nodes_text(run.world, cluster), links)
        case status:
            raise Failed(
                f"Node group {name} is {status}. {issue(group)}".strip(),
                "Mend the cause, delete the node group, then retry.",
            )


def by_template(run: Run, cluster_key: Key, cluster: Doc) -> Standing:
    """Self-managed nodes: you run the stack, and you let the nodes in."""
    link = Link(NODE_STACK, "cloudformation.Stack", NODE_STACK)
    if stacks.find(run.world, NODE_STACK) is None:
        run.once(
            f"Creating stack {NODE_STACK} from eks-nodes.yaml.",
            "cloudformation:CreateStack",
            node_stack(cluster_key, cluster),
            already="AlreadyExistsException",
        )
    outputs = stacks.outputs(run.world, NODE_STACK, ("NodeInstanceRole",))
    if outputs is None:
        return Waiting(f"CloudFormation creates stack {NODE_STACK}", (link,))
    run.once(
        "Let the nodes' role in with an access entry of type EC2_LINUX.",
        "eks:CreateAccessEntry",
        {
            "clusterName": cluster_key.name,
            "principalArn": outputs["NodeInstanceRole"],
            "type": "EC2_LINUX",
        },
        already="ResourceInUseException",
    )
    if len(ready(run.world, cluster)) >= NODES:
        return Done(f"{NODES} nodes are Ready.", (link,))
    return Waiting(nodes_text(run.world, cluster), (link,))


def node_stack(cluster_key: Key, cluster: Doc) -> dict[str, Any]:
    """The request that creates the nodes' stack."""
    vpc = cluster["resourcesVpcConfig"]
    values = {
        "ClusterName": cluster_key.name,
        "ClusterControlPlaneSecurityGroup": vpc["clusterSecurityGroupId"],
        "NodeGroupName": GROUP,
        "VpcId": vpc["vpcId"],
        "Subnets": ",".join(vpc["subnetIds"]),
    }
    return {
        "StackName": NODE_STACK,
        "TemplateBody": stacks.template("eks-nodes.yaml"),
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
        "Parameters": [
            {"ParameterKey": k, "ParameterValue": v} for k, v in values.items()
        ],
    }


def role_arn(world: World) -> str:
    role = world.find(Key("iam.Role", "", ROLE))
    if role is None:
        raise Failed(
            f"There is no role {ROLE}.",
            "Create it with a trust policy for ec2.amazonaws.com and the worker, CNI "
            "and registry policies, or reset the sandbox; then retry.",
        )
    arn: str = role["Arn"]
    return arn


def ready(world: World, cluster: Doc) -> list[str]:
    """The names of the cluster's Ready nodes."""
    nodes = world.list("k8s.Node", cluster["_"]["id"])
    return [key.name for key, node in nodes if is_ready(node)]


def is_ready(node: Doc) -> bool:
    conditions = node.get("status", {}).get("conditions", [])
    return any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)


def nodes_text(world: World, cluster: Doc) -> str:
    return f"Nodes are joining: {len(ready(world, cluster))} of {NODES} Ready"


def issue(group: Doc) -> str:
    issues = group.get("health", {}).get("issues", [])
    return f"{issues[0]['code']}: {issues[0]['message']}" if issues else ""

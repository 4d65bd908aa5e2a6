"""Each step as you would take it yourself: commands, boto3 code, a console page."""

from __future__ import annotations

from dataclasses import dataclass

from clusters.sim.commands import Doc
from clusters.sim.world import Key, World
from clusters.steps import create_cluster, deploy_app, launch_nodes
from clusters.steps.standing import CLUSTER


@dataclass(frozen=True)
class Equivalent:
    """The same act by other hands. `place` says where in the console."""

    commands: str
    code: str
    place: str


def equivalents(world: World, step: str, cluster: tuple[Key, Doc] | None) -> Equivalent:
    """What to type for a step, with this account's own names filled in."""
    found: Doc = world.find(Key("aws.Account", "", "account")) or {}
    account = found.get("id", "")
    name = cluster[0].name if cluster else CLUSTER
    match step:
        case "create-cluster":
            return _create_cluster(name, account)
        case "launch-nodes":
            subnets = cluster[1]["resourcesVpcConfig"]["subnetIds"] if cluster else []
            return _launch_nodes(name, account, subnets)
        case "configure-kubectl":
            return _configure_kubectl(name)
        case _:
            return _deploy_app()


def _role(account: str, role: str) -> str:
    return f"arn:aws:iam::{account}:role/{role}"


def _create_cluster(name: str, account: str) -> Equivalent:
    stack, role = create_cluster.STACK, _role(account, create_cluster.ROLE)
    output = (
        f"aws cloudformation describe-stacks --stack-name {stack} --output text "
        "--query \"Stacks[0].Outputs[?OutputKey=='{}'].OutputValue\""
    )
    commands = f"""\
curl -sO $HALFPLANE_URL/templates/eks-vpc.yaml
aws cloudformation deploy --stack-name {stack} --template-file eks-vpc.yaml
subnets=$({output.format("SubnetIds")})
groups=$({output.format("SecurityGroups")})
aws eks create-cluster --name {name} --role-arn {role} \\
  --resources-vpc-config subnetIds=$subnets,securityGroupIds=$groups,\
endpointPublicAccess=true,endpointPrivateAccess=true
aws eks wait cluster-active --name {name}
"""
    code = f"""\
import boto3

cloudformation = boto3.client("cloudformation")
outputs = cloudformation.describe_stacks(StackName="{stack}")["Stacks"][0]["Outputs"]
made = {{o["OutputKey"]: o["OutputValue"] for o in outputs}}
eks = boto3.client("eks")
eks.create_cluster(
    name="{name}",
    roleArn="{role}",
    resourcesVpcConfig={{
        "subnetIds": made["SubnetIds"].split(","),
        "securityGroupIds": [made["SecurityGroups"]],
        "endpointPublicAccess": True,
        "endpointPrivateAccess": True,
    }},
)
eks.get_waiter("cluster_active").wait(name="{name}")
"""
    return Equivalent(commands, code, "Clusters, Create cluster")


def _launch_nodes(name: str, account: str, subnets: list[str]) -> Equivalent:
    role, group = _role(account, launch_nodes.ROLE), launch_nodes.GROUP
    listed = " ".join(subnets) or "$subnets"
    commands = f"""\
aws eks create-nodegroup --cluster-name {name} --nodegroup-name {group} \\
  --node-role {role} --subnets {listed}
aws eks wait nodegroup-active --cluster-name {name} --nodegroup-name {group}
"""
    code = f"""\
import boto3

eks = boto3.client("eks")
cluster = eks.describe_cluster(name="{name}")["cluster"]
eks.create_nodegroup(
    clusterName="{name}",
    nodegroupName="{group}",
    nodeRole="{role}",
    subnets=cluster["resourcesVpcConfig"]["subnetIds"],
)
waiter = eks.get_waiter("nodegroup_active")
waiter.wait(clusterName="{name}", nodegroupName="{group}")
"""
    return Equivalent(commands, code, f"Clusters, {name}, Nodes, Add node group")


def _configure_kubectl(name: str) -> Equivalent:
    commands = f"""\
aws eks update-kubeconfig --name {name}
kubectl version
kubectl get nodes
"""
    code = f"""\
import boto3

cluster = boto3.client("eks").describe_cluster(name="{name}")["cluster"]
print(cluster["endpoint"], cluster["certificateAuthority"]["data"][:20])
"""
    return Equivalent(commands, code, "Connect")


def _deploy_app() -> Equivalent:
    commands = f"""\
kubectl apply -f - <<'EOF'
{deploy_app.SAMPLE}EOF
kubectl rollout status deployment/web
"""
    code = """\
from kubernetes import client, config, utils

config.load_kube_config()
utils.create_from_yaml(client.ApiClient(), "web.yaml")
"""
    return Equivalent(commands, code, "Cluster, Resources, Apply YAML")

"""What stays in the account when a cluster goes: read from the World, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusters.sim.aws.cloudformation import stack_resource
from clusters.sim.aws.elb import load_balancer
from clusters.sim.catalog import instance_types, prices
from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, World

WATCHES = (
    "eks.Cluster",
    "eks.Nodegroup",
    "elb.LoadBalancer",
    "ec2.Instance",
    "ec2.NatGateway",
    "ec2.Address",
    "ec2.NetworkInterface",
    "ec2.SecurityGroup",
    "ec2.Volume",
    "cloudformation.Stack",
    "iam.Role",
)
FREE = "Costs nothing"
MARKS = ("AmazonEKSClusterPolicy", "AmazonEKSWorkerNodePolicy")
"""A role that carries one of these was made for a cluster or its nodes."""
CARD_WHY = "It holds an address in your subnet and blocks the subnet's deletion."


@dataclass(frozen=True)
class Leftover:
    """A thing that stays: what it costs or blocks, and how it is removed."""

    sort: str
    name: str
    why: str
    price: str
    command: str
    page: str = ""
    """The console page about it: an address that takes the sandbox and the name."""

    @property
    def costs(self) -> bool:
        return self.price != FREE


def of(world: World, cluster: Key) -> list[Leftover]:
    """What of a cluster stays, or has stayed: first what costs, then what blocks."""
    found = [
        *_balancers(world, cluster),
        *_instances(world, cluster),
        *_volumes(world, cluster),
        *_gateways(world, cluster),
        *_interfaces(world, cluster),
        *_groups(world, cluster),
        *_logs(world, cluster),
        *_stacks(world, cluster),
        *_roles(world, cluster),
    ]
    return sorted(found, key=lambda item: not item.costs)


def _balancers(world: World, cluster: Key) -> Iterator[Leftover]:
    for key, doc in world.list("elb.LoadBalancer", cluster.scope):
        if not _owned(world, cluster, doc["_"].get("cluster", "")):
            continue
        _, name = doc["_"]["service"]
        price = prices.CLASSIC_LOAD_BALANCER
        command = f"aws elb delete-load-balancer --load-balancer-name {key.name}"
        if doc["Type"] == load_balancer.NETWORK:
            price = prices.NETWORK_LOAD_BALANCER
            arn = load_balancer.arn(key.scope, _account(world), doc)
            command = f"aws elbv2 delete-load-balancer --load-balancer-arn {arn}"
        yield Leftover(
            "Load balancer",
            key.name,
            f"Made for the Service {name}. Delete the Service first and it goes with it; "
            "afterwards nobody in Kubernetes knows of it.",
            hourly(price),
            command,
        )


def _instances(world: World, cluster: Key) -> Iterator[Leftover]:
    """Self-managed nodes: the Auto Scaling group or stack that made them is yours."""
    for key, doc in world.list("ec2.Instance", cluster.scope):
        if _managed(doc) or doc["State"]["Name"] == "terminated":
            continue
        if _tagged(doc, cluster.name):
            kind = instance_types.TYPES.get(doc["InstanceType"])
            yield Leftover(
                "Instance",
                key.name,
                "A self-managed node. EKS does not terminate it; delete its stack or "
                "Auto Scaling group, or it is launched again.",
                hourly(kind.price) if kind else "Costs by the hour",
                f"aws ec2 terminate-instances --instance-ids {key.name}",
                "instance",
            )


def _volumes(world: World, cluster: Key) -> Iterator[Leftover]:
    for key, doc in world.list("ec2.Volume", cluster.scope):
        if _tagged(doc, cluster.name) and not doc.get("Attachments"):
            month = doc.get("Size", 0) * prices.VOLUME_GIB_MONTH
            yield Leftover(
                "Volume",
                key.name,
                "A volume that nothing uses. Its data are kept until you delete it.",
                f"About {month:.2f} USD a month",
                f"aws ec2 delete-volume --volume-id {key.name}",
            )


def _gateways(world: World, cluster: Key) -> Iterator[Leftover]:
    """NAT gateways in a VPC where no other cluster lives."""
    busy = _other_vpcs(world, cluster)
    mine = world.find(cluster)
    own = mine["resourcesVpcConfig"]["vpcId"] if mine else ""
    for key, doc in world.list("ec2.NatGateway", cluster.scope):
        alive = doc["State"] in ("pending", "available")
        if alive and doc["VpcId"] not in busy and own in ("", doc["VpcId"]):
            yield Leftover(
                "NAT gateway",
                key.name,
                f"In {doc['VpcId']}. It goes with the VPC's stack, if a stack made it.",
                hourly(prices.NAT_GATEWAY + prices.PUBLIC_ADDRESS),
                f"aws ec2 delete-nat-gateway --nat-gateway-id {key.name}",
            )


def _interfaces(world: World, cluster: Key) -> Iterator[Leftover]:
    if world.find(cluster) is not None:
        return  # EKS takes its own away; the VPC CNI's go with their instances
    for key, doc in world.list("ec2.NetworkInterface", cluster.scope):
        if _tagged(doc, cluster.name) and "Attachment" not in doc:
            yield Leftover(
                "Network interface",
                key.name,
                CARD_WHY,
                FREE,
                f"aws ec2 delete-network-interface --network-interface-id {key.name}",
            )


def _groups(world: World, cluster: Key) -> Iterator[Leftover]:
    doc = world.find(cluster)
    own = doc["resourcesVpcConfig"].get("clusterSecurityGroupId", "") if doc else ""
    used = {
        group["GroupId"]
        for _, card in world.list("ec2.NetworkInterface", cluster.scope)
        for group in card.get("Groups") or ()
    }
    orphans = _orphan_groups(world, cluster)
    for key, group in world.list("ec2.SecurityGroup", cluster.scope):
        if key.name == own or not (_tagged(group, cluster.name) or key.name in orphans):
            continue
        blocked = " Something still uses it: that must go first." * (key.name in used)
        yield Leftover(
            "Security group",
            key.name,
            f"{group['GroupName']}. It blocks the deletion of its VPC.{blocked}",
            FREE,
            f"aws ec2 delete-security-group --group-id {key.name}",
        )


def _orphan_groups(world: World, cluster: Key) -> set[str]:
    """Groups of load balancers: of those that stay, and of those that are gone."""
    living = {
        name: doc
        for key, doc in world.list("elb.LoadBalancer", cluster.scope)
        for name in doc["SecurityGroups"]
    }
    found = set()
    for key, doc in world.list("ec2.SecurityGroup", cluster.scope):
        if doc["GroupName"].startswith("k8s-elb-"):
            balancer = living.get(key.name)
            if balancer is None or _owned(world, cluster, balancer["_"]["cluster"]):
                found.add(key.name)
    return found


def _logs(world: World, cluster: Key) -> Iterator[Leftover]:
    doc = world.find(cluster)
    setups = doc["logging"]["clusterLogging"] if doc else ()
    if any(setup["enabled"] for setup in setups):
        name = f"/aws/eks/{cluster.name}/cluster"
        yield Leftover(
            "Log group",
            name,
            "On AWS, CloudWatch keeps the control plane's logs until you delete the group. "
            "This simulation forgets them with the cluster.",
            "0.03 USD a GB and month on AWS",
            "",
        )


def _stacks(world: World, cluster: Key) -> Iterator[Leftover]:
    """Stacks with the cluster's VPC or nodes, or with a VPC that no cluster uses."""
    busy = _other_vpcs(world, cluster)
    mine = world.find(cluster)
    own = mine["resourcesVpcConfig"]["vpcId"] if mine else ""
    for key, doc in world.list("cloudformation.Stack", cluster.scope):
        made = [d for _, d in stack_resource.of_stack(world, key)]
        vpcs = {
            d.get("PhysicalResourceId", "")
            for d in made
            if d.get("ResourceType") == "AWS::EC2::VPC"
        }
        values = {p.get("ParameterValue") for p in doc.get("Parameters") or ()}
        its_vpc = bool(vpcs) and not vpcs & busy and (not own or own in vpcs)
        if its_vpc or cluster.name in values:
            yield Leftover(
                "CloudFormation stack",
                key.name,
                f"{'Your VPC' if its_vpc else 'Your nodes'} and all that it made.",
                FREE if its_vpc else "Costs while its instances run",
                f"aws cloudformation delete-stack --stack-name {key.name}",
                "stack",
            )


def _roles(world: World, cluster: Key) -> Iterator[Leftover]:
    used = {
        doc["roleArn"]
        for key, doc in world.list("eks.Cluster")
        if key != cluster and doc["status"] != "DELETING"
    } | {doc["nodeRole"] for _, doc in world.list("eks.Nodegroup")}
    for key, doc in world.list("iam.Role"):
        policies = {arn.rpartition("/")[2] for arn in doc["AttachedPolicies"]}
        if policies & set(MARKS) and doc["Arn"] not in used:
            yield Leftover(
                "IAM role",
                key.name,
                "No other cluster or node group uses it. Keep it for the next cluster, or "
                "detach its policies and delete it.",
                FREE,
                f"aws iam delete-role --role-name {key.name}",
                "role",
            )


def _account(world: World) -> str:
    doc = world.find(Key("aws.Account", "", "account"))
    return str(doc["id"]) if doc else ""


def _owned(world: World, cluster: Key, cluster_id: str) -> bool:
    """Whether it is this cluster's, or, the cluster being gone, no living one's."""
    ids = {key: doc["_"]["id"] for key, doc in world.list("eks.Cluster")}
    return (
        ids[cluster] == cluster_id if cluster in ids else cluster_id not in ids.values()
    )


def _tagged(doc: Doc, name: str) -> bool:
    tags = {
        (tag["Key"], tag["Value"]) for tag in doc.get("Tags") or doc.get("TagSet") or ()
    }
    names = {key for key, _ in tags}
    return f"kubernetes.io/cluster/{name}" in names or bool(
        tags & {(f"{lead}:cluster-name", name) for lead in ("aws:eks", "eks")}
    )


def _managed(doc: Document) -> bool:
    """Whether a managed node group's: those block the deletion and go first."""
    return any(tag["Key"] == "eks:nodegroup-name" for tag in doc.get("Tags") or ())


def _other_vpcs(world: World, cluster: Key) -> set[str]:
    return {
        doc["resourcesVpcConfig"]["vpcId"]
        for key, doc in world.list("eks.Cluster", cluster.scope)
        if key != cluster
    }


def hourly(price: float) -> str:
    """`0.05 USD an hour, 36 USD a month`: a month makes small prices plain."""
    return f"{price:.4g} USD an hour, {price * 730:.0f} USD a month"

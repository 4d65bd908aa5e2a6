"""What pages call the things of a World, and where each has its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from clusters.sim.commands import Doc
from clusters.sim.kube.kind import Kind, cluster_of, kinds, namespace_of
from clusters.sim.world import Key, World

PARTS = {"dc.EtcdMember": "etcd-", "dc.ApiServer": "api-", "k8s.Node": "node-"}
"""The map's boxes by the kind of document they show."""
NOUNS = {
    "autoscaling.AutoScalingGroup": "Auto Scaling group",
    "cloudformation.Stack": "stack",
    "dc.ApiServer": "API server",
    "dc.ControlPlaneVpc": "control plane network",
    "dc.EtcdCluster": "etcd",
    "dc.EtcdMember": "etcd member",
    "dc.LoadBalancer": "API endpoint's load balancer",
    "ec2.Address": "Elastic IP address",
    "ec2.Instance": "instance",
    "ec2.InternetGateway": "internet gateway",
    "ec2.LaunchTemplate": "launch template",
    "ec2.NatGateway": "NAT gateway",
    "ec2.NetworkInterface": "network interface",
    "ec2.RouteTable": "route table",
    "ec2.SecurityGroup": "security group",
    "eks.AccessEntry": "access entry",
    "eks.Addon": "add-on",
    "eks.Nodegroup": "node group",
    "elb.LoadBalancer": "load balancer",
    "iam.InstanceProfile": "instance profile",
    "iam.Role": "IAM role",
    "steps.Run": "getting-started step",
}
NETWORK = frozenset(
    {
        "ec2.Address",
        "ec2.InternetGateway",
        "ec2.NatGateway",
        "ec2.NetworkInterface",
        "ec2.RouteTable",
        "ec2.SecurityGroup",
        "ec2.Subnet",
        "ec2.Vpc",
        "elb.LoadBalancer",
    }
)
ON_NODES = frozenset({"aws-node", "kube-proxy", "kubelet"})
"""The components that speak of a Pod from its node."""
NO_NAMESPACE = "-"


class Where(NamedTuple):
    """A sandbox and its World, with the names of its clusters by their ids."""

    sandbox: str
    world: World
    clusters: Mapping[str, str]


def where(sandbox_id: str, world: World) -> Where:
    named = {doc["_"]["id"]: key.name for key, doc in world.list("eks.Cluster")}
    return Where(sandbox_id, world, named)


def name(key: Key) -> str:
    """A thing in words: `Pod default/web-1`, `etcd member b`, `node group web`."""
    if key.kind.startswith("k8s."):
        namespace = namespace_of(key)
        place = f"{namespace}/{key.name}" if namespace else key.name
        return f"{key.kind.removeprefix('k8s.')} {place}"
    noun = NOUNS.get(key.kind) or _spaced(key.kind.rpartition(".")[2])
    return noun if key.kind in ONE_OF_ITS_KIND else f"{noun} {key.name}"


ONE_OF_ITS_KIND = frozenset({"dc.EtcdCluster", "dc.ControlPlaneVpc", "dc.LoadBalancer"})


def _spaced(word: str) -> str:
    """`ScalingPolicy` as `scaling policy`; `Vpc` as it is written, `VPC`."""
    if word == "Vpc":
        return "VPC"
    return "".join(f" {c.lower()}" if c.isupper() else c for c in word).strip()


def part(key: Key) -> str:
    """The map's box that shows a document, without the `c-` of its id."""
    if key.kind == "dc.LoadBalancer":
        return "nlb"
    if key.kind == "ec2.NetworkInterface":
        return key.name
    prefix = PARTS.get(key.kind)
    return f"{prefix}{key.name}" if prefix else ""


def part_below(here: Where, component: str, key: Key) -> str:
    """The box of the node on which something speaks of a Pod, or of its own boot."""
    doc: Doc = here.world.find(key) or {}
    if key.kind == "k8s.Pod" and component in ON_NODES:
        node = doc.get("spec", {}).get("nodeName", "")
        return f"{PARTS['k8s.Node']}{node}" if node else ""
    if key.kind == "ec2.Instance":
        name = doc.get("PrivateDnsName", "")
        joined = (here.world.find(Key("k8s.Node", c, name)) for c in here.clusters)
        return f"{PARTS['k8s.Node']}{name}" if any(joined) else key.name
    return ""


def cluster(here: Where, key: Key) -> str:
    """The name of the cluster that a thing belongs to; "" when it is none's."""
    if key.kind == "eks.Cluster":
        return key.name
    if key.kind.startswith("eks."):
        return key.scope.partition("/")[2]
    found = here.clusters.get(cluster_of(key), "")
    return found or _by_tag(here.world.find(key)) or _by_vpc(here, key)


def _by_tag(doc: Doc | None) -> str:
    for tag in (doc or {}).get("Tags") or ():
        if tag["Key"] == "eks:cluster-name":
            return str(tag["Value"])
        if tag["Key"].startswith("kubernetes.io/cluster/"):
            return str(tag["Key"].removeprefix("kubernetes.io/cluster/"))
    return ""


def _by_vpc(here: Where, key: Key) -> str:
    """The first cluster in the network that a thing is in, or is."""
    if key.kind not in NETWORK:
        return ""
    doc: Doc = here.world.find(key) or {}
    vpc = doc.get("VpcId") or doc.get("VPCId") or key.name
    for at, found in here.world.list("eks.Cluster", key.scope):
        if found["resourcesVpcConfig"].get("vpcId") == vpc:
            return at.name
    return ""


def href(here: Where, key: Key) -> str:
    """The page that shows a thing best; "" where none does (any more)."""
    named = cluster(here, key)
    if key.kind.startswith("k8s."):
        return _object(here, key, named)
    if key.kind.startswith("dc."):
        return _inspected(here, "cluster", named, part(key))
    if key.kind in NETWORK:
        return _inspected(here, "networking", named, key.name)
    find = PAGES.get(key.kind)
    return find(here, key, named) if find else ""


@cache
def _stored() -> dict[str, Kind]:
    """The Kubernetes kinds by their documents."""
    return {kind.document: kind for kind in kinds.values()}


def _object(here: Where, key: Key, named: str) -> str:
    kind = _stored().get(key.kind)
    if not named or kind is None:
        return ""
    namespace = namespace_of(key) or NO_NAMESPACE
    return address(here, "object", named, kind.resource, namespace, key.name)


def _inspected(here: Where, view: str, named: str, chosen: str) -> str:
    path = address(here, view, named) if named else ""
    return f"{path}?{urlencode({'inspect': chosen})}" if path and chosen else path


def _group(here: Where, key: Key, named: str) -> str:
    """An Auto Scaling group is shown where its node group is."""
    doc: Doc = here.world.find(key) or {}
    tags = doc.get("Tags") or ()
    group = next((t["Value"] for t in tags if t["Key"] == "eks:nodegroup-name"), "")
    if named and group:
        return address(here, "nodegroup", named, group)
    return address(here, "nodes", named) if named else ""


def _tab(view: str) -> Callable[[Where, Key, str], str]:
    return lambda here, _key, named: address(here, view, named) if named else ""


def _own(view: str) -> Callable[[Where, Key, str], str]:
    return lambda here, key, _named: address(here, view, key.name)


PAGES: dict[str, Callable[[Where, Key, str], str]] = {
    "autoscaling.AutoScalingGroup": _group,
    "cloudformation.Stack": _own("stack"),
    "ec2.Instance": _own("instance"),
    "eks.AccessEntry": _tab("access"),
    "eks.Addon": _tab("add-ons"),
    "eks.Cluster": _tab("cluster"),
    "eks.Nodegroup": lambda here, key, named: address(
        here, "nodegroup", named, key.name
    ),
    "eks.Update": _tab("updates"),
    "iam.Role": _own("role"),
    "steps.Run": lambda here, _key, _named: address(here, "getting-started"),
}


def address(here: Where, view: str, *args: str) -> str:
    """A page's address; "" for a name that no address can hold."""
    try:
        return reverse(view, args=[here.sandbox, *args])
    except NoReverseMatch:
        return ""

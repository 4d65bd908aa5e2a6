"""Sheets about security groups and what wears them: interfaces, nodes, balancers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clusters.console import summary
from clusters.console.map import data_plane
from clusters.console.vpc import words
from clusters.console.vpc.sheet import Fact, Sheet
from clusters.live.words import TIMES, counted
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import namespace_of
from clusters.sim.kube.workloads import machines, pods
from clusters.sim.world import Document, Key, World


def group(world: World, _key: Key, cluster: Doc, at: Key, doc: Document) -> Sheet:
    settings = cluster["resourcesVpcConfig"]
    own = settings.get("clusterSecurityGroupId") == at.name
    worn = world.by("ec2.NetworkInterface", "group", at.name)
    kinds: dict[str, int] = {}
    for _, card in worn:
        title = words.whose(card).title
        kinds[title] = kinds.get(title, 0) + 1
    by = ", ".join(f"{n} {TIMES} {title}" for title, n in sorted(kinds.items()))
    about = doc["Description"]
    if own:
        about = (
            "The cluster security group. EKS made it and puts it on the control plane's "
            "interfaces and on managed nodes; its rules are yours to add to."
        )
    others = tuple(
        (other.name, found["GroupName"])
        for other, found in world.by("ec2.SecurityGroup", "vpc", doc["VpcId"])
    )
    return Sheet(
        at.name,
        doc["GroupName"],
        "Cluster security group" if own else "Security group",
        "both" if own else "you",
        about,
        f"Worn by {counted(len(worn), 'interface')}",
        "ok" if worn else "off",
        (
            Fact("Group id", at.name, copy=True),
            Fact("Worn by", by or "nothing"),
        ),
        "Lets an answer back in for whatever was let out: groups remember connections.",
        "Say who may reach what wears it. What no rule allows is dropped silently: the "
        "other side sees a timeout.",
        ingress=tuple(words.rule_rows(doc, egress=False)),
        egress=tuple(words.rule_rows(doc, egress=True)),
        changes="rule",
        options=others,
    )


def interface(world: World, key: Key, _c: Doc, at: Key, doc: Document) -> Sheet:
    told = words.whose(doc)
    instance = doc.get("Attachment", {}).get("InstanceId", "")
    public = doc.get("Association", {}).get("PublicIp", "")
    return Sheet(
        at.name,
        told.title,
        "Network interface",
        told.owner,
        told.about,
        doc["Status"],
        "ok" if doc["Status"] == "in-use" else "off",
        (
            Fact("Interface id", at.name, copy=True),
            Fact("Private address", doc["PrivateIpAddress"], copy=True),
            *([Fact("Public address", public, copy=True)] if public else []),
            Fact("Subnet", doc["SubnetId"], link=doc["SubnetId"]),
            *([Fact("Attached to", instance, link=instance)] if instance else []),
            *(
                Fact("Wears", group["GroupId"], link=group["GroupId"])
                for group in doc["Groups"]
            ),
        ),
        addresses=_addresses(doc, _pod_addresses(world, key, instance)),
    )


def _addresses(card: Doc, held: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each secondary address with the Pod that has it."""
    return tuple(
        (
            item["PrivateIpAddress"],
            held.get(item["PrivateIpAddress"], "free, kept warm"),
        )
        for item in card["PrivateIpAddresses"]
        if not item["Primary"]
    )


def _pod_addresses(world: World, key: Key, instance: str) -> dict[str, str]:
    cluster = world.find(key)
    own = cluster["_"]["id"] if cluster else ""
    return {
        pod.get("status", {}).get("podIP", ""): f"{namespace_of(at)}/{at.name}"
        for node, _ in machines.nodes_of(world, instance)
        if node.scope == own
        for at, pod in pods.on_node(world, own, node.name)
        if not pod["spec"].get("hostNetwork") and not pods.finished(pod)
    }


def instance(world: World, key: Key, cluster: Doc, at: Key, doc: Document) -> Sheet:
    cards = sorted(
        world.by("ec2.NetworkInterface", "instance", at.name),
        key=lambda item: int(item[1]["Attachment"]["DeviceIndex"]),
    )
    own = cluster["_"]["id"]
    joined = [n.name for n, _ in machines.nodes_of(world, at.name) if n.scope == own]
    ours = at.name in {found.name for found, _ in data_plane.instances_of(world, key)}
    held = _pod_addresses(world, key, at.name)
    public = doc.get("PublicIpAddress", "")
    waits = ours and not joined
    return Sheet(
        at.name,
        joined[0] if joined else at.name,
        "Node" if joined else "EC2 instance",
        "you",
        "Each Pod on it has an address of its interfaces, so the VPC routes to Pods as "
        "it does to nodes.",
        *_instance_state(world, own, joined, doc, waits=waits),
        (
            Fact("Instance id", at.name, copy=True),
            Fact("Private address", doc.get("PrivateIpAddress", "none"), copy=True),
            Fact("Public address", public or "none", copy=bool(public)),
            *(Fact("Interface", card.name, link=card.name) for card, _ in cards),
            *(
                Fact("Wears", group["GroupId"], link=group["GroupId"])
                for group in (cards[0][1]["Groups"] if cards else ())
            ),
        ),
        addresses=tuple(row for _, card in cards for row in _addresses(card, held)),
        you="Test the way to the API server below: that is what joining needs.",
        changes="path",
        options=(("from", f"node/{joined[0] if joined else at.name}"), ("to", "api")),
    )


def _instance_state(
    world: World, own: str, joined: Sequence[str], doc: Document, *, waits: bool
) -> tuple[str, str]:
    """How an instance is, as word and tone; a node is as its Node object says."""
    if waits:
        return "Has not joined the cluster", "warn"
    node = world.find(Key("k8s.Node", own, joined[0])) if joined else None
    if node is not None:
        ready = summary.is_ready(node)
        return ("Ready", "ok") if ready else ("NotReady", "bad")
    state = doc["State"]["Name"]
    return state, "ok" if state == "running" else "off"


def balancer(_w: World, _key: Key, _c: Doc, at: Key, doc: Document) -> Sheet:
    scope, name = doc["_"]["service"]
    service = f"{scope.partition('/')[2]}/{name}"
    ports = ", ".join(
        f"{entry['Listener']['LoadBalancerPort']} to node port "
        f"{entry['Listener']['InstancePort']}"
        for entry in doc["ListenerDescriptions"]
    )
    count = len(doc["Instances"])
    return Sheet(
        at.name,
        f"{doc['Type'].capitalize()} load balancer",
        doc["Scheme"],
        "both",
        f"The cloud controller ordered it because Service {service} is of type "
        "LoadBalancer.",
        f"{counted(count, 'instance')} behind it",
        "ok" if count else "warn",
        (
            Fact("Name", at.name, copy=True),
            Fact("DNS name", doc["DNSName"], copy=True),
            Fact("Service", service),
            Fact("Ports", ports),
            *(Fact("Stands in", subnet, link=subnet) for subnet in doc["Subnets"]),
            *(Fact("Wears", group, link=group) for group in doc["SecurityGroups"]),
        ),
        "Runs it, checks the nodes behind it, and sends each connection to one of them.",
        "Delete the Service before the cluster: else the load balancer stays and costs.",
        changes="path",
        options=(("from", "internet"), ("to", f"service/{service}")),
    )

"""The load balancer itself: its group, its interfaces, its name."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import network_interface, security_group
from clusters.sim.commands import Doc
from clusters.sim.kube.workloads import machines
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-"
NAME_LENGTH = 32
KIND = "elb.LoadBalancer"
OWNER = "amazon-elb"


def key(region: str, service: Doc) -> Key:
    """The cloud provider names it after the Service's uid."""
    uid = service["metadata"]["uid"].replace("-", "")
    return Key(KIND, region, f"a{uid}"[:NAME_LENGTH])


def annotation(service: Doc, name: str) -> str:
    found: str = (service["metadata"].get("annotations") or {}).get(
        ANNOTATION + name, ""
    )
    return found


def is_internal(service: Doc) -> bool:
    return (
        annotation(service, "internal") == "true"
        or annotation(service, "scheme") == "internal"
    )


def make(tx: Tx, at: Key, service_key: Key, places: list[tuple[Key, Document]]) -> None:
    """Make the group, an interface in each subnet, and the load balancer."""
    service = tx.need(service_key)
    vpc = places[0][1]["VpcId"]
    group = _group(tx, at, vpc, service)
    for subnet, _ in places:
        card = network_interface.create(
            tx,
            subnet,
            [group.name],
            f"ELB {at.name}",
            requester_managed=True,
            hidden={"elb": at.name},
        )
        network_interface.attach_managed(tx, card, OWNER)
    tx.add(at, _document(tx, at, service_key, places, group))
    _admit(tx, service_key, group)


def _document(
    tx: Tx, at: Key, service_key: Key, places: list[tuple[Key, Document]], group: Key
) -> dict[str, Any]:
    service = tx.need(service_key)
    internal = is_internal(service)
    return {
        "LoadBalancerName": at.name,
        "DNSName": _dns_name(tx, at, service),
        "Type": "network" if annotation(service, "type") == "nlb" else "classic",
        "Scheme": "internal" if internal else "internet-facing",
        "VPCId": places[0][1]["VpcId"],
        "AvailabilityZones": [doc["AvailabilityZone"] for _, doc in places],
        "Subnets": [subnet.name for subnet, _ in places],
        "SecurityGroups": [group.name],
        "ListenerDescriptions": listeners(service),
        "Instances": instances(tx, service_key.scope.partition("/")[0]),
        "CreatedTime": tx.epoch,
        "_": {
            "created": tx.now,
            "cluster": service_key.scope.partition("/")[0],
            "service": [service_key.scope, service_key.name],
        },
    }


def _dns_name(tx: Tx, at: Key, service: Doc) -> str:
    lead = "internal-" if is_internal(service) else ""
    if annotation(service, "type") == "nlb":
        return f"{lead}{at.name}-{tx.rng.hex(16)}.elb.{at.scope}.amazonaws.com"
    return f"{lead}{at.name}-{tx.rng.digits(10)}.{at.scope}.elb.amazonaws.com"


def listeners(service: Doc) -> list[dict[str, Any]]:
    return [
        {
            "Listener": {
                "Protocol": port.get("protocol", "TCP"),
                "LoadBalancerPort": port["port"],
                "InstanceProtocol": port.get("protocol", "TCP"),
                "InstancePort": port.get("nodePort", 0),
            },
            "PolicyNames": [],
        }
        for port in service["spec"].get("ports") or ()
    ]


def instances(view: Reader, cluster: str) -> list[dict[str, str]]:
    """The instances of the nodes that can take traffic."""
    return [
        {"InstanceId": machines.instance_id(node)}
        for _, node in view.list("k8s.Node", cluster)
        if machines.instance_id(node) and _takes_traffic(node)
    ]


def _takes_traffic(node: Doc) -> bool:
    labels = node["metadata"].get("labels") or {}
    if "node.kubernetes.io/exclude-from-external-load-balancers" in labels:
        return False
    conditions = node.get("status", {}).get("conditions") or ()
    return any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)


def _group(tx: Tx, at: Key, vpc: str, service: Doc) -> Key:
    """The load balancer's own security group, open on the Service's ports."""
    name = f"k8s-elb-{at.name}"
    where = Key("ec2.Vpc", at.scope, vpc)
    place = f"{service['metadata']['namespace']}/{service['metadata']['name']}"
    group = security_group.create(
        tx, where, name, f"Security group for Kubernetes ELB {at.name} ({place})"
    )
    blocks = service["spec"].get("loadBalancerSourceRanges") or ["0.0.0.0/0"]
    with tx.edit(group) as body:
        body["IpPermissions"] = [
            {
                "IpProtocol": port.get("protocol", "TCP").lower(),
                "FromPort": port["port"],
                "ToPort": port["port"],
                "UserIdGroupPairs": [],
                "IpRanges": [{"CidrIp": block} for block in blocks],
                "Ipv6Ranges": [],
                "PrefixListIds": [],
            }
            for port in service["spec"].get("ports") or ()
        ]
    return group


def _cluster_group(view: Reader, service_key: Key) -> Key | None:
    """The cluster's own group, which its nodes have."""
    cluster = machines.cluster_key(view, service_key.scope.partition("/")[0])
    doc = view.find(cluster) if cluster else None
    name = doc["resourcesVpcConfig"].get("clusterSecurityGroupId") if doc else None
    found = Key("ec2.SecurityGroup", cluster.scope, name) if cluster and name else None
    return found if found and view.find(found) is not None else None


def _admit(tx: Tx, service_key: Key, group: Key) -> None:
    """Let the load balancer reach the nodes."""
    nodes = _cluster_group(tx, service_key)
    if nodes is None:
        return
    pair = {"UserId": tx.need(group)["OwnerId"], "GroupId": group.name}
    with tx.edit(nodes) as body:
        body["IpPermissions"].append(
            {
                "IpProtocol": "-1",
                "UserIdGroupPairs": [pair],
                "IpRanges": [],
                "Ipv6Ranges": [],
                "PrefixListIds": [],
            }
        )


def remove(tx: Tx, at: Key, service_key: Key) -> None:
    """Take away the load balancer, its interfaces, its group and the rule for it."""
    gone = tx.find(at)
    if gone is None:
        return
    for card, doc in tx.by("ec2.NetworkInterface", "vpc", gone["VPCId"]):
        if doc["_"].get("elb") == at.name:
            tx.remove(card)
    nodes = _cluster_group(tx, service_key)
    for name in gone["SecurityGroups"]:
        if nodes is not None:
            with tx.edit(nodes) as body:
                body["IpPermissions"] = [
                    rule
                    for rule in body["IpPermissions"]
                    if all(pair["GroupId"] != name for pair in rule["UserIdGroupPairs"])
                ]
        group = Key("ec2.SecurityGroup", at.scope, name)
        if tx.find(group) is not None and not security_group.in_use(tx, group):
            tx.remove(group)
    tx.remove(at)

"""A cluster with nodes that Pods can run on: real instances, interfaces, a CNI."""

from __future__ import annotations

import copy
import functools
from typing import Any

from clusters.sim import engine
from clusters.sim.aws.ec2 import instance, network_interface
from clusters.sim.aws.ec2.launch_request import Launch
from clusters.sim.catalog import instance_types
from clusters.sim.clock import Clock, Segment
from clusters.sim.commands import StartCall
from clusters.sim.kube import bootstrap
from clusters.sim.tx import Tx
from clusters.sim.world import Key, World
from tests.sim.kube.a_cluster import CID, SITE, START, Cluster

REGION = "us-west-2"
ROLE = "AmazonEKSNodeRole"
READY = {
    "type": "Ready",
    "status": "True",
    "reason": "KubeletReady",
    "message": "kubelet is posting ready status",
    "lastTransitionTime": "2026-11-20T12:00:00Z",
}


class DataPlane(Cluster):
    """`nodes` Ready nodes of one type, spread over the zones' public subnets."""

    def __init__(
        self, nodes: int = 2, *, version: str = "1.35", size: str = "t3.medium"
    ) -> None:
        clock = Clock("1x", (Segment(0.0, START, 1.0),))
        tx = Tx(World(7, clock), SITE)
        _control_plane(tx, version)
        self.wall = START
        self.changes: list[Any] = []
        self.world = tx.world()
        start = StartCall("123456789012", REGION)
        self.world = engine.execute(self.world, start, self.wall, SITE).world
        with self.tx() as tx:
            with tx.edit(Key("aws.Account", "", "account")) as account:
                account["quotas"] = {"vcpus": 4000}
            _cluster(tx, version)
            for number in range(nodes):
                _node(tx, number, version, size)
        self.settle()
        self.changes.clear()

    def pods(self, **labels: str) -> list[dict[str, Any]]:
        """The Pods of the default namespace, as documents."""
        found = [doc for _, doc in self.world.list("k8s.Pod", f"{CID}/default")]
        wanted = labels.items()
        return [
            p for p in found if wanted <= (p["metadata"].get("labels") or {}).items()
        ]

    @property
    def nodes(self) -> list[str]:
        return [key.name for key, _ in self.world.list("k8s.Node", CID)]

    @property
    def now(self) -> float:
        return self.world.clock.sim(self.wall)

    def rows(self, resource: str = "pods", *columns: int) -> list[Any]:
        """Columns of the table of the default namespace: name and status of Pods."""
        wanted = columns or (0, 2)
        return [
            tuple(row[c] for c in wanted) for row in self.table(resource, "default")
        ]

    def status(self, name: str) -> str:
        """What `kubectl get pod` shows as STATUS."""
        return dict(self.rows()).get(name, "gone")

    def change(self, key: Key, **members: Any) -> None:
        """Put members of a document, as something else in the account might."""
        with self.tx() as tx, tx.edit(key) as body:
            body.update(members)

    def use_private_endpoint(self) -> None:
        """Let nodes reach the API server inside the VPC, by a cross-account interface."""
        key = Key("eks.Cluster", REGION, "demo")
        config = dict(self.world.find(key)["resourcesVpcConfig"])
        subnet = Key("ec2.Subnet", REGION, config["subnetIds"][0])
        with self.tx() as tx:
            network_interface.create(
                tx, subnet, [], "Amazon EKS demo", hidden={"cluster": CID}
            )
        self.change(key, resourcesVpcConfig={**config, "endpointPrivateAccess": True})

    def pod(self, name: str) -> dict[str, Any]:
        return self.world.find(Key("k8s.Pod", f"{CID}/default", name))

    def events(self, *reasons: str) -> list[str]:
        """The messages of all events with these reasons, in the order of happening."""
        told = [
            c for c in self.changes if c.key.kind == "k8s.Event" and c.before is None
        ]
        return [
            c.after["message"]
            for c in told
            if not reasons or c.after["reason"] in reasons
        ]

    def reasons(self, about: str) -> list[str]:
        """What was said about one object, in order, each once."""
        told = [
            c.after
            for c in self.changes
            if c.key.kind == "k8s.Event" and c.before is None
        ]
        return [e["reason"] for e in told if e["involvedObject"]["name"] == about]

    def event(self, about: str, reason: str) -> dict[str, Any]:
        """The event of a reason about an object, counted up to now."""
        items = self.list("events")["items"]
        found = [
            e
            for e in items
            if e["involvedObject"]["name"] == about and e["reason"] == reason
        ]
        return found[-1]


@functools.cache
def _settled(nodes: int, version: str, size: str) -> DataPlane:
    plane = DataPlane(nodes, version=version, size=size)
    plane.settle(5)
    plane.changes.clear()
    return plane


def data_plane(
    nodes: int = 2, *, version: str = "1.35", size: str = "t3.medium"
) -> DataPlane:
    """A data plane at rest; each caller has its own, though Worlds are shared."""
    found = copy.copy(_settled(nodes, version, size))
    found.changes = []
    return found


def _control_plane(tx: Tx, version: str) -> None:
    for name, state in (("a", "leader"), ("b", "follower"), ("c", "follower")):
        member = {"state": state, "zone": f"{REGION}{name}", "_": {"until": 0.0}}
        tx.add(Key("dc.EtcdMember", CID, name), member)
    leases = {"kube-scheduler": True, "kube-controller-manager": True}
    server = {
        "state": "healthy",
        "version": version,
        "zone": f"{REGION}a",
        "leases": leases,
    }
    tx.add(Key("dc.ApiServer", CID, "1"), {**server, "_": {"until": 0.0}})
    tx.add(Key("dc.Layer", CID, "base"), {"layer": "eks-bootstrap"})
    bootstrap.namespaces(tx, CID)


def _cluster(tx: Tx, version: str) -> None:
    subnets = [key.name for key, _ in tx.list("ec2.Subnet", REGION)]
    vpc = tx.list("ec2.Vpc", REGION)[0][0].name
    config = {
        "vpcId": vpc,
        "subnetIds": subnets,
        "securityGroupIds": [],
        "endpointPublicAccess": True,
        "endpointPrivateAccess": False,
        "publicAccessCidrs": ["0.0.0.0/0"],
    }
    tx.add(
        Key("eks.Cluster", REGION, "demo"),
        {
            "name": "demo",
            "version": version,
            "status": "ACTIVE",
            "roleArn": "arn:aws:iam::123456789012:role/eksClusterRole",
            "resourcesVpcConfig": config,
            "_": {"id": CID, "phase": "active", "created": 0.0},
        },
    )


def _node(tx: Tx, number: int, version: str, type_: str) -> None:
    subnets = [key for key, _ in tx.list("ec2.Subnet", REGION)]
    size = instance_types.TYPES[type_]
    profile = _profile(tx)
    launched = instance.launch(
        tx,
        Launch(
            image="ami-0123456789abcdef0",
            type=type_,
            subnet=subnets[number % len(subnets)],
            groups=(),
            public=True,
            profile=profile,
            user_data="",
            disk_size=20,
            disk_type="gp3",
        ),
    )
    with tx.edit(launched) as body:
        body["State"] = instance.state("running")
        body["_"].update(running=tx.now, boot={"since": tx.now, "step": "joined"})
    doc = tx.need(launched)
    card = tx.by("ec2.NetworkInterface", "instance", launched.name)[0][0]
    network_interface.assign_addresses(tx, card, size.addresses - 1)
    zone = doc["Placement"]["AvailabilityZone"]
    name = doc["PrivateDnsName"]
    amounts = {
        "cpu": f"{size.vcpus * 1000 - 70}m",
        "memory": f"{size.memory_mib - 700}Mi",
        "pods": str(size.max_pods),
    }
    tx.add(
        Key("k8s.Node", CID, name),
        {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {
                "name": name,
                "uid": tx.rng.uuid(),
                "creationTimestamp": tx.stamp,
                "labels": {
                    "kubernetes.io/hostname": name,
                    "kubernetes.io/os": "linux",
                    "kubernetes.io/arch": "amd64",
                    "topology.kubernetes.io/zone": zone,
                },
            },
            "spec": {"providerID": f"aws:///{zone}/{launched.name}"},
            "status": {
                "addresses": [
                    {"type": "InternalIP", "address": doc["PrivateIpAddress"]}
                ],
                "capacity": amounts,
                "allocatable": amounts,
                "conditions": [READY],
                "nodeInfo": {"kubeletVersion": f"v{version}.0-eks-abcdef0"},
            },
            "_": {
                "created": tx.now,
                "joined": tx.now,
                "cni": tx.now,
                "instance": launched.name,
            },
        },
    )
    tx.add(
        Key("k8s.Pod", f"{CID}/kube-system", f"aws-node-{number}"),
        _daemon(tx, name, number),
    )


def _profile(tx: Tx) -> dict[str, str]:
    key = Key("iam.InstanceProfile", "", "nodes")
    arn = "arn:aws:iam::123456789012:instance-profile/nodes"
    if tx.find(key) is None:
        tx.add(key, {"InstanceProfileName": "nodes", "Arn": arn, "Roles": [ROLE]})
    return {"Arn": arn, "Id": "AIPAEXAMPLE"}


def _daemon(tx: Tx, node: str, number: int) -> dict[str, Any]:
    """The CNI's Pod, as if a DaemonSet had made it long ago."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": f"aws-node-{number}",
            "namespace": "kube-system",
            "uid": tx.rng.uuid(),
            "creationTimestamp": tx.stamp,
            "labels": {"k8s-app": "aws-node"},
        },
        "spec": {
            "nodeName": node,
            "hostNetwork": True,
            "restartPolicy": "Always",
            "tolerations": [{"operator": "Exists"}],
            "containers": [{"name": "aws-node", "image": "registry.k8s.io/pause:3.10"}],
        },
        "status": {"phase": "Pending"},
        "_": {"created": tx.now, "schedule": {"at": tx.now}},
    }


def deployment(
    name: str = "web", replicas: int = 3, image: str = "nginx:1.27", **spec: Any
) -> dict[str, Any]:
    """A Deployment as `kubectl create deployment` writes it."""
    labels = {"app": name}
    container = {"name": "nginx", "image": image}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [container]},
            },
            **spec,
        },
    }


def bare_pod(
    name: str = "p", image: str = "nginx:1.27", **container: Any
) -> dict[str, Any]:
    """A Pod of one container; `spec` in the arguments goes into its spec."""
    spec = container.pop("spec", {})
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": {"app": name}},
        "spec": {"containers": [{"name": "c", "image": image, **container}], **spec},
    }

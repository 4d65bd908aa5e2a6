"""What each phase of a cluster's creation makes."""

from __future__ import annotations

from collections.abc import Callable

from clusters.sim.aws.ec2 import account, resource
from clusters.sim.aws.eks import addon, cluster, cluster_security_group, cross_account
from clusters.sim.aws.iam import role, service_linked
from clusters.sim.catalog import addons, eks_versions
from clusters.sim.controllers.eks_cluster import bootstrap, failing
from clusters.sim.controllers.eks_cluster.failing import Trouble
from clusters.sim.datacenter import api_server, etcd, load_balancer, network
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key

SERVERS = 2


def start(tx: Tx, key: Key, phase: str) -> Trouble | None:
    """What a phase does when it begins; what kept it from that."""
    return STARTS[phase](tx, key) if phase in STARTS else None


def ready(tx: Tx, key: Key, phase: str) -> bool:
    """Whether a phase may end, apart from its time."""
    return READY[phase](tx, key) if phase in READY else True


def finish(tx: Tx, key: Key, phase: str) -> None:
    """What a phase does when it ends."""
    if phase in FINISHES:
        FINISHES[phase](tx, key)


def activate(tx: Tx, key: Key) -> None:
    with tx.edit(key) as doc:
        doc["status"] = "ACTIVE"
        doc["_"]["active"] = tx.now
        took = tx.now - doc["_"]["created"]
    tx.tell(
        key,
        "eks",
        "ClusterActive",
        f"Cluster {key.name} is ACTIVE after {took / 60:.0f} min {took % 60:.0f} s of "
        "simulated time. It has no nodes yet: those are yours to add.",
        owner="both",
        next="you",
    )


def _service_linked_role(tx: Tx, _key: Key) -> None:
    service = "eks.amazonaws.com"
    name = service_linked.TEMPLATES[service].role
    if tx.find(role.key(name)) is None:
        service_linked.create(tx, account.number(tx), service)


def _security_group(tx: Tx, key: Key) -> None:
    group_id = cluster_security_group.create(tx, key)
    with tx.edit(key) as doc:
        doc["resourcesVpcConfig"]["clusterSecurityGroupId"] = group_id


def _network(tx: Tx, key: Key) -> None:
    network.create(tx, cluster.id_of(tx, key), account.zones(tx, key.scope)[:3])


def _network_ready(tx: Tx, key: Key) -> None:
    with tx.edit(network.key(cluster.id_of(tx, key))) as doc:
        doc["state"] = "available"


def _etcd(tx: Tx, key: Key) -> None:
    etcd.launch(tx, cluster.id_of(tx, key), account.zones(tx, key.scope))


def _etcd_ready(tx: Tx, key: Key) -> bool:
    here = cluster.id_of(tx, key)
    full = len(etcd.voting(tx, here)) == len(etcd.NAMES)
    return full and etcd.leader(tx, here) is not None


def _api_servers(tx: Tx, key: Key) -> None:
    """Two of the zones: those in which the learner has subnets come first."""
    used = {
        doc["AvailabilityZone"]
        for subnet_id in cluster.vpc_config(tx, key)["subnetIds"]
        if (doc := tx.find(resource.SUBNET.key(key.scope, subnet_id))) is not None
    }
    zones = sorted(
        account.zones(tx, key.scope), key=lambda zone: (zone not in used, zone)
    )
    version = eks_versions.VERSIONS[tx.need(key)["version"]].patch
    api_server.launch(tx, cluster.id_of(tx, key), zones[:SERVERS], version)


def _api_servers_ready(tx: Tx, key: Key) -> bool:
    here = cluster.id_of(tx, key)
    return len(api_server.healthy(tx, here)) == SERVERS and all(
        api_server.holder(tx, here, lease) for lease in api_server.LEASES
    )


def _interfaces(tx: Tx, key: Key) -> Trouble | None:
    for _ in range(cross_account.WANTED):
        try:
            with tx.savepoint():
                made = cross_account.place_one(tx, key)
        except Refusal as refusal:
            return failing.no_interface(tx, key, refusal)
        doc = tx.need(made)
        tx.tell(
            made,
            "ec2",
            "CreateNetworkInterface",
            f"EKS made interface {made.name} at {doc['PrivateIpAddress']} in your subnet "
            f"{doc['SubnetId']} ({doc['AvailabilityZone']}).",
            owner="both",
        )
    return None


def _endpoint(tx: Tx, key: Key) -> None:
    zones = account.zones(tx, key.scope)[:3]
    load_balancer.create(tx, cluster.id_of(tx, key), zones)


def _endpoint_ready(tx: Tx, key: Key) -> None:
    with tx.edit(load_balancer.key(cluster.id_of(tx, key))) as doc:
        doc["state"] = "active"


def _addons(tx: Tx, key: Key) -> None:
    """Order the default add-ons, unless the cluster was to come without them."""
    doc = tx.need(key)
    for name in addons.DEFAULT if doc["_"]["addons"] else ():
        addon.add(tx, key, name, addons.ADDONS[name].versions[doc["version"]])


def _addons_applied(tx: Tx, key: Key) -> bool:
    return all(
        doc["_"]["applied"] for _, doc in tx.list(addon.KIND, cluster.scope(key))
    )


def _quietly(act: Callable[[Tx, Key], None]) -> Callable[[Tx, Key], Trouble | None]:
    """An act that cannot be refused."""

    def done(tx: Tx, key: Key) -> Trouble | None:
        act(tx, key)
        return None

    return done


STARTS: dict[str, Callable[[Tx, Key], Trouble | None]] = {
    "control-plane-vpc": _quietly(_network),
    "etcd": _quietly(_etcd),
    "api-servers": _quietly(_api_servers),
    "cross-account-interfaces": _interfaces,
    "endpoint": _quietly(_endpoint),
    "default-addons": _quietly(_addons),
}
READY: dict[str, Callable[[Tx, Key], bool]] = {
    "etcd": _etcd_ready,
    "api-servers": _api_servers_ready,
    "bootstrap": bootstrap.possible,
    "default-addons": _addons_applied,
}
FINISHES: dict[str, Callable[[Tx, Key], None]] = {
    "service-linked-role": _service_linked_role,
    "cluster-security-group": _security_group,
    "control-plane-vpc": _network_ready,
    "endpoint": _endpoint_ready,
    "bootstrap": bootstrap.write,
}

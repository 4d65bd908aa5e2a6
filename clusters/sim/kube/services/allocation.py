"""Which addresses and node ports Services get."""

from __future__ import annotations

import ipaddress

from clusters.sim.commands import Doc
from clusters.sim.kube import version
from clusters.sim.kube.errors import Invalid
from clusters.sim.kube.fields import Problem, invalid
from clusters.sim.kube.kind import Body, cluster_of
from clusters.sim.kube.services.defaults import WITH_NODE_PORTS
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

DEFAULT_RANGE = "10.100.0.0/16"
NODE_PORTS = range(30000, 32768)
STATIC_BAND = 256
"""Addresses at the low end are left to those who ask for one by number."""
TRIES = 64
HEADLESS = "None"


def place(key: Key, number: object) -> str:
    """What the indexes file an address or a port of a cluster under."""
    return f"{cluster_of(key)} {number}"


def address_range(view: Reader, cluster: str) -> ipaddress.IPv4Network:
    """The range of Service addresses that the cluster was created with."""
    for _, doc in view.list("eks.Cluster"):
        if doc.get("_", {}).get("id") == cluster:
            config = doc.get("kubernetesNetworkConfig", {})
            return ipaddress.IPv4Network(config.get("serviceIpv4Cidr", DEFAULT_RANGE))
    return ipaddress.IPv4Network(DEFAULT_RANGE)


def allocate(tx: Tx, cluster: str, body: Body) -> None:
    """Give a new Service its address and node ports."""
    meta = body["metadata"]
    key = Key("k8s.Service", f"{cluster}/{meta['namespace']}", meta.get("name", ""))
    reallocate(tx, key, body, None)


def reallocate(tx: Tx, key: Key, body: Body, old: Doc | None) -> None:
    """Give a Service what it still lacks; refuse what somebody else has."""
    spec = body["spec"]
    if spec["type"] != "ExternalName":
        _address(tx, key, spec)
        spec.setdefault("ipFamilies", ["IPv4"])
        spec.setdefault("ipFamilyPolicy", "SingleStack")
    wanted = spec["type"] == "NodePort" or spec.get("allocateLoadBalancerNodePorts")
    if spec["type"] in WITH_NODE_PORTS:
        _node_ports(tx, key, spec, old, wanted=bool(wanted))


def _address(tx: Tx, key: Key, spec: Body) -> None:
    asked = spec.get("clusterIP") or next(iter(spec.get("clusterIPs") or ()), "")
    if asked == HEADLESS:
        spec["clusterIP"], spec["clusterIPs"] = HEADLESS, [HEADLESS]
        return
    network = address_range(tx, cluster_of(key))
    if asked:
        wrong = _refused(tx, key, asked, network)
        if wrong:
            told = f"failed to allocate IP {asked}: {wrong}"
            _refuse(tx, key, invalid("spec.clusterIPs", [asked], told))
    else:
        asked = _free_address(tx, key, network)
    spec["clusterIP"], spec["clusterIPs"] = asked, [asked]


def _refused(tx: Tx, key: Key, asked: str, network: ipaddress.IPv4Network) -> str:
    try:
        inside = ipaddress.IPv4Address(asked) in network
    except ValueError:
        return "not a valid IP address"
    if not inside:
        return (
            f"the provided IP ({asked}) is not in the valid range. "
            f"The range of valid IPs is {network}"
        )
    holders = [found for found, _ in tx.by("k8s.Service", "address", place(key, asked))]
    return "provided IP is already allocated" if holders not in ([], [key]) else ""


def _free_address(tx: Tx, key: Key, network: ipaddress.IPv4Network) -> str:
    size = network.num_addresses
    low = STATIC_BAND if size > 2 * STATIC_BAND else 1
    for _ in range(TRIES):
        found = str(network[low + tx.rng.below(size - low - 1)])
        if not tx.by("k8s.Service", "address", place(key, found)):
            return found
    for at in range(1, size - 1):
        if not tx.by("k8s.Service", "address", place(key, network[at])):
            return str(network[at])
    told = "failed to allocate a serviceIP: range is full"
    _refuse(tx, key, invalid("spec.clusterIPs", [], told))
    return ""


def _node_ports(tx: Tx, key: Key, spec: Body, old: Doc | None, *, wanted: bool) -> None:
    kept = (
        {p.get("nodePort") for p in (old["spec"].get("ports") or ())} if old else set()
    )
    for at, port in enumerate(spec.get("ports") or ()):
        number = port.get("nodePort")
        if number in NODE_PORTS and number not in kept and _port_taken(tx, key, number):
            told = "provided port is already allocated"
            _refuse(tx, key, invalid(f"spec.ports[{at}].nodePort", number, told))
        if not number and wanted:
            port["nodePort"] = _free_port(tx, key)


def _free_port(tx: Tx, key: Key) -> int:
    start = tx.rng.below(len(NODE_PORTS))
    for step in range(len(NODE_PORTS)):
        port = NODE_PORTS[(start + step) % len(NODE_PORTS)]
        if not _port_taken(tx, key, port):
            return port
    told = "failed to allocate a nodePort: range is full"
    _refuse(tx, key, invalid("spec.ports[0].nodePort", 0, told))
    return 0


def _port_taken(tx: Tx, key: Key, port: int) -> bool:
    return bool(tx.by("k8s.Service", "nodePort", place(key, port)))


def _refuse(tx: Tx, key: Key, problem: Problem) -> None:
    raise Invalid("Service", key.name, [problem], version.minor(tx, cluster_of(key)))

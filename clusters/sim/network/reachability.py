"""Can A reach B, and if not, why: nodes, the cluster's API server, a laptop.

The endpoint's mode decides which way a node goes. Public only: out of the VPC and in
again by the public name. With private access: to the cross-account interfaces.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from clusters.sim.commands import Doc
from clusters.sim.network import firewall, internet
from clusters.sim.network.internet import to_internet
from clusters.sim.network.path import Hop, Path, joined, path
from clusters.sim.world import Document, Key, Reader

__all__ = [
    "Hop",
    "Path",
    "api_to_card",
    "api_to_node",
    "card_to_api",
    "laptop_to_api",
    "node_to_api",
    "to_internet",
]

HTTPS, KUBELET = 443, 10250
LAPTOP = "203.0.113.10"


def node_to_api(view: Reader, cluster_key: Key, instance_key: Key) -> Path:
    """From an instance to the cluster's API server on 443."""
    cluster, card = _both(view, cluster_key, instance_key)
    if isinstance(card, Path):
        return card
    settings = cluster["resourcesVpcConfig"]
    if settings.get("endpointPrivateAccess") and card["VpcId"] == settings.get("vpcId"):
        return _by_private_name(view, cluster_key, card)
    if not settings.get("endpointPublicAccess"):
        why = (
            f"The endpoint is private, and {instance_key.name} is not in its VPC "
            f"{settings.get('vpcId')}."
        )
        return path(Hop("cluster endpoint", "you", ok=False, why=why))
    out = to_internet(view, instance_key, HTTPS)
    address = internet.public_address(view, instance_key)
    return joined(out, path(_public_endpoint(settings, address)))


def api_to_node(
    view: Reader, cluster_key: Key, instance_key: Key, port: int = KUBELET
) -> Path:
    """From the API server, by a cross-account interface, to a node's port."""
    _, card = _both(view, cluster_key, instance_key)
    if isinstance(card, Path):
        return card
    return api_to_card(view, cluster_key, card, port)


def api_to_card(view: Reader, cluster_key: Key, card: Doc, port: int) -> Path:
    """From the API server, by a cross-account interface, to any other one."""
    ways = _ways(view, cluster_key, lambda own: _sent(view, own, card, port))
    # Any one that gets through is enough; the first one's trouble is told else.
    return next((way for way in ways if way.ok), ways[0])


def card_to_api(view: Reader, cluster_key: Key, card: Doc) -> Path:
    """From an interface to the cross-account ones, as the Service `kubernetes` leads."""
    ways = _ways(view, cluster_key, lambda own: _sent(view, card, own, HTTPS))
    # Each connection is sent to one of them: one that refuses is trouble enough.
    return next((way for way in ways if not way.ok), ways[0])


def laptop_to_api(view: Reader, cluster_key: Key, address: str = LAPTOP) -> Path:
    """From an address on the internet to the cluster's API server."""
    cluster = view.find(cluster_key)
    if cluster is None:
        raise KeyError(cluster_key)
    settings = cluster["resourcesVpcConfig"]
    if settings.get("endpointPublicAccess"):
        return path(_public_endpoint(settings, address))
    why = (
        "The endpoint is private only: it answers inside its VPC and networks joined to "
        "it. Turn on public access, or connect from inside."
    )
    return path(Hop("cluster endpoint", "you", ok=False, why=why))


def _both(
    view: Reader, cluster_key: Key, instance_key: Key
) -> tuple[Document, Document | Path]:
    """The cluster, and the instance's interface or why there is none."""
    cluster = view.find(cluster_key)
    if cluster is None:
        raise KeyError(cluster_key)
    instance = view.find(instance_key)
    card = internet.primary_interface(view, instance_key)
    if instance is None or instance["State"]["Name"] != "running" or card is None:
        why = f"Instance {instance_key.name} is not running."
        return cluster, path(Hop("instance", "you", ok=False, why=why))
    return cluster, card


def _ways(view: Reader, cluster_key: Key, tried: Callable[[Doc], Path]) -> list[Path]:
    """What came of each cross-account interface; that there is none where so."""
    found = _interfaces(view, cluster_key)
    return [tried(own) for own in found] or [path(_no_interface(cluster_key))]


def _sent(view: Reader, sender: Doc, receiver: Doc, port: int) -> Path:
    """From one interface to another: out through one's groups, in through the other's."""
    return path(
        firewall.egress(view, sender, receiver, port),
        firewall.ingress(view, receiver, sender, port),
    )


def _interfaces(view: Reader, cluster_key: Key) -> list[Document]:
    """The cluster's cross-account interfaces."""
    cluster = view.find(cluster_key)
    if cluster is None:
        return []
    filed = view.by("ec2.NetworkInterface", "cluster", cluster["_"]["id"])
    return [card for key, card in filed if key.scope == cluster_key.scope]


def _no_interface(cluster_key: Key) -> Hop:
    why = (
        f"Cluster {cluster_key.name} has no cross-account interface in your VPC at the "
        "moment; AWS puts it back."
    )
    return Hop("cross-account interfaces", "aws", ok=False, why=why)


def _by_private_name(view: Reader, cluster_key: Key, card: Doc) -> Path:
    named = path(_private_name(view, cluster_key.scope, card["VpcId"]))
    ways = _ways(view, cluster_key, lambda own: _sent(view, card, own, HTTPS))
    return joined(named, next((way for way in ways if way.ok), ways[0]))


def _private_name(view: Reader, region: str, vpc_id: str) -> Hop:
    vpc = view.find(Key("ec2.Vpc", region, vpc_id))
    hidden = vpc["_"] if vpc else {}
    missing = [
        shown
        for name, shown in (
            ("EnableDnsSupport", "enableDnsSupport"),
            ("EnableDnsHostnames", "enableDnsHostnames"),
        )
        if not hidden.get(name)
    ]
    if missing:
        why = (
            f"{' and '.join(missing)} of {vpc_id} is off, so the endpoint's private name "
            "does not resolve: turn it on."
        )
        return Hop(f"DNS of {vpc_id}", "you", ok=False, why=why)
    why = "The endpoint's name resolves to the cross-account interfaces."
    return Hop(f"DNS of {vpc_id}", "aws", ok=True, why=why)


def _public_endpoint(settings: Doc, address: str) -> Hop:
    blocks = settings.get("publicAccessCidrs") or ["0.0.0.0/0"]
    if address and any(
        ipaddress.ip_address(address) in ipaddress.ip_network(block, strict=False)
        for block in blocks
    ):
        why = f"publicAccessCidrs let {address} in."
        return Hop("public endpoint", "aws", ok=True, why=why)
    why = (
        f"publicAccessCidrs [{', '.join(blocks)}] do not hold {address or 'its address'}: "
        "add it, or turn on private access."
    )
    return Hop("public endpoint", "you", ok=False, why=why)

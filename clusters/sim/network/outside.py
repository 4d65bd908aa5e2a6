"""From the internet into a VPC: to a node's public address, or a load balancer's."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.commands import Doc
from clusters.sim.network import ends, firewall, routes, service
from clusters.sim.network.ends import Spot
from clusters.sim.network.internet import SOMEWHERE
from clusters.sim.network.path import Hop, Path, joined, path
from clusters.sim.network.service import Asked
from clusters.sim.world import Document, Key, Reader

BALANCER = "elb.LoadBalancer"


def to_node(view: Reader, target: Spot, address: str, port: int) -> Path:
    """From an address out there to a node by its own public one."""
    public = target.card.get("Association", {}).get("PublicIp")
    if target.own_network or not public:
        return path(_private(target))
    return path(
        _gateway(view, target.instance.scope, target.card, str(public)),
        firewall.ingress(view, target.card, address, port),
    )


def _private(target: Spot) -> Hop:
    own = target.card["PrivateIpAddress"]
    why = (
        f"{target.called} has no public address, and {own} means nothing outside its "
        "VPC. Put a Service of type LoadBalancer before it, or use kubectl port-forward."
    )
    return Hop(f"address of {target.called}", "you", ok=False, why=why)


def _gateway(view: Reader, region: str, card: Doc, public: str = "") -> Hop:
    """The way in, which is also the way back for answers."""
    subnet_id = card["SubnetId"]
    subnet = view.find(Key("ec2.Subnet", region, subnet_id))
    route = routes.route_to(view, subnet, SOMEWHERE) if subnet else None
    gateway = str(route.get("GatewayId", "")) if route else ""
    if route and gateway.startswith("igw-") and routes.leads(view, region, route):
        what = f"{public} in {subnet_id}" if public else subnet_id
        return Hop(
            gateway, "you", ok=True, why=f"Packets for {what} come in by {gateway}."
        )
    why = (
        f"The route table of {subnet_id} has no route to an internet gateway, so no answer "
        "finds its way back: add 0.0.0.0/0 to one."
    )
    return Hop(f"route table of {subnet_id}", "you", ok=False, why=why)


def to_service(
    view: Reader, cluster: Key, address: str, name: str, number: int
) -> Path:
    """From an address out there to a Service on one of its ports."""
    wanted = service.asked(view, cluster, name, number)
    if isinstance(wanted, Path):
        return wanted
    sort = wanted.doc["spec"]["type"]
    if sort == "LoadBalancer":
        return _by_balancer(view, cluster, address, wanted)
    if sort == "NodePort":
        return _by_node_port(view, cluster, address, wanted)
    why = (
        f"{wanted.called} is of type {sort}: nothing outside the cluster leads to it. "
        "Make it a LoadBalancer, or use kubectl port-forward."
    )
    return ends.nothing(wanted.called, why)


def _by_node_port(view: Reader, cluster: Key, address: str, wanted: Asked) -> Path:
    """By any node's public address."""
    nodes = view.list("k8s.Node", ends.cluster_id(view, cluster))
    ways = (_by_node(view, cluster, address, key.name, wanted) for key, _ in nodes)
    return _best(ways) or path(_no_node(wanted))


def _by_node(
    view: Reader, cluster: Key, address: str, name: str, wanted: Asked
) -> Path:
    spot = ends.spot(view, cluster, f"node/{name}")
    if isinstance(spot, Path):
        return spot
    into = to_node(view, spot, address, wanted.port["nodePort"])
    return into if not into.ok else joined(into, _onward(view, cluster, spot, wanted))


def _by_balancer(view: Reader, cluster: Key, address: str, wanted: Asked) -> Path:
    """By the load balancer's public name, then by any node that it has."""
    found = balancer_of(view, wanted.key)
    if found is None:
        return path(_not_made(wanted))
    key, doc = found
    if doc["Scheme"] == "internal":
        why = (
            f"Load balancer {key.name} is internal: its name resolves to private "
            "addresses. Take the annotation that makes it internal from the Service."
        )
        return ends.nothing(f"load balancer {key.name}", why)
    cards = [_named(card, key.name) for card in cards_of(view, key, doc)]
    fronts = (_front(view, key.scope, card, address, wanted) for card in cards)
    front = _best(fronts)
    if front is None:
        why = f"Load balancer {key.name} has no interface in your VPC any more."
        return ends.nothing(f"load balancer {key.name}", why)
    if not front.ok:
        return front
    ways = (
        _by_instance(view, cluster, cards[0], entry["InstanceId"], wanted)
        for entry in doc["Instances"]
    )
    return joined(front, _best(ways) or path(_no_node(wanted)))


def _front(view: Reader, region: str, card: Doc, address: str, wanted: Asked) -> Path:
    """Into one of the load balancer's interfaces."""
    return path(
        _gateway(view, region, card),
        firewall.ingress(view, card, address, wanted.port["port"]),
    )


def _by_instance(
    view: Reader, cluster: Key, card: Doc, instance: str, wanted: Asked
) -> Path:
    """From the load balancer to one of its instances, and on."""
    spot, port = ends.spot(view, cluster, f"node/{instance}"), wanted.port["nodePort"]
    if isinstance(spot, Path):
        return spot
    through = path(
        firewall.egress(view, card, spot.card, port),
        firewall.ingress(view, spot.card, card, port),
    )
    if not through.ok:
        return through
    return joined(through, _onward(view, cluster, spot, wanted))


def _onward(view: Reader, cluster: Key, node: Spot, wanted: Asked) -> Path:
    """From the node that took the packet to a Pod behind the Service."""
    rules = path(service.proxied(view, node.node, wanted))
    return joined(rules, service.to_backend(view, cluster, node, wanted))


def balancer_of(view: Reader, service: Key) -> tuple[Key, Document] | None:
    """The load balancer that was made for a Service."""
    for key, doc in view.list(BALANCER):
        if doc["_"].get("service") == [service.scope, service.name]:
            return key, doc
    return None


def cards_of(view: Reader, balancer: Key, doc: Doc) -> list[Document]:
    """The load balancer's interfaces in the VPC."""
    return [
        card
        for _, card in view.by("ec2.NetworkInterface", "vpc", doc["VPCId"])
        if card["_"].get("elb") == balancer.name
    ]


def _named(card: Doc, balancer: str) -> Doc:
    return ends.seen_from(card, card["PrivateIpAddress"], f"load balancer {balancer}")


def _best(ways: Iterable[Path]) -> Path | None:
    """The first that gets through, else the one that gets furthest."""
    furthest: Path | None = None
    for way in ways:
        if way.ok:
            return way
        if furthest is None or len(way.hops) > len(furthest.hops):
            furthest = way
    return furthest


def _not_made(wanted: Asked) -> Hop:
    name = f"load balancer of {wanted.called}"
    if wanted.doc["_"].get("balancer", {}).get("tries"):
        why = (
            "AWS could not make the load balancer: the Service's events say why. It is "
            "tried again; the cause, often a subnet without a public route, is yours."
        )
        return Hop(name, "you", ok=False, why=why)
    why = "The load balancer is not there yet: AWS makes it in a few seconds."
    return Hop(name, "aws", ok=False, why=why)


def _no_node(wanted: Asked) -> Hop:
    why = f"No node is Ready to take traffic for {wanted.called}: add or mend one."
    return Hop("nodes", "you", ok=False, why=why)

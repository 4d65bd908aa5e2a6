"""From where one stands to an end: whether a packet arrives, and who takes it."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from clusters.sim.commands import Doc
from clusters.sim.network import ends, firewall, internet, outside, service
from clusters.sim.network.ends import Spot
from clusters.sim.network.inside import between
from clusters.sim.network.path import Hop, Path, joined, path
from clusters.sim.network.service import Asked, Backend
from clusters.sim.world import Key, World
from clusters.terminal.network import standing
from clusters.terminal.network.names import End
from clusters.terminal.network.standing import LAPTOP_ADDRESS, Here

SSH = 22
OPEN = Path(ok=True, hops=(), reason="")


class Way(NamedTuple):
    """Whether a packet arrives. Then `taken` is who takes it: a Pod and its port, a
    machine itself (its instance id), or nobody: then the connection is refused."""

    path: Path
    pod: Backend | None = None
    cluster: Key | None = None
    machine: str = ""
    balanced: bool = False
    """Whether a load balancer took it first, which always says yes."""
    refused: bool = False
    """Whether it arrives where nobody listens; `path.reason` may say why."""


def way(world: World, here: Here, end: End, port: int) -> Way:
    """The way to a TCP port of an end that is in a learner's VPC."""
    if end.sort == "balancer":
        return _to_balancer(world, here, end, port)
    if end.sort == "service":
        return _to_service(world, here, end, port)
    if end.sort == "pod":
        return _to_pod(world, here, end, port)
    if end.sort == "instance" and end.key is not None:
        return _to_instance(world, here, end.key, end.address, port)
    if end.sort == "self" and here.spot is not None:
        return _on_machine(world, here.spot, here.cluster, port, OPEN)
    return Way(ends.nothing(end.address, f"Nothing answers at {end.address}."))


def to_instance(world: World, here: Here, key: Key, address: str, port: int) -> Path:
    """The way to a machine's own port, by its private or public address."""
    target = standing.spot_of(world, key)
    if target is None:
        return ends.nothing(key.name, f"Instance {key.name} is not running.")
    public = str(target.card.get("Association", {}).get("PublicIp", ""))
    if here.spot is None:
        if address == public or not address:
            return outside.to_node(world, target, LAPTOP_ADDRESS, port)
        return _private(address)
    if address == public and public:
        own = internet.public_address(world, here.spot.instance)
        out = internet.to_internet(world, here.spot.instance, port)
        return joined(out, outside.to_node(world, target, own, port)) if out.ok else out
    if here.vpc != target.card["VpcId"]:
        return ends.nothing(
            address,
            f"{key.name} is in another VPC, {target.card['VpcId']}: no route leads there.",
        )
    return between(world, here.spot, target, port)


def _private(address: str) -> Path:
    why = (
        f"{address} is a private address: it means nothing outside its VPC, and you stand "
        "on your laptop."
    )
    return ends.nothing(address, why)


def _to_instance(world: World, here: Here, key: Key, address: str, port: int) -> Way:
    into = to_instance(world, here, key, address, port)
    spot = standing.spot_of(world, key)
    if not into.ok or spot is None:
        return Way(into)
    found = standing.joined_to(world, key.name)
    cluster = found[0] if found else None
    if found:
        spot = spot._replace(node=found[1])
    return _on_machine(world, spot, cluster, port, into)


def _on_machine(
    world: World, spot: Spot, cluster: Key | None, port: int, into: Path
) -> Way:
    """Who takes a port of a machine: sshd, a NodePort, or a Pod of the host's network."""
    if port == SSH:
        return Way(into, machine=spot.instance.name)
    if cluster is None:
        return Way(into, refused=True)
    wanted = _with_node_port(world, cluster, port)
    if wanted is not None:
        return _onward(world, cluster, spot, wanted, into)
    host_pod = _on_host(world, cluster, spot.node, port)
    if host_pod is not None:
        return Way(into, Backend(host_pod, port), cluster)
    return Way(into, refused=True)


def _with_node_port(world: World, cluster: Key, port: int) -> Asked | None:
    """The Service that has this port on every node."""
    for key, doc in world.list("k8s.Service", ends.cluster_id(world, cluster)):
        for one in doc["spec"].get("ports") or ():
            if one.get("nodePort") == port:
                return Asked(key, doc, one)
    return None


def _on_host(world: World, cluster: Key, node: str, port: int) -> str | None:
    """The Pod in a node's own network that has this port."""
    cluster_id = ends.cluster_id(world, cluster)
    for key, pod in world.by("k8s.Pod", "node", node):
        own = key.scope.startswith(f"{cluster_id}/") and pod["spec"].get("hostNetwork")
        if own and port in _ports(pod):
            return f"{key.scope.partition('/')[2]}/{key.name}"
    return None


def _ports(pod: Doc) -> list[int]:
    return [
        port["containerPort"]
        for container in pod["spec"]["containers"]
        for port in container.get("ports") or ()
    ]


def _to_pod(world: World, here: Here, end: End, port: int) -> Way:
    if here.spot is None or end.cluster is None:
        return Way(_private(end.address))
    target = ends.spot(world, end.cluster, f"pod/{end.name}")
    if isinstance(target, Path):
        return Way(target)
    into = between(world, here.spot, target, port)
    return Way(into, Backend(end.name, port), end.cluster)


def _to_service(world: World, here: Here, end: End, port: int) -> Way:
    """A Service's own address, which only rules on nodes know."""
    if here.spot is None or here.cluster is None or here.cluster != end.cluster:
        why = (
            f"{end.address} is the address of a Service: only kube-proxy's rules on the "
            "cluster's nodes know it."
        )
        return Way(ends.nothing(end.address, why))
    wanted = service.asked(world, here.cluster, end.name, port)
    if isinstance(wanted, Path):
        return Way(wanted)
    return _onward(world, here.cluster, here.spot, wanted, OPEN)


def _onward(world: World, cluster: Key, node: Spot, wanted: Asked, into: Path) -> Way:
    """From a node by kube-proxy's rules to one of the ready Pods."""
    rules = joined(into, path(service.proxied(world, node.node, wanted)))
    if not rules.ok:
        return Way(rules)
    ready = service.backends(world, wanted.key, wanted.port)
    if not ready:
        return Way(path(service.nobody(wanted)), refused=True)
    chosen = secrets.choice(ready)
    target = ends.spot(world, cluster, f"pod/{chosen.pod}")
    last = (
        target
        if isinstance(target, Path)
        else between(world, node, target, chosen.port)
    )
    return Way(joined(rules, last), chosen, cluster)


def _to_balancer(world: World, here: Here, end: End, port: int) -> Way:
    doc = world.find(end.key) if end.key else None
    if doc is None or end.cluster is None:
        return Way(ends.nothing(end.address, f"Nothing answers at {end.address}."))
    wanted = service.asked(world, end.cluster, end.name, port)
    if isinstance(wanted, Path):
        return Way(wanted)
    if wanted.port["port"] != port:
        why = f"The load balancer listens on {wanted.port['port']}, not on {port}."
        return Way(ends.nothing(end.address, why))
    if doc["Scheme"] == "internal" and here.spot is not None:
        found = _by_internal(world, here.spot, end.cluster, wanted, end)
    elif here.spot is not None:
        own = internet.public_address(world, here.spot.instance)
        out = internet.to_internet(world, here.spot.instance, port)
        found = (
            joined(out, outside.to_service(world, end.cluster, own, end.name, port))
            if out.ok
            else out
        )
    else:
        found = outside.to_service(world, end.cluster, LAPTOP_ADDRESS, end.name, port)
    ready = service.backends(world, wanted.key, wanted.port)
    chosen = secrets.choice(ready) if ready else None
    return Way(found, chosen, end.cluster, balanced=_taken(found))


def _taken(found: Path) -> bool:
    """Whether a load balancer took the connection, whatever came of it behind it."""
    return found.ok or any(
        hop.name.startswith(("kube-proxy", "endpoints")) for hop in found.hops
    )


def _by_internal(
    world: World, start: Spot, cluster: Key, wanted: Asked, end: End
) -> Path:
    """From inside the VPC to an internal load balancer, a node, a Pod."""
    assert end.key is not None
    doc = world.find(end.key)
    cards = outside.cards_of(world, end.key, doc) if doc else []
    if doc is None or not cards:
        return ends.nothing(
            end.address, f"Load balancer {end.key.name} has no interface any more."
        )
    card = ends.seen_from(
        cards[0], cards[0]["PrivateIpAddress"], f"load balancer {end.key.name}"
    )
    if card["VpcId"] != start.card["VpcId"]:
        return ends.nothing(
            end.address, "The load balancer is in another VPC: no route leads there."
        )
    front = path(
        firewall.egress(world, start.card, card, wanted.port["port"]),
        firewall.ingress(world, card, start.card, wanted.port["port"]),
    )
    if not front.ok:
        return front
    ways = [
        _by_node(world, cluster, card, entry["InstanceId"], wanted)
        for entry in doc["Instances"]
    ]
    best = next((one for one in ways if one.ok), ways[0] if ways else None)
    if best is None:
        why = f"No node is Ready to take traffic for {wanted.called}: add or mend one."
        best = path(Hop("nodes", "you", ok=False, why=why))
    return joined(front, best)


def _by_node(
    world: World, cluster: Key, card: Doc, instance: str, wanted: Asked
) -> Path:
    spot, port = ends.spot(world, cluster, f"node/{instance}"), wanted.port["nodePort"]
    if isinstance(spot, Path):
        return spot
    through = path(
        firewall.egress(world, card, spot.card, port),
        firewall.ingress(world, spot.card, card, port),
    )
    if not through.ok:
        return through
    rules = path(service.proxied(world, spot.node, wanted))
    return joined(through, rules, service.to_backend(world, cluster, spot, wanted))

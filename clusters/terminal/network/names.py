"""Names and addresses: what the DNS of where one stands answers, and what is there."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from clusters.sim.network import outside, service
from clusters.sim.world import Document, Key, World
from clusters.terminal.network.standing import Here, cluster_of

METADATA_ADDRESS = "169.254.169.254"
LOCALHOST = "127.0.0.1"
CLUSTER_DOMAIN = "cluster.local"
EKS_DOMAIN = "eks.amazonaws.com"
AWS_DOMAIN = ".amazonaws.com"
NOTHING_LEAVES = (
    "Nothing leaves this simulation: only names that it made itself resolve here."
)


class NoSuchName(Exception):
    """A name without an answer; the text is a sentence that says why."""


class End(NamedTuple):
    """What stands at an address.

    `sort`: api, balancer, instance, pod, service, metadata, self or nothing. `name` is
    a Service's or Pod's "<namespace>/<name>".
    """

    sort: str
    address: str
    key: Key | None = None
    cluster: Key | None = None
    name: str = ""


def is_address(text: str) -> bool:
    try:
        return isinstance(ipaddress.ip_address(text), ipaddress.IPv4Address)
    except ValueError:
        return False


def addresses(world: World, here: Here, name: str) -> list[str]:
    """The addresses of a name, as asked from here. Raises NoSuchName."""
    name = name.rstrip(".").lower()
    if is_address(name):
        return [name]
    if name == "localhost":
        return [LOCALHOST]
    found = (
        _of_instances(world, here, name)
        or _of_balancers(world, name)
        or _of_endpoints(world, here, name)
        or _of_services(world, here, name)
    )
    if found:
        return found
    raise NoSuchName(_why(here, name))


def _why(here: Here, name: str) -> str:
    if name.endswith(".internal") and here.spot is None:
        return "Private names resolve inside their VPC only; you stand on your laptop."
    if name.endswith((CLUSTER_DOMAIN, ".svc")):
        if here.spot is None or not here.spot.own_network:
            return (
                "Names of Services are CoreDNS's, which only Pods ask by themselves; on a "
                "node ask it by its address: dig @<cluster IP of kube-dns> NAME."
            )
        return "CoreDNS knows no Service of this name."
    if name.endswith(AWS_DOMAIN):
        return "AWS's services are asked with the program `aws` here."
    return NOTHING_LEAVES


def _of_instances(world: World, here: Here, name: str) -> list[str]:
    """A public name is private inside its VPC, as Amazon's DNS has it."""
    for _, card in world.list("ec2.NetworkInterface"):
        public = card.get("Association", {})
        inside = here.vpc == card["VpcId"]
        if public.get("PublicDnsName") == name:
            return [str(card["PrivateIpAddress"] if inside else public["PublicIp"])]
        for one in card["PrivateIpAddresses"] if inside else ():
            if one.get("PrivateDnsName") == name:
                return [str(one["PrivateIpAddress"])]
    return []


def _of_balancers(world: World, name: str) -> list[str]:
    for key, doc in world.list(outside.BALANCER):
        if doc["DNSName"].lower() == name:
            return [
                balancer_address(doc, card)
                for card in outside.cards_of(world, key, doc)
            ]
    return []


def balancer_address(balancer: Document, card: Document) -> str:
    """The address of one of a load balancer's interfaces, as its name resolves.

    The public ones are AWS's own and are not in the World: they stand in the block for
    documentation, 198.51.100.0/24.
    """
    if balancer["Scheme"] == "internal":
        return str(card["PrivateIpAddress"])
    digest = hashlib.sha256(card["NetworkInterfaceId"].encode()).digest()
    return f"198.51.100.{11 + digest[0] % 240}"


def _of_endpoints(world: World, here: Here, name: str) -> list[str]:
    """`<id>.gr7.<region>.eks.amazonaws.com`, private from inside where so set."""
    if not name.endswith(EKS_DOMAIN):
        return []
    for key, doc in world.list("eks.Cluster"):
        cluster_id = str(doc["_"]["id"])
        if not name.startswith(cluster_id.lower() + "."):
            continue
        config = doc["resourcesVpcConfig"]
        own = [
            card for _, card in world.by("ec2.NetworkInterface", "cluster", cluster_id)
        ]
        private = config.get("endpointPrivateAccess")
        if private and (
            here.vpc == config.get("vpcId") or not config.get("endpointPublicAccess")
        ):
            return sorted(str(card["PrivateIpAddress"]) for card in own)
        digest = hashlib.sha256(key.name.encode() + cluster_id.encode()).digest()
        return [f"198.51.100.{11 + part % 240}" for part in digest[:2]]
    return []


def _of_services(world: World, here: Here, name: str) -> list[str]:
    """What CoreDNS answers a Pod, which looks in its own namespace first."""
    if here.cluster is None or here.spot is None or not here.spot.own_network:
        return []
    namespace = here.spot.called.removeprefix("Pod ").partition("/")[0]
    return service_addresses(world, here.cluster, name, namespace)


def service_addresses(
    world: World, cluster: Key, name: str, namespace: str = ""
) -> list[str]:
    """The addresses of `<service>.<namespace>.svc.cluster.local`, or shorter in a Pod."""
    parts = name.removesuffix("." + CLUSTER_DOMAIN).removesuffix(".svc").split(".")
    if len(parts) == 1 and namespace:
        parts.append(namespace)
    if len(parts) != len(("service", "namespace")):
        return []
    doc = world.find(cluster)
    scope = f"{doc['_']['id']}/{parts[1]}" if doc else ""
    found = world.find(Key("k8s.Service", scope, parts[0]))
    if found is None:
        return []
    address = found["spec"].get("clusterIP")
    if address and address != "None":
        return [str(address)]
    return sorted(_ready_addresses(world, scope, parts[0]))


def _ready_addresses(world: World, scope: str, name: str) -> Iterator[str]:
    for _, piece in world.list("k8s.EndpointSlice", scope):
        labels = piece["metadata"].get("labels") or {}
        if labels.get(service.SERVICE_LABEL) == name:
            for one in piece.get("endpoints") or ():
                if (one.get("conditions") or {}).get("ready", True) is not False:
                    yield from one["addresses"]


def end_at(world: World, here: Here, address: str) -> End:
    """What stands at an address, as it is routed from here."""
    if address == METADATA_ADDRESS:
        return End("metadata", address)
    if ipaddress.ip_address(address).is_loopback:
        return End("self", address)
    return (
        _balancer_at(world, address)
        or _card_at(world, here, address)
        or _endpoint_at(world, address)
        or _service_at(world, here, address)
        or End("nothing", address)
    )


def _balancer_at(world: World, address: str) -> End | None:
    for key, doc in world.list(outside.BALANCER):
        for card in outside.cards_of(world, key, doc):
            if address in (balancer_address(doc, card), card["PrivateIpAddress"]):
                scope, name = doc["_"]["service"]
                cluster_id, _, namespace = scope.partition("/")
                cluster = cluster_of(world, cluster_id)
                return End("balancer", address, key, cluster, f"{namespace}/{name}")
    return None


def _card_at(world: World, here: Here, address: str) -> End | None:
    for key, card in world.list("ec2.NetworkInterface"):
        if card.get("Association", {}).get("PublicIp") == address:
            return _of_card(world, key, card, str(card["PrivateIpAddress"]), address)
        if here.spot is not None and here.vpc != card["VpcId"]:
            continue
        if any(
            one["PrivateIpAddress"] == address for one in card["PrivateIpAddresses"]
        ):
            return _of_card(world, key, card, address, address)
    return None


def _of_card(
    world: World, key: Key, card: Document, private: str, address: str
) -> End | None:
    cluster_id = card.get("_", {}).get("cluster")
    if cluster_id:
        return End("api", address, cluster=cluster_of(world, cluster_id))
    instance_id = card.get("Attachment", {}).get("InstanceId")
    if not instance_id:
        return None
    if private == card["PrivateIpAddress"] and card["Attachment"]["DeviceIndex"] == 0:
        return End("instance", address, Key("ec2.Instance", key.scope, instance_id))
    return _pod_at(world, address)


def _pod_at(world: World, address: str) -> End | None:
    for key, pod in world.list("k8s.Pod"):
        status = pod.get("status", {})
        if status.get("podIP") == address and status.get("phase") not in (
            "Succeeded",
            "Failed",
        ):
            cluster_id, _, namespace = key.scope.partition("/")
            cluster = cluster_of(world, cluster_id)
            return End("pod", address, key, cluster, f"{namespace}/{key.name}")
    return None


def _endpoint_at(world: World, address: str) -> End | None:
    for key, doc in world.list("eks.Cluster"):
        digest = hashlib.sha256(
            key.name.encode() + str(doc["_"]["id"]).encode()
        ).digest()
        if address in [f"198.51.100.{11 + part % 240}" for part in digest[:2]]:
            return End("api", address, cluster=key)
    return None


def _service_at(world: World, here: Here, address: str) -> End | None:
    for key, doc in world.list("k8s.Service"):
        if doc["spec"].get("clusterIP") == address:
            cluster_id, _, namespace = key.scope.partition("/")
            cluster = cluster_of(world, cluster_id)
            if here.cluster in (None, cluster):
                name = f"{namespace}/{key.name}"
                sort = "api" if name == service.API and here.cluster else "service"
                return End(sort, address, key, cluster, name)
    return None


def door(world: World, host: str, port: int, path: str) -> tuple[Key, str] | None:
    """The cluster behind an address of this installation's Kubernetes door, and the
    path on its API server; None where the address is another."""
    own = urlsplit(settings.KUBE_URL)
    usual = 443 if own.scheme == "https" else 80
    if (host, port) != (own.hostname, own.port or usual):
        return None
    parts = path.split("/", 4)
    if len(parts) < len(("", "k8s", "region", "id")) or parts[1] != "k8s":
        return None
    cluster = cluster_of(world, parts[3].partition("?")[0])
    rest = "/" + parts[4] if len(parts) > len(("", "k8s", "region", "id")) else "/"
    return (
        (cluster, rest) if cluster is not None and cluster.scope == parts[2] else None
    )

"""From inside a cluster to a Service: its name, its rules on the node, a Pod behind it."""

from __future__ import annotations

from typing import NamedTuple

from clusters.sim.commands import Doc
from clusters.sim.network import ends
from clusters.sim.network.ends import Spot
from clusters.sim.network.inside import between
from clusters.sim.network.path import Hop, Path, joined, path
from clusters.sim.network.reachability import card_to_api
from clusters.sim.world import Document, Key, Reader

SERVICE_LABEL = "kubernetes.io/service-name"
API = "default/kubernetes"
DNS, PROXY = ("kube-system", "kube-dns"), "kube-proxy"


class Backend(NamedTuple):
    """A Pod that is ready behind a Service, and the port that it is asked on."""

    pod: str
    port: int


class Asked(NamedTuple):
    """A Service, and the one of its ports that is asked on."""

    key: Key
    doc: Doc
    port: Doc

    @property
    def called(self) -> str:
        return f"Service {self.key.scope.partition('/')[2]}/{self.key.name}"


def find(view: Reader, cluster: Key, name: str) -> Document | None:
    """The Service `<namespace>/<name>`."""
    return view.find(_key(view, cluster, name))


def _key(view: Reader, cluster: Key, name: str) -> Key:
    namespace, _, short = name.partition("/")
    place = f"{ends.cluster_id(view, cluster)}/{namespace}"
    return Key("k8s.Service", place, short)


def asked(view: Reader, cluster: Key, name: str, number: int) -> Asked | Path:
    """The Service and its port of this number, or of this node port, or why not."""
    doc = find(view, cluster, name)
    if doc is None:
        return ends.nothing(f"Service {name}", f"There is no Service {name}.")
    if doc["spec"]["type"] == "ExternalName":
        other = doc["spec"].get("externalName", "")
        why = f"Service {name} is only another name for {other}: look at the way there."
        return ends.nothing(f"Service {name}", why)
    listed = doc["spec"].get("ports") or ()
    for port in listed:
        if number in (port["port"], port.get("nodePort")):
            return Asked(_key(view, cluster, name), doc, port)
    numbers = ", ".join(str(port["port"]) for port in listed) or "no port"
    why = f"Service {name} has no port {number}. It has {numbers}."
    return ends.nothing(f"Service {name}", why)


def backends(view: Reader, key: Key, port: Doc) -> list[Backend]:
    """The ready Pods behind a port of a Service, as its EndpointSlices list them."""
    namespace = key.scope.partition("/")[2]
    found = []
    for _, piece in view.list("k8s.EndpointSlice", key.scope):
        if (piece["metadata"].get("labels") or {}).get(SERVICE_LABEL) != key.name:
            continue
        numbers = [
            p["port"]
            for p in piece.get("ports") or ()
            if p.get("name", "") == port.get("name", "")
        ]
        found += [
            Backend(f"{namespace}/{one['targetRef']['name']}", numbers[0])
            for one in piece.get("endpoints") or ()
            if numbers and _is_ready_pod(one)
        ]
    return sorted(found)


def _is_ready_pod(endpoint: Doc) -> bool:
    """An endpoint that says nothing of being ready is ready."""
    conditions = endpoint.get("conditions") or {}
    target = endpoint.get("targetRef") or {}
    return conditions.get("ready", True) is not False and target.get("kind") == "Pod"


def from_inside(
    view: Reader, cluster: Key, start: Spot, name: str, number: int
) -> Path:
    """From a node or Pod to a Service on one of its ports."""
    wanted = asked(view, cluster, name, number)
    if isinstance(wanted, Path):
        return wanted
    rules = proxied(view, start.node, wanted)
    if name == API:  # Pods are told its address, and ask for no name
        return joined(path(rules), card_to_api(view, cluster, start.card))
    named = [_named(view, cluster, wanted.key)] if start.own_network else []
    first = path(*named, rules)
    return joined(first, to_backend(view, cluster, start, wanted))


def to_backend(view: Reader, cluster: Key, start: Spot, wanted: Asked) -> Path:
    """To the Pods behind a Service. One that is not reached fails some requests."""
    ready = backends(view, wanted.key, wanted.port)
    if not ready:
        return path(nobody(wanted))
    count = f"{len(ready)} Pods are" if len(ready) > 1 else "1 Pod is"
    ways = []
    for backend in ready:
        why = f"{count} ready; this packet goes to {backend.pod} on {backend.port}."
        chosen = path(Hop(f"endpoints of {wanted.called}", "you", ok=True, why=why))
        target = ends.spot(view, cluster, f"pod/{backend.pod}")
        if isinstance(target, Spot):
            target = between(view, start, target, backend.port)
        ways.append(joined(chosen, target))
    return next((way for way in ways if not way.ok), ways[0])


def nobody(wanted: Asked) -> Hop:
    """The hop where a Service has nobody behind it."""
    labels = (wanted.doc["spec"].get("selector") or {}).items()
    selector = ", ".join(f"{name}={value}" for name, value in labels)
    chosen = f"with the labels {selector}" if selector else "named in an EndpointSlice"
    why = (
        f"No Pod {chosen} is ready behind {wanted.called}, so nobody answers: see to the "
        "Pods, or mend the selector."
    )
    return Hop(f"endpoints of {wanted.called}", "you", ok=False, why=why)


def _named(view: Reader, cluster: Key, key: Key) -> Hop:
    """Pods ask CoreDNS for a Service's address."""
    place = f"{ends.cluster_id(view, cluster)}/{DNS[0]}"
    own = Key("k8s.Service", place, DNS[1])
    dns = view.find(own)
    ports = dns["spec"].get("ports") or () if dns else ()
    if any(backends(view, own, port) for port in ports):
        why = f"CoreDNS answers the name {key.name} with the Service's address."
        return Hop("CoreDNS", "both", ok=True, why=why)
    why = (
        "No CoreDNS Pod is ready, so no name of a Service resolves in Pods: give the "
        "add-on CoreDNS a node to run on."
    )
    return Hop("CoreDNS", "you", ok=False, why=why)


def proxied(view: Reader, node: str, wanted: Asked) -> Hop:
    """kube-proxy's rules on a node turn a Service's address into a Pod's."""
    address = wanted.doc["spec"].get("clusterIP")
    if address == "None":
        why = f"{wanted.called} is headless: its name resolves to the Pods themselves."
        return Hop("headless Service", "you", ok=True, why=why)
    system = f"{wanted.key.scope.partition('/')[0]}/kube-system"
    runs = any(
        key.scope == system
        and (pod["metadata"].get("labels") or {}).get("k8s-app") == PROXY
        and pod.get("status", {}).get("phase") == "Running"
        for key, pod in view.by("k8s.Pod", "node", node)
    )
    where = node or "an instance that has not joined"
    if runs:
        why = (
            f"kube-proxy's rules on {node} turn {address} into the address of one Pod."
        )
        return Hop(f"{PROXY} on {where}", "both", ok=True, why=why)
    why = (
        f"No kube-proxy runs on {where}, so nothing there keeps the rules that turn "
        f"{address} into the address of a Pod: install the add-on kube-proxy."
    )
    return Hop(f"{PROXY} on {where}", "you", ok=False, why=why)

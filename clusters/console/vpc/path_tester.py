"""The path tester: from A to B, what each hop on the way says, and whose it is."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urlencode

from clusters.console.map import data_plane
from clusters.console.typed import is_number
from clusters.live.words import OWNER, PAINT
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import namespace_of
from clusters.sim.network import ends, trips
from clusters.sim.network.path import Hop, Path
from clusters.sim.world import Key, World

MOST_PODS = 100
"""A list of Pods to choose from is no longer than this; addresses may name any."""
HIGHEST_PORT = 65535
ID = re.compile(r"\b(?:sg|subnet|igw|nat|eni|vpc|rtb|i)-[0-9a-f]{8,17}\b")
ON_THE_WAY = re.compile(r"\b(?:i-[0-9a-f]{17}|a[0-9a-f]{31})\b")
"""Instances and load balancers, which a hop's sentence names."""
PLACES = {
    "laptop": "Your laptop",
    "internet": "The internet",
    "api": "API server",
    **{end: name[:1].upper() + name[1:] for end, name in trips.AWS.items()},
}


class Asked(NamedTuple):
    """What a reader wants to know; empty ends when nothing is asked yet."""

    start: str = ""
    end: str = ""
    port: int = 0

    def __bool__(self) -> bool:
        return bool(self.start and self.end)

    @property
    def text(self) -> str:
        """As an argument of a panel: `laptop>api>443`."""
        return f"{self.start}>{self.end}>{self.port}" if self else ""

    @property
    def keep(self) -> str:
        """As a part of an address, to be put behind another one."""
        if not self:
            return ""
        parts = {"from": self.start, "to": self.end, "port": self.port}
        return f"&{urlencode(parts, safe='/')}"


def asked(world: World, key: Key, start: str, end: str, port: str) -> Asked:
    """What is asked, as far as it makes sense; the usual port where none is said."""
    if not (trips.known(start, trips.FROM) and trips.known(end, trips.TO)):
        return Asked()
    if is_number(port, digits=5) and 0 < int(port) <= HIGHEST_PORT:
        return Asked(start, end, int(port))
    return Asked(start, end, trips.usual_port(world, key, start, end))


def read(world: World, key: Key, text: str) -> Asked:
    """What a panel's argument asks."""
    start, _, rest = text.partition(">")
    end, _, port = rest.partition(">")
    return asked(world, key, start, end, port)


def called(end: str) -> str:
    """An end in words."""
    sort, _, name = end.partition("/")
    if end in PLACES:
        return PLACES[end]
    return f"{sort.capitalize()} {name}"


def answer(world: World, key: Key, wanted: Asked) -> dict[str, Any] | None:
    """The way in words; None when nothing is asked."""
    if not wanted:
        return None
    way = found(world, key, wanted)
    refusing = next((hop for hop in way.hops if not hop.ok), None)
    return {
        "start": called(wanted.start),
        "end": called(wanted.end),
        "port": wanted.port,
        "ok": way.ok,
        "hops": [_hop(hop) for hop in way.hops],
        "same": wanted.start == wanted.end,
        "next": _next(refusing),
        "keep": wanted.keep,
    }


def found(world: World, key: Key, wanted: Asked) -> Path:
    return trips.trip(world, key, wanted.start, wanted.end, wanted.port)


def refusing(world: World, key: Key, wanted: Asked) -> str:
    """The part of the VPC that refuses the path, which is the one to look at."""
    if not wanted:
        return ""
    for hop in found(world, key, wanted).hops:
        if not hop.ok:
            return next(iter(ID.findall(hop.name)), "")
    return ""


def _hop(hop: Hop) -> dict[str, Any]:
    ids = ID.findall(hop.name)
    return {
        "name": hop.name,
        "ok": hop.ok,
        "why": hop.why,
        "paint": PAINT[hop.owner],
        "owner": OWNER[hop.owner],
        "inspect": ids[0] if ids else "",
    }


def _next(refusing: Hop | None) -> str:
    if refusing is None:
        return "Nothing is to be done: every hop lets it through."
    if refusing.owner == "aws":
        return "The next move is AWS's: this hop is on its side of the line. Wait."
    return f"The next move is yours: see to {refusing.name}."


def lit(world: World, key: Key, wanted: Asked) -> dict[str, str]:
    """What the picture lights up: `ok` or `bad` by the id of each part on the way."""
    if not wanted:
        return {}
    shown: dict[str, str] = {}
    for end in (wanted.start, wanted.end):
        shown[_part(world, key, end)] = "ok"
    for hop in found(world, key, wanted).hops:
        for part in ON_THE_WAY.findall(hop.why):
            shown.setdefault(part, "ok")
        for part in ID.findall(hop.name):
            shown[part] = "ok" if hop.ok and shown.get(part) != "bad" else "bad"
    return shown


def _part(world: World, key: Key, end: str) -> str:
    """The part of the picture that an end stands on."""
    sort, _, name = end.partition("/")
    if sort in PLACES or sort == "aws":
        return sort
    found = world.find(key)
    own = found["_"]["id"] if found else ""
    if sort == "pod":
        namespace, _, short = name.partition("/")
        pod = world.find(Key("k8s.Pod", f"{own}/{namespace}", short))
        name = pod["spec"].get("nodeName", "") if pod else ""
    node = world.find(Key("k8s.Node", own, name))
    return ends.instance_of(node) if node else name


Choice = tuple[str, str]


def choices(world: World, key: Key, cluster: Doc, wanted: Asked) -> dict[str, Any]:
    """What the form offers on either side, in groups."""
    own = cluster["_"]["id"]
    nodes = [(f"node/{k.name}", k.name) for k, _ in world.list("k8s.Node", own)]
    nodes += [
        (f"node/{name}", f"{name}, not joined") for name in not_joined(world, key)
    ]
    pods = [
        (f"pod/{namespace_of(k)}/{k.name}", f"{namespace_of(k)}/{k.name}")
        for k, _ in world.list("k8s.Pod", own)[:MOST_PODS]
    ]
    services = [
        (f"service/{namespace_of(k)}/{k.name}", f"{namespace_of(k)}/{k.name}")
        for k, _ in world.list("k8s.Service", own)
    ]
    outside = [(end, PLACES[end]) for end in trips.OUTSIDE]
    api = ("api", PLACES["api"])
    start = [("Outside", outside), ("Control plane", [api])]
    end = [("Outside", outside[1:]), ("Control plane", [api]), ("Services", services)]
    both = [("Nodes", nodes), ("Pods", pods)]
    aws = [("AWS services", [(name, PLACES[name]) for name in trips.AWS])]
    return {
        "start": _with([*start, *both], wanted.start),
        "end": _with([*end, *both, *aws], wanted.end),
    }


def _with(groups: list[tuple[str, list[Choice]]], chosen: str) -> list[Any]:
    """The groups that have something, and what the address named beside them."""
    known = {value for _, entries in groups for value, _ in entries}
    more = [("Asked for", [(chosen, called(chosen))])] if chosen not in known else []
    return [group for group in [*(more if chosen else []), *groups] if group[1]]


def not_joined(world: World, key: Key) -> list[str]:
    """The cluster's instances that are no node yet."""
    found = world.find(key)
    own = found["_"]["id"] if found else ""
    joined = {ends.instance_of(node) for _, node in world.list("k8s.Node", own)}
    return [
        instance.name
        for instance, doc in data_plane.instances_of(world, key)
        if doc["State"]["Name"] not in data_plane.ENDED and instance.name not in joined
    ]


class Preset(NamedTuple):
    """A question that many ask. Without an address it says what is missing for it."""

    text: str
    href: str = ""
    missing: str = ""


def presets(world: World, key: Key, own: str) -> list[Preset]:
    """The usual questions, about what this cluster has."""
    nodes = [k.name for k, _ in world.list("k8s.Node", own)]
    late = not_joined(world, key)
    no_node = "It has no node yet: create a node group."
    out = [Preset("Can kubectl reach the API?", _href("laptop", "api"))]
    joining = "Why can my node not join?"
    if late or nodes:
        out.append(Preset(joining, _href(f"node/{(late or nodes)[0]}", "api")))
    else:
        out.append(Preset(joining, missing=no_node))
    kubelet = "Can the API server reach the kubelet (logs, exec)?"
    if nodes:
        out.append(Preset(kubelet, _href("api", f"node/{nodes[0]}", 10250)))
    else:
        out.append(Preset(kubelet, missing=no_node))
    text, service = "Can the internet reach my Service?", _service(world, own)
    if service:
        out.append(Preset(text, _href("internet", f"service/{service}")))
    else:
        out.append(Preset(text, missing="It has no Service of yours yet: apply one."))
    return out


def _service(world: World, own: str) -> str:
    """The Service that is most likely meant: one that wants to be reached."""
    order = ("LoadBalancer", "NodePort", "ClusterIP")
    found = [
        (order.index(doc["spec"]["type"]), f"{namespace_of(k)}/{k.name}")
        for k, doc in world.list("k8s.Service", own)
        if doc["spec"]["type"] in order
        and namespace_of(k) != "kube-system"
        and k.name != "kubernetes"
    ]
    return min(found)[1] if found else ""


def _href(start: str, end: str, port: int = 0) -> str:
    parts: dict[str, Any] = {"from": start, "to": end}
    if port:
        parts["port"] = port
    return f"?{urlencode(parts, safe='/')}#path"

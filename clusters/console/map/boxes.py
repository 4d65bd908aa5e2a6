"""The map's boxes: what each part of a cluster is, and how it is right now."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from clusters.console.map.drawn import drawn
from clusters.console.summary import is_ready, pod_tone
from clusters.live.words import Owned
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import namespace_of
from clusters.sim.kube.pods.cells import status_text
from clusters.sim.world import Key

MOST_PODS = 24
"""A node shows so many Pods one by one; more are a number."""
MARKS = {"busy": "spin", "warn": "warn", "bad": "bad"}
ETCD_WORDS = {
    "starting": "Starting",
    "joining": "Joining",
    "follower": "Follower",
    "leader": "Leader",
    "lost": "Lost",
    "removed": "Removed",
}
API_WORDS = {
    "booting": "Booting",
    "starting": "Starting",
    "healthy": "Healthy",
    "lost": "Lost",
    "stopping": "Stopping",
}
COMPONENTS = {"Scheduler": "kube-scheduler", "Controllers": "kube-controller-manager"}
WELL = ("leader", "follower", "healthy")
BROKEN = ("lost", "removed")


class Marked(Owned):
    """Something that a picture marks when it is not well."""

    health: str

    @property
    def mark(self) -> str:
        return MARKS.get(self.health, "")


@dataclass(frozen=True)
class Box(Marked):
    """One box. `part` is its id without `c-`; `links` are what it is connected to."""

    part: str
    title: str
    owner: str
    icon: str
    detail: str
    state: str
    health: str = "ok"
    zone: str = ""
    ghost: bool = False
    chips: tuple[tuple[str, bool], ...] = ()
    links: tuple[str, ...] = ()
    leader: bool = False
    why: str = ""
    """The one sentence about what is wrong, where the state is not enough."""

    @property
    def html(self) -> SafeString:
        return drawn("console/box.html", "box", self)

    @property
    def row(self) -> SafeString:
        """The same in the map's table."""
        return drawn("console/map_row.html", "box", self)

    @property
    def runs(self) -> str:
        """The components that lead here, as the event stream spells them."""
        return " ".join(COMPONENTS[text] for text, lead in self.chips if lead)


@dataclass(frozen=True)
class PodMark:
    """A Pod as a small square."""

    name: str
    state: str
    health: str
    system: bool
    namespace: str = ""

    @property
    def icon(self) -> str:
        return "bad" if self.health == "bad" else "pod"


@dataclass(frozen=True)
class NodeBox:
    """A node's box with its Pods: each as a square, or only those in trouble and a count."""

    box: Box
    pods: tuple[PodMark, ...] = ()
    count: int = 0

    @property
    def html(self) -> SafeString:
        return drawn("console/node_box.html", "node", self)

    @property
    def pods_html(self) -> SafeString:
        return drawn("console/node_pods.html#pods", "node", self)

    @property
    def rest_html(self) -> SafeString:
        return drawn("console/node_pods.html#rest", "node", self)

    @property
    def rest(self) -> int:
        """Pods that are there, but not drawn one by one."""
        return self.count - len(self.pods)


@dataclass(frozen=True)
class SubnetFrame:
    """A subnet of the learner's and the nodes in it; `more` are not drawn."""

    id: str
    cidr: str
    zone: str
    nodes: tuple[NodeBox, ...] = ()
    more: int = 0
    more_ill: int = 0


@dataclass(frozen=True)
class Column:
    """A zone: control plane above the line, nodes below it."""

    zone: str
    etcd: Box
    server: Box
    interface: Box | None = None
    subnets: tuple[SubnetFrame, ...] = field(default=())


def health_of(state: str) -> str:
    """The health that a control-plane machine's state means."""
    if state in WELL:
        return "ok"
    return "bad" if state in BROKEN else "busy"


def etcd_box(key: Key, doc: Doc, size: str) -> Box:
    """A member; the leader's box says how much etcd holds."""
    word = ETCD_WORDS.get(doc["state"], doc["state"].capitalize())
    leads = doc["state"] == "leader"
    return Box(
        part=f"etcd-{key.name}",
        title=f"etcd-{key.name}",
        owner="aws",
        icon="etcd",
        detail=f"{word}, {size}" if leads else word,
        state=word,
        health=health_of(doc["state"]),
        zone=doc["zone"],
        leader=leads,
    )


def server_box(key: Key, doc: Doc, rate: str) -> Box:
    """An API server with what it is asked, and what leads beside it."""
    word = API_WORDS.get(doc["state"], doc["state"].capitalize())
    leases = doc["leases"]
    return Box(
        part=f"api-{key.name}",
        title=f"API server {key.name}",
        owner="aws",
        icon="api",
        detail=rate if doc["state"] == "healthy" else word,
        state=word,
        health=health_of(doc["state"]),
        zone=doc["zone"],
        chips=tuple((text, leases[name]) for text, name in COMPONENTS.items()),
    )


def waiting_box(
    part: str, title: str, icon: str, zone: str, *, gone: bool = False
) -> Box:
    """A part of the control plane that AWS has not made yet, or has taken away."""
    text = "Taken away" if gone else "Not there yet"
    return Box(part, title, "aws", icon, text, text, zone=zone, ghost=True)


def spare_box(zone: str) -> Box:
    return Box(
        part="spare",
        title="Room to scale",
        owner="aws",
        icon="plus",
        detail="AWS adds servers under load",
        state="Empty",
        zone=zone,
        ghost=True,
    )


def interface_box(key: Key, doc: Doc) -> Box:
    attached = doc.get("Attachment", {}).get("Status") == "attached"
    return Box(
        part=key.name,
        title="Cross-account ENI",
        owner="both",
        icon="eni",
        detail=doc["PrivateIpAddress"],
        state=f"Attached, {doc['PrivateIpAddress']}" if attached else "Detached",
        health="ok" if attached else "bad",
        zone=doc["AvailabilityZone"],
    )


def node_box(key: Key, doc: Doc) -> Box:
    zone = doc["metadata"].get("labels", {}).get("topology.kubernetes.io/zone", "")
    address = next(
        (
            a["address"]
            for a in doc.get("status", {}).get("addresses") or ()
            if a["type"] == "InternalIP"
        ),
        "",
    )
    well, silent = is_ready(doc), _is_silent(doc)
    cordoned = bool(doc.get("spec", {}).get("unschedulable"))
    word = "Ready" if well else "NotReady"
    return Box(
        part=f"node-{key.name}",
        title=key.name.partition(".")[0],
        owner="you",
        icon="node",
        detail=address,
        state=f"{word}, SchedulingDisabled" if cordoned else word,
        health=_node_health(well=well, silent=silent, cordoned=cordoned),
        zone=zone,
    )


def _is_silent(doc: Doc) -> bool:
    """Whether a node's kubelet has not been heard of."""
    conditions = doc.get("status", {}).get("conditions") or ()
    return any(c["type"] == "Ready" and c["status"] == "Unknown" for c in conditions)


def _node_health(*, well: bool, silent: bool, cordoned: bool) -> str:
    """A node that says it is not ready yet is on its way; a silent one is broken."""
    if silent:
        return "bad"
    if not well:
        return "busy"
    return "warn" if cordoned else "ok"


def instance_box(key: Key, doc: Doc) -> Box:
    """An instance that is on its way to be a node."""
    state = doc["State"]["Name"]
    return Box(
        part=key.name,
        title=key.name[:10] + "…",
        owner="you",
        icon="node",
        detail=f"Instance {state}",
        state=f"Instance {state}, has not joined the cluster",
        health="busy" if state in ("pending", "running") else "warn",
        zone=doc["Placement"]["AvailabilityZone"],
    )


def pod_mark(key: Key, doc: Doc, *, system: bool) -> PodMark:
    """A Pod's square; `system` marks those that AWS's add-ons run."""
    text = status_text(doc)
    tone = pod_tone(text)
    health = "bad" if tone == "bad" else "ok" if tone == "ok" else "busy"
    return PodMark(key.name, text, health, system, namespace_of(key))

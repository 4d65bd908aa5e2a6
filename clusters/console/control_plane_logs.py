"""Control plane logs: lines as CloudWatch would hold them, each from a real change.

Nothing is made up: a line is the change log's own change or sentence, spelt as the
component writes it. Refused requests changed nothing and are noted beside the log, see
`refused_lines`; reads that were answered have no line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from clusters.live import links
from clusters.live.links import Where
from clusters.live.words import sim_text, wall_text
from clusters.sim.aws.eks.cluster_defaults import LOG_TYPES
from clusters.sim.history import Step
from clusters.sim.kube.kind import Kind, kinds, namespace_of
from clusters.sim.world import Key

PAGE = 100
LOOKED_THROUGH = 1500
"""So many commits at most are read for one page of lines."""
RANGES = {"900": "Last 15 min", "3600": "Last hour", "10800": "Last 3 h"}
"""By simulated seconds."""
STREAMS = {
    "api": "kube-apiserver",
    "audit": "kube-apiserver-audit",
    "authenticator": "authenticator",
    "controllerManager": "kube-controller-manager",
    "scheduler": "kube-scheduler",
}
QUIET = frozenset({"k8s.Event", "k8s.Lease"})
VERBS = {"made": ("create", 201), "changed": ("update", 200), "gone": ("delete", 200)}
USERS = {
    "cluster-role-aggregation": "clusterrole-aggregation-controller",
    "daemon-set": "daemon-set-controller",
    "deployment": "deployment-controller",
    "endpoint-slice": "endpointslice-controller",
    "garbage-collector": "generic-garbage-collector",
    "namespace": "namespace-controller",
    "node-lifecycle": "node-controller",
    "pod-gc": "pod-garbage-collector",
    "replica-set": "replicaset-controller",
    "root-ca-cert-publisher": "root-ca-cert-publisher",
    "service-account": "service-account-controller",
}
"""The controller manager signs each controller's requests as a ServiceAccount."""
KUBELETS = frozenset({"kubelet", "kubelet-node", "node-boot"})


@dataclass(frozen=True)
class Wanted:
    """Which lines a reader wants to see."""

    types: frozenset[str]
    find: str = ""
    since: float = 0.0
    """Simulated seconds; nothing older."""
    before: int = 0


class Line(NamedTuple):
    """A line, and the revision that it is about.

    A refused request has none of its own: it met that revision. `means` explains it,
    and `times` says how often it came.
    """

    number: int
    type: str
    sim: str
    wall: str
    text: str
    thing: str
    href: str
    means: str = ""
    times: str = ""

    @property
    def stream(self) -> str:
        return STREAMS[self.type]


def lines(
    here: Where, cluster: Key, commits: Iterable[list[Step]], wanted: Wanted
) -> tuple[list[Line], int]:
    """A page of lines, newest first, and where to look on (0: nowhere)."""
    found: list[Line] = []
    lowest = 0
    for at, commit in enumerate(commits):
        for step in reversed(commit):
            if wanted.before and step.rv >= wanted.before:
                continue
            if step.sim < wanted.since:
                return found, 0
            found += _wanted(here, cluster, step, wanted)
            lowest = step.rv
            if len(found) >= PAGE:
                return found, lowest
        if at >= LOOKED_THROUGH:
            return found, lowest
    return found, 0


def _wanted(here: Where, cluster: Key, step: Step, wanted: Wanted) -> Iterator[Line]:
    if step.key.kind in QUIET or links.cluster(here, step.key) != cluster.name:
        return
    for type_, text in _written(here, step):
        if type_ not in wanted.types or wanted.find.lower() not in text.lower():
            continue
        yield Line(
            step.rv,
            type_,
            sim_text(step.sim),
            wall_text(step.wall),
            text,
            links.name(step.key),
            links.href(here, step.key),
        )


def _written(here: Where, step: Step) -> Iterator[tuple[str, str]]:
    """What the five logs say of a step: most say nothing."""
    if step.told is None:
        kind = _kinds().get(step.key.kind)
        if kind is not None and _is_request(step):
            yield "audit", _audit(here, step, kind)
        return
    say = SAYS.get(step.told.component)
    if say is not None:
        yield from say(step)


def _kinds() -> dict[str, Kind]:
    return {kind.document: kind for kind in kinds.values()}


def _is_request(step: Step) -> bool:
    """Whether it went through the API: the simulation's own notes did not."""
    return step.act != "changed" or bool(_touched(step))


def _touched(step: Step) -> set[str]:
    """The members of the object that a change is in."""
    there = step.there or {}
    return {*there.get("=", {}), *there.get("-", ()), *there.get(">", {})} - {"_"}


def _audit(here: Where, step: Step, kind: Kind) -> str:
    verb, code, sub = *VERBS[step.act], ""
    touched = _touched(step) if step.act == "changed" else set()
    if step.actor == "scheduler" and "spec" in touched:
        verb, code, sub = "create", 201, "/binding"
    elif touched == {"status"}:
        sub = "/status"
    return (
        f"verb={verb} user={_user(here, step)} resource={kind.resource}{sub} "
        f"{_named(step.key)} code={code}"
    )


def _user(here: Where, step: Step) -> str:
    """The user of a request, as the audit log names it."""
    actor = step.actor
    if actor in USERS:
        return f"system:serviceaccount:kube-system:{USERS[actor]}"
    if actor in KUBELETS:
        doc = here.world.find(step.key) or step.back or {}
        spec = doc.get("spec") or {}
        on = step.key.name if step.key.kind == "k8s.Node" else spec.get("nodeName", "")
        return f"system:node:{on}" if on else "system:node"
    return {"scheduler": "system:kube-scheduler", "addon": "eks:addon-manager"}.get(
        actor, actor
    )


def _named(key: Key) -> str:
    namespace = namespace_of(key)
    return f"namespace={namespace} name={key.name}" if namespace else f"name={key.name}"


def _object(key: Key) -> str:
    namespace = namespace_of(key)
    return f"{namespace}/{key.name}" if namespace else key.name


Told = Iterator[tuple[str, str]]


def _scheduler(step: Step) -> Told:
    if step.told is None:
        return
    if step.told.reason == "FailedScheduling":
        head = '"Unable to schedule pod; no fit; waiting"'
        yield "scheduler", f'{head} pod="{_object(step.key)}" err="{step.told.message}"'
    elif step.told.reason == "Scheduled":
        node = step.told.message.rpartition(" ")[2]
        head = '"Successfully bound pod to node"'
        yield "scheduler", f'{head} pod="{_object(step.key)}" node="{node}"'
    else:
        yield "scheduler", step.told.message


def _controllers(step: Step) -> Told:
    if step.told is None:
        return
    if not step.key.kind.startswith("k8s."):
        yield "controllerManager", step.told.message
        return
    kind = step.key.kind.removeprefix("k8s.")
    text = (
        f'"Event occurred" object="{_object(step.key)}" kind="{kind}" '
        f'reason="{step.told.reason}" message="{step.told.message}"'
    )
    yield "controllerManager", text


def _authenticator(step: Step) -> Told:
    if step.told is not None:
        yield "authenticator", step.told.message


def _api(step: Step) -> Told:
    """Of the API servers themselves; what goes through them is audited."""
    if step.told is not None and not step.key.kind.startswith("k8s."):
        yield "api", step.told.message


SAYS: dict[str, Callable[[Step], Told]] = {
    "authenticator": _authenticator,
    "kube-apiserver": _api,
    "kube-controller-manager": _controllers,
    "kube-scheduler": _scheduler,
}


def enabled(cluster: Any) -> frozenset[str]:
    """The log types that a cluster's logging configuration switches on."""
    return frozenset(
        name
        for setup in cluster["logging"]["clusterLogging"]
        if setup["enabled"]
        for name in setup["types"]
    )


def query(wanted: dict[str, str], **more: str) -> str:
    """An address's parameters; empty ones are left out."""
    given = {**wanted, **more}
    return urlencode([(name, value) for name, value in given.items() if value])


def logging(on: Iterable[str]) -> dict[str, Any]:
    """UpdateClusterConfig's `logging` that switches these on and all others off."""
    chosen = set(on)
    setups = [
        {"types": [t for t in LOG_TYPES if (t in chosen) is state], "enabled": state}
        for state in (True, False)
    ]
    return {"clusterLogging": [setup for setup in setups if setup["types"]]}

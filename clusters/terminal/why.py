"""Why this happened: what the change log knows of what a line's output names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse

from clusters import runtime
from clusters.console.refusing import refusals
from clusters.live import chain, links, moves, standing
from clusters.live.moves import Case
from clusters.live.words import counted
from clusters.sim.commands import Doc
from clusters.sim.history import Event
from clusters.sim.kube.kind import namespace_of
from clusters.sim.world import Key, World
from clusters.terminal.screen import BAD

NOT_WELL = BAD | {"Pending", "Unknown"}
"""Words of an output after which somebody asks why."""
WATCHED = (
    "k8s.Pod",
    "k8s.Node",
    "k8s.Deployment",
    "k8s.ReplicaSet",
    "k8s.DaemonSet",
    "k8s.Service",
    "eks.Cluster",
    "eks.Nodegroup",
    "eks.Addon",
    "cloudformation.Stack",
    "ec2.Instance",
)
"""What has a standing of its own; the first of a name is the one that is meant."""
LOOKED_BACK = 2000
"""So many revisions are looked through for what was said of a thing."""
LONGEST_READ = 16 * 1024
LONGEST_SAID = 180
NO_CONFIG = "The connection to the server localhost:8080 was refused"
TROUBLES = ("warning", "error")
HARMLESS = frozenset(("InvalidDiskCapacity",))
"""Warnings that every kubelet gives as it starts."""
UNREADY = ("KubeletNotReady", "NodeStatusUnknown")
NEXT = {"aws": "Next move: AWS.", "you": "Next move: yours.", "nobody": ""}
WORDS = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?")
AWS_SAID = re.compile(
    r"An error occurred \((?P<code>[\w.]{1,80})\) when calling the \w{1,80} operation"
    r"[^:\n]{0,80}: (?P<text>[^\n]{0,2000})"
)
KUBE_SAID = re.compile(
    r"Error from server \((?P<code>\w{1,40})\): (?P<text>[^\n]{0,2000})"
)


class Why(NamedTuple):
    """What happened, whose move is next and what it is, and where more is told."""

    owner: str
    text: str
    move: str
    next: str = ""
    href: str = ""
    link: str = ""
    over: bool = False
    """Whether the link opens in the box of the page (a change of the log)."""


@dataclass(frozen=True)
class Heard(Case):
    """An event whose words are still known when Kubernetes has forgotten it."""

    said: str = ""

    @property
    def message(self) -> str:
        return super().message or self.said


def of(sandbox_id: str, line: str, output: str, code: int) -> Why | None:
    """Why a line ended as it did, or why what it shows is not well; None: no news."""
    output = output[:LONGEST_READ]
    ill = bool(NOT_WELL.intersection(WORDS.findall(output)))
    if not code and not ill:
        return None
    world = runtime.read(sandbox_id)
    key = _subject(world, output, line)
    if key is not None:
        return _about(sandbox_id, world, key)
    return _refused(sandbox_id, world, output) if code else None


def _subject(world: World, output: str, line: str) -> Key | None:
    """The first thing that is named and not well."""
    ill: dict[str, Key] = {}
    for kind in WATCHED:
        for key, _ in world.list(kind):
            if standing.of(world, key).well is False:
                ill.setdefault(key.name, key)
    return next((ill[name] for name in _names(output, line) if name in ill), None)


def _names(output: str, line: str) -> Iterator[str]:
    """The words that may be names: those beside what is not well come first."""
    rows = [WORDS.findall(row) for row in output.split("\n")]
    for row in rows:
        if NOT_WELL.intersection(row):
            yield from row
    for row in rows:
        yield from row
    yield from WORDS.findall(line)


def _about(sandbox_id: str, world: World, key: Key) -> Why:
    here = links.where(sandbox_id, world)
    event = _last(sandbox_id, world, key)
    now = standing.of(world, key).text
    if event is None:
        case = Case(here, key, "", moves.NOBODY)
        return Why("nobody", now, "", "", case.own(), f"Open {links.name(key)}")
    told = event.told
    move = moves.move(Heard(here, key, told.reason, told.next, told.message))
    led = _led(sandbox_id, event.number, event.wall)
    link = f"See the {counted(led, 'change')} that led to it" if led else "See why"
    href = reverse("why", args=[sandbox_id, event.number])
    unwell = unready(world.find(key) or {})
    text = _sentence(f"{links.name(key)}: {unwell or told.message or told.reason}")
    if unwell and not _is_trouble(event):  # its event tells of something else
        return Why("nobody", text, "", "", href, link, over=True)
    return Why(
        move.whose, text, move.text, NEXT.get(move.whose, ""), href, link, over=True
    )


@lru_cache(maxsize=4096)
def _led(sandbox_id: str, revision: int, wall: float) -> int:  # noqa: ARG001 a key: numbers begin again after a reset
    """How many changes led to one: a log never changes, so they are counted once."""
    return len(chain.causes(sandbox_id, revision))


def _sentence(text: str) -> str:
    """What was said, not too long: the link leads to all of it."""
    if len(text) > LONGEST_SAID:
        text = f"{text[:LONGEST_SAID].rpartition(' ')[0]}…"
    ended = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    return ended[:1].upper() + ended[1:]


def _last(sandbox_id: str, world: World, key: Key) -> Event | None:
    """What was said last about a thing: its trouble, else anything."""
    found = runtime.events(
        sandbox_id,
        after=max(0, world.rv - LOOKED_BACK),
        limit=20,
        match=lambda event: event.key == key,
    )
    bad = (event for event in found if _is_trouble(event))
    return next(bad, found[0] if found else None)


def _is_trouble(event: Event) -> bool:
    return event.told.severity in TROUBLES and event.told.reason not in HARMLESS


def unready(doc: Doc) -> str:
    """Why a node says that it is not ready: it knows better than its events."""
    status = doc.get("status")
    found = status.get("conditions", ()) if isinstance(status, dict) else ()
    said = (one for one in found if one.get("reason") in UNREADY)
    told = (str(one["message"]) for one in said if one["type"] == "Ready")
    return next(told, "").rpartition("message:")[2]


def _refused(sandbox_id: str, world: World, output: str) -> Why | None:
    """What a door's refusal means, or why no door was found."""
    if NO_CONFIG in output:
        return _unconfigured(sandbox_id, world)
    said = AWS_SAID.search(output) or KUBE_SAID.search(output)
    if said is None:
        return None
    found = refusals.explained(said["code"], said["text"])
    href = reverse(found.view, args=[sandbox_id]) if found.view else ""
    return Why("you", found.text, "", "", href, f"Open {found.page}")


def _unconfigured(sandbox_id: str, world: World) -> Why:
    """kubectl has no kubeconfig: what writes one, or what must be there before."""
    text = (
        "kubectl has no kubeconfig yet, so it asks this machine, where no cluster is."
    )
    names = [key.name for key, _ in world.list("eks.Cluster")]
    if not names:
        href = reverse("getting-started", args=[sandbox_id])
        move = "Make a cluster first."
        return Why("you", text, move, NEXT["you"], href, "Open Getting started")
    move = f"Type aws eks update-kubeconfig --name {names[0]}."
    href = reverse("connect", args=[sandbox_id])
    return Why("you", text, move, NEXT["you"], href, "Open Connect your tools")


def in_namespace(key: Key) -> str:
    """The flag that names a Pod's namespace; "" in the default one."""
    namespace = namespace_of(key)
    return f"-n {namespace} " if namespace not in {"", "default"} else ""

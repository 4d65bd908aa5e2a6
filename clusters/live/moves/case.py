"""Whose move is next, and what it is: a rule for each reason of the event stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from clusters.live import links, standing
from clusters.live.links import Where
from clusters.live.standing import Standing
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import cluster_of, namespace_of
from clusters.sim.world import Key, World

AWS, YOU, NOBODY = "aws", "you", "nobody"


class Move(NamedTuple):
    """Whose move it is, what it is, and the page on which it is made."""

    whose: str
    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class Case:
    """An event's reason and thing, in the World as it is now."""

    here: Where
    key: Key
    reason: str
    told_next: str = NOBODY
    """Whose move it was when the event was told."""

    @property
    def world(self) -> World:
        return self.here.world

    @property
    def doc(self) -> Doc:
        """The thing as it is now; empty when it is gone."""
        return self.world.find(self.key) or {}

    @property
    def standing(self) -> Standing:
        return standing.of(self.world, self.key)

    @property
    def cluster(self) -> str:
        return links.cluster(self.here, self.key)

    @property
    def cluster_id(self) -> str:
        """The id of the cluster that a Kubernetes object is in."""
        return cluster_of(self.key)

    @property
    def message(self) -> str:
        """What Kubernetes said last about this for this reason, while it is kept."""
        scope = f"{self.cluster_id}/{namespace_of(self.key) or 'default'}"
        found = [
            (doc["_"]["at"], doc["message"])
            for _, doc in self.world.list("k8s.Event", scope)
            if doc["reason"] == self.reason
            and doc["involvedObject"].get("name") == self.key.name
        ]
        return str(max(found)[1]) if found else ""

    def tab(self, view: str) -> str:
        """A tab of the thing's cluster."""
        return links.address(self.here, view, self.cluster) if self.cluster else ""

    def own(self) -> str:
        """The thing's own page."""
        return links.href(self.here, self.key)


Find: TypeAlias = Callable[[Case], Move]
Done: TypeAlias = Callable[[Case], bool]


class Rule(NamedTuple):
    """How to find the move; `done` says that it has been made meanwhile."""

    find: Find
    done: Done


RULES: dict[str, Rule] = {}


def well(case: Case) -> bool:
    """The usual end of a trouble: the thing is well, or there no more."""
    now = case.standing
    return now.gone or bool(now.well)


def never(_case: Case) -> bool:
    return False


def rule(*reasons: str, done: Done = well) -> Callable[[Find], Find]:
    """Announce how to find the next move after events of these reasons."""

    def announce(find: Find) -> Find:
        for reason in reasons:
            if reason in RULES:
                raise ValueError(f"two rules are about {reason}")
            RULES[reason] = Rule(find, done)
        return find

    return announce


def plain(whose: str, sentences: Mapping[str, str], *, done: Done = well) -> None:
    """Rules that are one sentence each; the link leads to the thing itself."""
    for reason, text in sentences.items():
        rule(reason, done=done)(_sentence(whose, text))


def _sentence(whose: str, text: str) -> Find:
    def find(case: Case) -> Move:
        name = links.name(case.key)
        return Move(whose, text, case.own(), f"Open {name}")

    return find

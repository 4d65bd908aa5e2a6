"""A sheet about one part of a VPC, as the inspector shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from clusters.console.vpc.words import RuleRow
from clusters.live.words import Owned


class Fact(NamedTuple):
    """A line. `copy` offers it for pasting, `link` is a part that it names."""

    label: str
    text: str
    copy: bool = False
    link: str = ""


class RouteRow(NamedTuple):
    """A route in words. The local one cannot be taken away."""

    destination: str
    text: str
    lost: bool
    local: bool


@dataclass(frozen=True)
class Sheet(Owned):
    """Everything that the inspector says. `changes` names the form that fits it."""

    id: str
    title: str
    kind: str
    owner: str
    about: str
    state: str = ""
    tone: str = "ok"
    facts: tuple[Fact, ...] = ()
    aws: str = ""
    you: str = ""
    routes: tuple[RouteRow, ...] = ()
    ingress: tuple[RuleRow, ...] | None = None
    egress: tuple[RuleRow, ...] | None = None
    addresses: tuple[tuple[str, str], ...] = ()
    changes: str = ""
    options: tuple[tuple[str, str], ...] = field(default=())

    @property
    def duties(self) -> list[dict[str, Any]]:
        told = (("aws", "What AWS does", self.aws), ("you", "What you do", self.you))
        return [
            {"owner": owner, "title": title, "text": text}
            for owner, title, text in told
            if text
        ]

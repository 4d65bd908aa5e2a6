"""Refused requests as lines of the control plane's logs, and as CloudTrail tells them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from clusters.console.control_plane_logs import Line, Wanted
from clusters.console.refusing import refusals
from clusters.live import links
from clusters.live.links import Where
from clusters.live.words import TIMES, sim_text, wall_text
from clusters.runtime import refused
from clusters.runtime.refused import Refusals, Request
from clusters.sim.kube.kind import kinds

UNKNOWN, FORBIDDEN = 401, 403


def lines(
    here: Where, cluster_id: str, name: str, wanted: Wanted, *, down_to: int
) -> list[Line]:
    """The lines of what was refused, between `wanted.before` and revision `down_to`."""
    return [
        line
        for one in refused.refusals(here.sandbox, refused.KUBERNETES, cluster_id)
        if one.sim >= wanted.since
        and one.rv >= down_to
        and (not wanted.before or one.rv < wanted.before)
        for line in _written(here, name, one)
        if line.type in wanted.types and wanted.find.lower() in line.text.lower()
    ]


def _written(here: Where, name: str, one: Refusals) -> Iterator[Line]:
    """The audit line; where nobody was let in, the authenticator's too."""
    asked = one.request
    yield _line(here, name, one, "audit", _audit(asked))
    if asked.denied:
        yield _line(here, name, one, "authenticator", f"access denied: {asked.denied}")


def _line(here: Where, name: str, one: Refusals, type_: str, text: str) -> Line:
    asked = one.request
    return Line(
        number=one.rv,
        type=type_,
        sim=sim_text(one.sim),
        wall=wall_text(one.at),
        text=text,
        thing=f"{asked.what} {asked.name}".strip(),
        href=_href(here, name, asked),
        means=refusals.explained(asked.reason, asked.message, asked.code).text,
        times=times(one),
    )


def times(one: Refusals) -> str:
    """How often it came and since when, where that was more than once."""
    if one.count == 1:
        return ""
    return f"{TIMES} {one.count} since {sim_text(one.first)}"


def _audit(asked: Request) -> str:
    """In the order of all audit lines; the responseStatus at the end."""
    place = f"namespace={asked.namespace} " if asked.namespace else ""
    named = f"name={asked.name} " if asked.name else ""
    decision = "decision=forbid " if asked.code == FORBIDDEN else ""
    said = json.dumps(asked.message, ensure_ascii=False)
    message = f" message={said}" if asked.message else ""
    user = f"user={asked.who} " if asked.who else ""
    return (
        f"verb={asked.verb} {user}resource={asked.what} {place}{named}"
        f"code={asked.code} reason={asked.reason} {decision}".rstrip()
        + message
    )


def _href(here: Where, name: str, asked: Request) -> str:
    """The object that was asked for, where it has a page; it need not exist."""
    resource = asked.what.partition("/")[0]
    if resource not in kinds or not asked.name or asked.code == FORBIDDEN:
        return ""
    namespace = asked.namespace or links.NO_NAMESPACE
    return links.address(here, "object", name, resource, namespace, asked.name)


class Turned(NamedTuple):
    """Somebody who was not let in or not allowed, and at which station of the way in."""

    cluster: str
    sim: str
    wall: str
    who: str
    asked: str
    code: str
    station: str
    says: str
    times: str


def turned_away(sandbox_id: str) -> tuple[Turned, ...]:
    """Who was turned away by a sandbox's clusters, the latest first."""
    found = refused.refusals(sandbox_id, refused.KUBERNETES)
    return tuple(
        _turned(one) for one in found if one.request.code in (UNKNOWN, FORBIDDEN)
    )


def _turned(one: Refusals) -> Turned:
    asked = one.request
    known = asked.code == FORBIDDEN
    return Turned(
        cluster=asked.cluster,
        sim=sim_text(one.sim),
        wall=wall_text(one.at),
        who=asked.who or "Nobody known",
        asked=" ".join(filter(None, (asked.verb, asked.what, asked.name))),
        code=f"{asked.code} {asked.reason}",
        station="Access policies and RBAC" if known else _station(asked),
        says=asked.message if known else _authenticator(asked),
        times=times(one),
    )


def _station(asked: Request) -> str:
    mapped = "not mapped" in asked.denied
    return "Access entry" if mapped else "Authenticator and STS"


def _authenticator(asked: Request) -> str:
    return f"access denied: {asked.denied}" if asked.denied else asked.message


def denied_calls(sandbox_id: str) -> list[dict[str, Any]]:
    """AWS calls that IAM did not allow, as CloudTrail's event history tells them."""
    return [
        {
            "sim": sim_text(one.sim),
            "wall": wall_text(one.at),
            "who": one.request.who,
            "action": one.request.what,
            "code": one.request.reason,
            "message": one.request.message,
            "times": times(one),
        }
        for one in refused.refusals(sandbox_id, refused.AWS)
    ]


def count(sandbox_id: str) -> int:
    return refused.count(sandbox_id)

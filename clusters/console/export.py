"""A sandbox as one file to take away: what is in it, and its log, without secrets."""

from __future__ import annotations

import json
from typing import Any

from clusters import runtime
from clusters.live.words import day_text
from clusters.models import Sandbox, TerminalEntry
from clusters.secrets_at_rest import opened
from clusters.sim.history import Event
from clusters.sim.world import GONE, Key, World

FORMAT = "halfplane-sandbox/1"
MOST_EVENTS = 100_000
LEFT_OUT = "left out of the export"
APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def text(row: Sandbox, world: World, *, mine: bool) -> str:
    """The file: JSON, one member a line where it counts; an owner's has his lines."""
    whole = value(row, world)
    if mine:
        whole["terminal"] = _typed(row.id)
    written = json.dumps(whole, indent=1, ensure_ascii=False)
    # A browser that shows the file must not take what learners typed for markup.
    return written.replace("<", "\\u003c")


def value(row: Sandbox, world: World) -> dict[str, Any]:
    """The sandbox: its facts, documents by kind, events from first to last."""
    events = runtime.events(row.id, limit=MOST_EVENTS)
    return {
        "format": FORMAT,
        "sandbox": row.name,
        "account": row.account,
        "region": row.region,
        "created": day_text(row.created_at),
        "revision": world.rv,
        "clock": world.clock.mode,
        "secrets": "Keys, tokens, passwords and the values in Secrets are not in here, "
        "except where you typed one into the terminal.",
        "documents": [
            {**key._asdict(), "revision": doc.rv, "body": _body(key, doc)}
            for key, doc in world.documents()
            if doc != GONE
        ],
        "events": [_event(event) for event in reversed(events)],
    }


def _typed(sandbox_id: str) -> list[str]:
    """The lines of the terminal as they were typed, first to last."""
    rows = TerminalEntry.objects.filter(sandbox_id=sandbox_id).order_by("id")
    return [opened(data) for data in rows.values_list("line", flat=True)]


def _body(key: Key, doc: dict[str, Any]) -> dict[str, Any]:
    """A document as its service shows it: bookkeeping may hold what was hidden."""
    body = {name: part for name, part in doc.items() if name != "_"}
    if key.kind == "k8s.Secret":
        body["data"] = dict.fromkeys(body.get("data") or {}, LEFT_OUT)
        meta = dict(body["metadata"])
        notes = {**(meta.get("annotations") or {})}
        if APPLIED in notes:
            notes[APPLIED] = LEFT_OUT
            body["metadata"] = {**meta, "annotations": notes}
    return body


def _event(event: Event) -> dict[str, Any]:
    return {
        "number": event.number,
        "simulatedSecond": event.sim,
        "time": day_text(event.wall),
        **event.key._asdict(),
        **vars(event.told),
        "actor": event.actor,
        "cause": event.cause,
    }

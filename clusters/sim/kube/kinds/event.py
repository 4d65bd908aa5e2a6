"""Events, as the core API and events.k8s.io show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import since
from clusters.sim.kube.events import expired, repeated
from clusters.sim.kube.fields import Problem, invalid
from clusters.sim.kube.kind import Body, Cell, Column, Kind, register
from clusters.sim.world import index

index("k8s.Event", "about", lambda _, doc: (doc["involvedObject"].get("uid", ""),))

COLUMNS = (
    Column("Last Seen"),
    Column("Type"),
    Column("Reason"),
    Column("Object"),
    Column("Subobject", priority=1),
    Column("Source", priority=1),
    Column("Message"),
    Column("First Seen", priority=1),
    Column("Count", priority=1),
    Column("Name", priority=1, format="name"),
)


def cells(doc: Doc) -> list[Cell]:
    first = doc.get("firstTimestamp") or doc.get("eventTime")
    last = doc.get("lastTimestamp") or first
    source = doc.get("source", {})
    about = doc["involvedObject"]
    named = f"{about.get('kind', '').lower()}/{about.get('name', '')}"
    return [
        lambda epoch: since(last, epoch),
        doc.get("type", ""),
        doc.get("reason", ""),
        named,
        about.get("fieldPath", ""),
        ", ".join(filter(None, (source.get("component"), source.get("host")))),
        doc.get("message", "").strip(),
        lambda epoch: since(first, epoch),
        str(doc.get("count", 1)),
        doc["metadata"]["name"],
    ]


def validate(body: Doc) -> list[Problem]:
    about = body.get("involvedObject", {}).get("namespace", "")
    place = body["metadata"].get("namespace", "")
    if about == place or (not about and place == "default"):
        return []
    wrong = invalid("involvedObject.namespace", about, "does not match event.namespace")
    return [wrong]


def default(body: Body) -> None:
    body.setdefault("involvedObject", {})
    body.setdefault("type", "")
    body.setdefault("eventTime", None)


def _about(part: str) -> Callable[[Doc], str]:
    return lambda doc: doc["involvedObject"].get(part, "")


_ABOUT = (
    "kind",
    "namespace",
    "name",
    "uid",
    "apiVersion",
    "resourceVersion",
    "fieldPath",
)
FIELD_LABELS = {
    **{f"involvedObject.{part}": _about(part) for part in _ABOUT},
    "reason": lambda doc: doc.get("reason", ""),
    "reportingComponent": lambda doc: doc.get("reportingComponent", ""),
    "source": lambda doc: (
        doc.get("source", {}).get("component") or doc.get("reportingComponent", "")
    ),
    "type": lambda doc: doc.get("type", ""),
}

CORE = register(
    Kind(
        "v1",
        "Event",
        "events",
        ("ev",),
        default=default,
        validate=validate,
        read=repeated,
        expired=expired,
        columns=COLUMNS,
        cells=cells,
        field_labels=FIELD_LABELS,
    )
)

TO_NEW = {
    "involvedObject": "regarding",
    "message": "note",
    "source": "deprecatedSource",
    "firstTimestamp": "deprecatedFirstTimestamp",
    "lastTimestamp": "deprecatedLastTimestamp",
    "count": "deprecatedCount",
    "reportingComponent": "reportingController",
}
"""The core API's names of fields, and what events.k8s.io calls them."""
TO_CORE = {new: old for old, new in TO_NEW.items()}


def _respelt(names: Mapping[str, str], version: str) -> Callable[[Body], Body]:
    return lambda body: {
        **{names.get(name, name): value for name, value in body.items()},
        "apiVersion": version,
    }


register(
    replace(
        CORE,
        group_version="events.k8s.io/v1",
        shown=_respelt(TO_NEW, "events.k8s.io/v1"),
        taken=_respelt(TO_CORE, "v1"),
    )
)

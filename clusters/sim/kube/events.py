"""Events: what happened to an object, told to `kubectl` and to the learner."""

from __future__ import annotations

from typing import Any

from clusters.sim.clock import rendered
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import cluster_of, namespace_of, of_key
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

TTL = 3600.0
"""An event is shown for an hour after it was last seen."""
AGGREGATE_AFTER = 10
AGGREGATE_WINDOW = 600.0
COMBINED = "(combined from similar events): "
"""So many different messages for one reason in the window become one event."""
BURST, REFILL = 25.0, 300.0
"""Per source and object: so many events at once, then one each so many seconds."""
PRUNED_EVERY = 64
MESSAGE_LIMIT = 1024

CONTROL_PLANE = {
    "default-scheduler": "kube-scheduler",
    "service-controller": "cloud-controller-manager",
    "cloud-node-controller": "cloud-controller-manager",
    "cloud-node-lifecycle-controller": "cloud-controller-manager",
    "controllermanager": "kube-controller-manager",
    "attachdetach-controller": "kube-controller-manager",
}
"""The control-plane component that speaks as this event source."""
SEVERITIES = {"Normal": "info", "Warning": "warning"}


def emit(  # noqa: PLR0913, PLR0917 what an event says, in its own order
    tx: Tx,
    about: Key,
    type: str,  # noqa: A002 the API's own word
    reason: str,
    message: str,
    component: str,
    *,
    node: str = "",
    field_path: str = "",
    next: str = "nobody",  # noqa: A002 the log's own word
    owner: str = "you",
    tell: bool = True,
    every: float = 0.0,
    until: float = 0.0,
) -> Document | None:
    """Record an event as client-go's recorder would; None when it was dropped.

    The same event again raises the count of the first. With `every`, it goes on
    happening that often until the simulated second `until`: such a count is
    computed when it is read. New events are also told to the learner.
    """
    cluster, involved = cluster_of(about), _involved(tx, about, component, field_path)
    source = {"component": component, **({"host": node} if node else {})}
    _prune(tx, cluster)
    past = _past(tx, cluster, involved, component)
    hidden: dict[str, Any] = {"at": tx.now, "tokens": _tokens(past, tx.now) - 1}
    if hidden["tokens"] < 0:
        return None
    if every:
        hidden.update(every=every, until=until)
    message = _combined(past, type, reason, message, tx.now)[:MESSAGE_LIMIT]
    for key, doc in past:
        if (doc["type"], doc["reason"], doc["message"]) == (type, reason, message):
            return _again(tx, key, doc, hidden)
    body = _body(tx, about, involved, source)
    body.update(type=type, reason=reason, message=message)
    body["_"] = {**hidden, "created": tx.now, "first": tx.now}
    namespace = body["metadata"]["namespace"]
    made = tx.add(
        Key("k8s.Event", f"{cluster}/{namespace}", body["metadata"]["name"]), body
    )
    if tell:
        _tell(tx, about, body, owner, next)
    return made


def seen(doc: Doc, sim: float) -> tuple[int, float]:
    """How often an event has happened by now, and when last (simulated)."""
    count, hidden = doc.get("count", 1), doc.get("_", {})
    at = hidden.get("at", sim)
    every = hidden.get("every")
    if not every:
        return count, at
    more = max(0, int((min(sim, hidden["until"]) - at) / every))
    return count + more, at + more * every


def expired(doc: Doc, sim: float) -> bool:
    hidden = doc.get("_", {})
    if sim - hidden.get("at", sim) <= TTL:
        return False
    # Repetitions make it younger: they are counted for the few that repeat.
    return not hidden.get("every") or sim - seen(doc, sim)[1] > TTL


def repeated(
    view: Reader, _key: Key, body: Doc, sim: float, _wall: float
) -> dict[str, Any]:
    """An event as it reads now: repetitions counted."""
    count, at = seen(body, sim)
    if count == body.get("count", 1):
        return dict(body)
    last = rendered(view.clock.wall(min(at, sim)))
    return {**body, "count": count, "lastTimestamp": last}


def _past(
    tx: Tx, cluster: str, involved: Doc, component: str
) -> list[tuple[Key, Document]]:
    """This source's events about this object that have not expired."""
    return [
        (key, doc)
        for key, doc in tx.by("k8s.Event", "about", involved.get("uid", ""))
        if cluster_of(key) == cluster
        and doc.get("source", {}).get("component") == component
        and not expired(doc, tx.now)
    ]


def _tokens(past: list[tuple[Key, Document]], now: float) -> float:
    """How many events the spam filter lets this source still send."""
    newest = max(
        (doc["_"] for _, doc in past if "tokens" in doc.get("_", {})),
        default=None,
        key=lambda h: h["at"],
    )
    if newest is None:
        return BURST
    left: float = newest["tokens"] + (now - newest["at"]) / REFILL
    return min(BURST, left)


def _combined(
    past: list[tuple[Key, Document]], type_: str, reason: str, message: str, now: float
) -> str:
    alike = {
        doc["message"]
        for _, doc in past
        if (doc["type"], doc["reason"]) == (type_, reason)
        and now - doc["_"]["at"] <= AGGREGATE_WINDOW
    }
    if message in alike or len(alike) < AGGREGATE_AFTER:
        return message
    first = next((text for text in sorted(alike) if text.startswith(COMBINED)), "")
    return first or COMBINED + message


def _again(tx: Tx, key: Key, doc: Document, hidden: dict[str, Any]) -> Document:
    count, _ = seen(doc, tx.now)
    with tx.edit(key) as body:
        body["count"] = count + 1
        body["lastTimestamp"] = tx.stamp
        kept = {k: v for k, v in body["_"].items() if k not in {"every", "until"}}
        body["_"] = {**kept, **hidden}
    return tx.need(key)


def _involved(tx: Tx, about: Key, component: str, field_path: str) -> dict[str, Any]:
    kind, doc = of_key(about), tx.find(about)
    out = {
        "kind": kind.kind,
        "namespace": namespace_of(about),
        "name": about.name,
        "uid": doc["metadata"].get("uid", "") if doc else "",
        "apiVersion": kind.group_version,
        "resourceVersion": str(doc.rv) if doc else "",
        "fieldPath": field_path,
    }
    if kind.kind == "Node" and component != "node-controller":
        # A kubelet knows its Node by name only, and says so in its events.
        out["uid"] = about.name
        out["apiVersion"] = out["resourceVersion"] = ""
    return {name: value for name, value in out.items() if value}


def _body(tx: Tx, about: Key, involved: Doc, source: Doc) -> dict[str, Any]:
    namespace = namespace_of(about) or "default"
    meta = {
        "name": f"{about.name}.{_suffix(tx)}",
        "namespace": namespace,
        "uid": tx.rng.uuid(),
        "creationTimestamp": tx.stamp,
    }
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": meta,
        "involvedObject": involved,
        "source": source,
        "firstTimestamp": tx.stamp,
        "lastTimestamp": tx.stamp,
        "count": 1,
        "eventTime": None,
        "reportingComponent": source["component"],
        "reportingInstance": source.get("host", ""),
    }


def _suffix(tx: Tx) -> str:
    """Grows with the time, so that events of one second are listed as they happened."""
    return f"{int(tx.epoch):08x}{tx.rv % 16**5:05x}{tx.rng.hex(3)}"


def _tell(tx: Tx, about: Key, event: Doc, owner: str, next_: str) -> None:
    component = event["source"]["component"]
    speaker = CONTROL_PLANE.get(component, component)
    if component not in CONTROL_PLANE and component.endswith("-controller"):
        speaker = "kube-controller-manager"
    by = "aws" if speaker.startswith(("kube-s", "kube-c", "cloud-")) else "you"
    tx.tell(
        about,
        speaker,
        event["reason"],
        event["message"],
        owner=owner,
        by=by,
        next=next_,
        severity=SEVERITIES[event["type"]],
    )


def _prune(tx: Tx, cluster: str) -> None:
    """Now and then take away what has expired."""
    if tx.rv % PRUNED_EVERY:
        return
    for key, doc in tx.list("k8s.Event", cluster):
        if expired(doc, tx.now):
            tx.remove(key)

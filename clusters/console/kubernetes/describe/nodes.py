"""Nodes, Leases and Events, described."""

from __future__ import annotations

from clusters.console.kubernetes.describe.parts import (
    Row,
    Section,
    Teller,
    Values,
    amounts,
    link,
    link_to,
    many,
    row,
    text,
    when,
)
from clusters.console.summary import pod_tone
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import kinds, namespace_of
from clusters.sim.kube.kinds.node import status_text as node_status
from clusters.sim.kube.pods.cells import status_text
from clusters.sim.world import Key, World


def node(world: World, key: Key, body: Doc) -> list[Section]:
    spec, status = body.get("spec") or {}, body.get("status") or {}
    info, word = status.get("nodeInfo") or {}, node_status(body)
    rows = (
        row("Status", word, tone="ok" if word == "Ready" else "warn"),
        row("Instance", spec.get("providerID", "").rpartition("/")[2], copy=True),
        many(
            "Addresses",
            (f"{a['type']} {a['address']}" for a in status.get("addresses") or ()),
        ),
        many("Taints", map(_taint, spec.get("taints") or ())),
        row(
            "Scheduling",
            "Disabled (cordoned)" if spec.get("unschedulable") else "Allowed",
        ),
        row("Capacity", amounts(status.get("capacity"))),
        row("Allocatable", amounts(status.get("allocatable"))),
        row("kubelet", info.get("kubeletVersion")),
        row("Runtime", info.get("containerRuntimeVersion")),
        row("System", f"{info.get('osImage', '')}, {info.get('kernelVersion', '')}"),
        Row(
            "Heartbeat",
            link(
                "leases.coordination.k8s.io", "kube-node-lease", key.name, "Its Lease"
            ),
        ),
    )
    table = tuple(
        (text(namespace_of(pod)), link_to(pod), _word(doc), text(_requests(doc)))
        for pod, doc in world.list("k8s.Pod", key.scope)
        if doc["spec"].get("nodeName") == key.name
    )
    heads = ("Namespace", "Pod", "Status", "Requests")
    none = "" if table else "None."
    return [
        Section("Node", rows),
        Section("Pods on it", heads=heads, table=table, empty=none),
    ]


def _word(doc: Doc) -> Values:
    word = status_text(doc)
    return text(word, tone=pod_tone(word))


def _taint(taint: Doc) -> str:
    value = f"={taint['value']}" if taint.get("value") else ""
    return f"{taint.get('key')}{value}:{taint.get('effect')}"


def _requests(doc: Doc) -> str:
    asked = [
        amounts((container.get("resources") or {}).get("requests"))
        for container in doc["spec"].get("containers") or ()
    ]
    return "; ".join(filter(None, asked))


def lease(_world: World, _key: Key, body: Doc) -> list[Section]:
    spec = body.get("spec") or {}
    rows = (
        row("Holder", spec.get("holderIdentity")),
        row("Lasts", f"{spec.get('leaseDurationSeconds', 0)} s"),
        Row("Renewed", when(spec.get("renewTime"))),
    )
    return [Section("Lease", rows)]


def event(_world: World, key: Key, body: Doc) -> list[Section]:
    about = body.get("involvedObject") or body.get("regarding") or {}
    named = next(
        (kind.resource for _, kind in kinds.items() if kind.kind == about.get("kind")),
        "",
    )
    shown = f"{about.get('kind', '')} {about.get('name', '')}"
    bad = body.get("type") == "Warning"
    rows = (
        row("Type", body.get("type"), tone="warn" if bad else "info"),
        row("Reason", body.get("reason")),
        row("Message", body.get("message") or body.get("note")),
        Row(
            "About",
            link(named, about.get("namespace", ""), about.get("name", ""), shown),
        ),
        row(
            "From",
            (body.get("source") or {}).get("component")
            or body.get("reportingController"),
        ),
        row("Count", body.get("count", 1)),
        Row("First", when(body.get("firstTimestamp"))),
        Row("Last", when(body.get("lastTimestamp"))),
    )
    return [Section(f"Event in {namespace_of(key)}", rows)]


TELLERS: dict[str, Teller] = {"Node": node, "Lease": lease, "Event": event}

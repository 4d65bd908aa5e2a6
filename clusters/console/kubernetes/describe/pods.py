"""Pods, described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusters.console.kubernetes.describe.parts import (
    Row,
    Section,
    Teller,
    Values,
    amounts,
    link,
    many,
    pairs,
    row,
    text,
    when,
)
from clusters.console.summary import pod_tone
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import namespace_of
from clusters.sim.kube.pods.cells import status_text
from clusters.sim.world import Key, World

LISTS = (
    ("initContainers", "initContainerStatuses", "init"),
    ("containers", "containerStatuses", ""),
    ("ephemeralContainers", "ephemeralContainerStatuses", "debug"),
)
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
VOLUMES = {"configMap": ("configmaps", "name"), "secret": ("secrets", "secretName")}


def pod(_world: World, key: Key, body: Doc) -> list[Section]:
    spec, status = body["spec"], body.get("status") or {}
    namespace, word = namespace_of(key), status_text(body)
    rows = (
        row("Status", word, tone=pod_tone(word)),
        row("Message", status.get("message")),
        Row("Node", link("nodes", "", spec.get("nodeName", ""))),
        row("Pod IP", status.get("podIP"), copy=bool(status.get("podIP"))),
        Row(
            "Service account",
            link("serviceaccounts", namespace, spec.get("serviceAccountName", "")),
        ),
        Row("Started", when(status.get("startTime"))),
        row("Restart policy", spec.get("restartPolicy")),
        row("QoS class", status.get("qosClass")),
        row("Priority class", spec.get("priorityClassName")),
        row("Grace period", f"{spec.get('terminationGracePeriodSeconds', 30)} s"),
        pairs("Node selector", spec.get("nodeSelector")),
        many("Tolerations", map(toleration, spec.get("tolerations") or ())),
    )
    return [
        Section("Pod", rows),
        containers(body),
        *_images(spec),
        *_volumes(spec, namespace),
    ]


def toleration(one: Doc) -> str:
    """A toleration as kubectl prints it: `key=value:NoExecute for 300s`."""
    named = one.get("key", "")
    if one.get("value"):
        named += f"={one['value']}"
    if one.get("effect"):
        named += f":{one['effect']}"
    named += f" op={one['operator']}" if one.get("operator") == "Exists" else ""
    seconds = one.get("tolerationSeconds")
    return f"{named} for {seconds}s" if seconds is not None else named


def containers(body: Doc) -> Section:
    """What each container does now."""
    heads = ("Container", "State", "Last state", "Ready", "Restarts")
    return Section(
        "Containers",
        heads=heads,
        table=tuple(_states(body["spec"], body.get("status") or {})),
    )


def _states(spec: Doc, status: Doc) -> Iterator[tuple[Values, ...]]:
    for part, told, word in LISTS:
        states = {one["name"]: one for one in status.get(told) or ()}
        for container in spec.get(part) or ():
            state = states.get(container["name"], {})
            yield (
                text(f"{container['name']}{f' ({word})' if word else ''}"),
                state_of(state.get("state") or {}),
                state_of(state.get("lastState") or {}),
                text(bool(state.get("ready"))),
                text(state.get("restartCount", 0)),
            )


def state_of(state: dict[str, Any]) -> Values:
    """`Running since`, `Waiting: reason: message`, `Terminated: reason (exit code)`."""
    if "running" in state:
        return (*text("Running", tone="ok"), *when(state["running"].get("startedAt")))
    if "waiting" in state:
        waiting = state["waiting"]
        reason = waiting.get("reason", "Waiting")
        told = f"Waiting: {reason}"
        if waiting.get("message"):
            told += f": {waiting['message']}"
        return text(told, tone=pod_tone(reason))
    if "terminated" in state:
        ended = state["terminated"]
        code = ended.get("exitCode", 0)
        told = f"Terminated: {ended.get('reason', 'Ended')} (exit code {code})"
        if ended.get("message"):
            told += f": {ended['message']}"
        return (
            *text(told, tone="bad" if code else "ok"),
            *when(ended.get("finishedAt")),
        )
    return text(None)


def _images(spec: Doc) -> list[Section]:
    """What each container is made of."""
    table = tuple(
        template_row(container)
        for part, _, _ in LISTS
        for container in spec.get(part) or ()
    )
    return [Section("Images and limits", heads=TEMPLATE_HEADS, table=table)]


TEMPLATE_HEADS = (
    "Container",
    "Image",
    "Command",
    "Ports",
    "Requests",
    "Limits",
    "Probes",
)


def template_row(container: Doc) -> tuple[Values, ...]:
    """A container of a Pod or of a template, in one row."""
    words = [*(container.get("command") or ()), *(container.get("args") or ())]
    ports = [
        f"{p['containerPort']}/{p.get('protocol', 'TCP')}"
        for p in container.get("ports") or ()
    ]
    asked = container.get("resources") or {}
    return (
        text(container["name"]),
        text(container.get("image"), copy=True),
        text(" ".join(map(str, words))),
        text(", ".join(ports)),
        text(amounts(asked.get("requests"))),
        text(amounts(asked.get("limits"))),
        text(
            ", ".join(
                f"{p.removesuffix('Probe')} {_probe(container[p])}"
                for p in PROBES
                if container.get(p)
            )
        ),
    )


def _probe(probe: Doc) -> str:
    how = next((n for n in ("httpGet", "tcpSocket", "exec", "grpc") if n in probe), "")
    asked = probe.get(how) or {}
    where = f"{asked.get('path', '')} on {asked['port']}" if "port" in asked else ""
    return f"{how} {where}".strip()


def _volumes(spec: Doc, namespace: str) -> list[Section]:
    table = tuple(
        (text(volume["name"]), text(_sort(volume)), _source(volume, namespace))
        for volume in spec.get("volumes") or ()
    )
    return (
        [Section("Volumes", heads=("Volume", "Type", "From"), table=table)]
        if table
        else []
    )


def _sort(volume: Doc) -> str:
    return next((name for name in volume if name != "name"), "")


def _source(volume: Doc, namespace: str) -> Values:
    sort = _sort(volume)
    if sort in VOLUMES:
        resource, member = VOLUMES[sort]
        return link(resource, namespace, volume[sort].get(member, ""))
    source = volume.get(sort)
    if isinstance(source, dict):
        return text(source.get("path") or source.get("medium") or "")
    return text(None)


TELLERS: dict[str, Teller] = {"Pod": pod}

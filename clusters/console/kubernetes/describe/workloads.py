"""Deployments, ReplicaSets and DaemonSets, described."""

from __future__ import annotations

from clusters.console.kubernetes.describe.parts import (
    Row,
    Section,
    Teller,
    many,
    pairs,
    row,
    text,
)
from clusters.console.kubernetes.describe.pods import TEMPLATE_HEADS, template_row
from clusters.console.kubernetes.rollout import told
from clusters.sim.commands import Doc
from clusters.sim.kube import selectors
from clusters.sim.world import Key, World


def deployment(_world: World, key: Key, body: Doc) -> list[Section]:
    spec, status = body["spec"], body.get("status") or {}
    rolling = (spec.get("strategy") or {}).get("rollingUpdate") or {}
    how = spec.get("strategy", {}).get("type", "")
    if rolling:
        how += f": at most {rolling['maxUnavailable']} unavailable, {rolling['maxSurge']} above"
    rollout = told(key.name, body)
    rows = (
        row("Rollout", rollout.text, tone=rollout.tone),
        row("Replicas", _replicas(spec, status)),
        row("Strategy", how),
        row("Selector", selectors.written(spec.get("selector"))),
        row("Minimum seconds ready", spec.get("minReadySeconds", 0)),
        row("Deadline for progress", f"{spec.get('progressDeadlineSeconds', 600)} s"),
        row("Paused", bool(spec.get("paused"))),
    )
    return [Section("Deployment", rows), *template(spec)]


def _replicas(spec: Doc, status: Doc) -> str:
    parts = ("updatedReplicas", "replicas", "availableReplicas", "unavailableReplicas")
    updated, total, available, not_available = (status.get(name, 0) for name in parts)
    return (
        f"{spec.get('replicas', 1)} desired, {updated} updated, {total} total, "
        f"{available} available, {not_available} unavailable"
    )


def replica_set(_world: World, _key: Key, body: Doc) -> list[Section]:
    spec, status = body["spec"], body.get("status") or {}
    notes = body["metadata"].get("annotations") or {}
    rows = (
        row("Revision", notes.get("deployment.kubernetes.io/revision")),
        row(
            "Replicas",
            f"{spec.get('replicas', 1)} desired, {status.get('replicas', 0)} current, "
            f"{status.get('readyReplicas', 0)} ready",
        ),
        row("Selector", selectors.written(spec.get("selector"))),
    )
    return [Section("ReplicaSet", rows), *template(spec)]


def daemon_set(_world: World, key: Key, body: Doc) -> list[Section]:
    spec, status = body["spec"], body.get("status") or {}
    rollout = told(key.name, body)
    numbers = (
        ("desired", "desiredNumberScheduled"),
        ("current", "currentNumberScheduled"),
        ("up to date", "updatedNumberScheduled"),
        ("ready", "numberReady"),
        ("misscheduled", "numberMisscheduled"),
    )
    rows = (
        row("Rollout", rollout.text, tone=rollout.tone),
        row(
            "Pods", ", ".join(f"{status.get(name, 0)} {word}" for word, name in numbers)
        ),
        row("Selector", selectors.written(spec.get("selector"))),
        pairs("Node selector", spec["template"]["spec"].get("nodeSelector")),
    )
    return [Section("DaemonSet", rows), *template(spec)]


def template(spec: Doc) -> list[Section]:
    """What its Pods are made of."""
    pod = spec["template"]["spec"]
    labels = spec["template"].get("metadata", {})
    every = [*(pod.get("initContainers") or ()), *(pod.get("containers") or ())]
    volumes = [f"{v['name']}: {_type(v)}" for v in pod.get("volumes") or ()]
    rows: tuple[Row, ...] = (
        pairs("Labels", labels.get("labels")),
        pairs("Annotations", labels.get("annotations")),
        row("Service account", pod.get("serviceAccountName")),
        many("Volumes", volumes),
    )
    table = tuple(template_row(container) for container in every)
    return [
        Section("Pod template", rows=rows),
        Section("Containers of the template", heads=TEMPLATE_HEADS, table=table),
    ]


def _type(volume: Doc) -> str:
    return next((name for name in volume if name != "name"), "")


def controller_revision(_world: World, _key: Key, body: Doc) -> list[Section]:
    return [Section("Revision", (Row("Revision", text(body.get("revision"))),))]


TELLERS: dict[str, Teller] = {
    "Deployment": deployment,
    "ReplicaSet": replica_set,
    "DaemonSet": daemon_set,
    "ControllerRevision": controller_revision,
}

"""DaemonSets."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube import rolling
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.fields import Problem, invalid, unsupported
from clusters.sim.kube.kind import (
    AGE,
    NAME,
    STATUS,
    Body,
    Cell,
    Column,
    Kind,
    Subresource,
    register,
)
from clusters.sim.kube.pods import validate as pods
from clusters.sim.kube.pods import warnings
from clusters.sim.kube.pods.defaults import default_template
from clusters.sim.kube.workload_cells import WIDE, wide

GENERATION = "deprecated.daemonset.template.generation"
COUNTS = (
    "desiredNumberScheduled",
    "currentNumberScheduled",
    "numberReady",
    "updatedNumberScheduled",
    "numberAvailable",
)
COLUMNS = (
    NAME,
    Column("Desired", "integer"),
    Column("Current", "integer"),
    Column("Ready", "integer"),
    Column("Up-to-date", "integer"),
    Column("Available", "integer"),
    Column("Node Selector"),
    AGE,
    *WIDE,
)


def default(body: Body) -> None:
    spec = body.setdefault("spec", {})
    spec.setdefault("revisionHistoryLimit", 10)
    strategy = spec.setdefault("updateStrategy", {})
    strategy.setdefault("type", "RollingUpdate")
    if strategy["type"] == "RollingUpdate":
        rolls = strategy.setdefault("rollingUpdate", {})
        rolls.setdefault("maxUnavailable", 1)
        rolls.setdefault("maxSurge", 0)
    default_template(spec.setdefault("template", {}))
    meta = body["metadata"]
    meta["annotations"] = {GENERATION: "1", **(meta.get("annotations") or {})}


def validate(body: Doc) -> list[Problem]:
    spec = body["spec"]
    out = pods.template(body, "daemonset")
    out += rolling.count(spec.get("minReadySeconds"), "spec.minReadySeconds")
    strategy = spec["updateStrategy"]
    if strategy["type"] == "RollingUpdate":
        return out + _rolling(strategy["rollingUpdate"])
    if strategy["type"] != "OnDelete":
        known = ("RollingUpdate", "OnDelete")
        out.append(unsupported("spec.updateStrategy.type", strategy["type"], known))
    return out


def _rolling(rolls: Doc) -> list[Problem]:
    path = "spec.updateStrategy.rollingUpdate"
    surge = not rolling.is_zero(rolls.get("maxSurge"))
    if surge and not rolling.is_zero(rolls.get("maxUnavailable")):
        told = "may not be set when maxUnavailable is non-zero"
        return [invalid(f"{path}.maxSurge", rolls["maxSurge"], told)]
    if not surge and rolling.is_zero(rolls.get("maxUnavailable")):
        told = "cannot be 0 when maxSurge is 0"
        return [invalid(f"{path}.maxUnavailable", rolls["maxUnavailable"], told)]
    return rolling.both(rolls, path)


def cells(doc: Doc) -> list[Cell]:
    status = doc.get("status", {})
    wanted = doc["spec"]["template"]["spec"].get("nodeSelector") or {}
    return [
        doc["metadata"]["name"],
        *(status.get(name, 0) for name in COUNTS),
        ",".join(f"{k}={v}" for k, v in sorted(wanted.items())) or "<none>",
        age_of(doc),
        *wide(doc),
    ]


register(
    Kind(
        "apps/v1",
        "DaemonSet",
        "daemonsets",
        ("ds",),
        categories=("all",),
        has_status=True,
        has_generation=True,
        subresources={"status": Subresource("DaemonSet", STATUS)},
        default=default,
        validate=validate,
        validate_update=pods.same_selector,
        initial_status=lambda _: {
            "currentNumberScheduled": 0,
            "numberMisscheduled": 0,
            "desiredNumberScheduled": 0,
            "numberReady": 0,
        },
        warnings=warnings.of_workload,
        columns=COLUMNS,
        cells=cells,
    )
)

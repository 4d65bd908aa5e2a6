"""Deployments."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube import rolling
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.fields import Problem, forbidden, invalid, unsupported
from clusters.sim.kube.kind import (
    AGE,
    NAME,
    SCALE,
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

COLUMNS = (NAME, Column("Ready"), Column("Up-to-date"), Column("Available"), AGE, *WIDE)


def default(body: Body) -> None:
    spec = body.setdefault("spec", {})
    spec.setdefault("replicas", 1)
    spec.setdefault("revisionHistoryLimit", 10)
    spec.setdefault("progressDeadlineSeconds", 600)
    strategy = spec.setdefault("strategy", {})
    strategy.setdefault("type", "RollingUpdate")
    if strategy["type"] == "RollingUpdate":
        rolls = strategy.setdefault("rollingUpdate", {})
        rolls.setdefault("maxUnavailable", "25%")
        rolls.setdefault("maxSurge", "25%")
    default_template(spec.setdefault("template", {}))


def validate(body: Doc) -> list[Problem]:
    spec = body["spec"]
    out = rolling.count(spec.get("replicas"), "spec.replicas")
    out += pods.template(body, "deployment")
    out += _strategy(spec["strategy"])
    ready = spec.get("minReadySeconds", 0)
    out += rolling.count(ready, "spec.minReadySeconds")
    out += rolling.count(spec.get("revisionHistoryLimit"), "spec.revisionHistoryLimit")
    deadline = spec["progressDeadlineSeconds"]
    out += rolling.count(deadline, "spec.progressDeadlineSeconds")
    if deadline <= ready:
        told = "must be greater than minReadySeconds"
        out.append(invalid("spec.progressDeadlineSeconds", deadline, told))
    return out


def _strategy(strategy: Doc) -> list[Problem]:
    match strategy["type"]:
        case "RollingUpdate":
            return rolling.both(
                strategy["rollingUpdate"], "spec.strategy.rollingUpdate"
            )
        case "Recreate" if strategy.get("rollingUpdate") is not None:
            told = "may not be specified when strategy `type` is 'Recreate'"
            return [forbidden("spec.strategy.rollingUpdate", told)]
        case "Recreate":
            return []
        case typo:
            known = ("Recreate", "RollingUpdate")
            return [unsupported("spec.strategy.type", typo, known)]


def cells(doc: Doc) -> list[Cell]:
    status = doc.get("status", {})
    return [
        doc["metadata"]["name"],
        f"{status.get('readyReplicas', 0)}/{doc['spec']['replicas']}",
        str(status.get("updatedReplicas", 0)),
        str(status.get("availableReplicas", 0)),
        age_of(doc),
        *wide(doc),
    ]


register(
    Kind(
        "apps/v1",
        "Deployment",
        "deployments",
        ("deploy",),
        categories=("all",),
        has_status=True,
        has_generation=True,
        subresources={"scale": SCALE, "status": Subresource("Deployment", STATUS)},
        default=default,
        validate=validate,
        validate_update=pods.same_selector,
        warnings=warnings.of_workload,
        columns=COLUMNS,
        cells=cells,
    )
)

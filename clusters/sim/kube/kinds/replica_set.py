"""ReplicaSets."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube import rolling
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.fields import Problem
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
from clusters.sim.kube.ownership import controller_uid
from clusters.sim.kube.pods import validate as pods
from clusters.sim.kube.pods import warnings
from clusters.sim.kube.pods.defaults import default_template
from clusters.sim.kube.workload_cells import WIDE, wide
from clusters.sim.world import index

index("k8s.ReplicaSet", "owner", controller_uid)

COLUMNS = (
    NAME,
    Column("Desired", "integer"),
    Column("Current", "integer"),
    Column("Ready", "integer"),
    AGE,
    *WIDE,
)


def default(body: Body) -> None:
    spec = body.setdefault("spec", {})
    spec.setdefault("replicas", 1)
    default_template(spec.setdefault("template", {}))


def validate(body: Doc) -> list[Problem]:
    spec = body["spec"]
    out = rolling.count(spec.get("replicas"), "spec.replicas")
    out += rolling.count(spec.get("minReadySeconds"), "spec.minReadySeconds")
    return out + pods.template(body, "replicaset")


def cells(doc: Doc) -> list[Cell]:
    status = doc.get("status", {})
    return [
        doc["metadata"]["name"],
        doc["spec"]["replicas"],
        status.get("replicas", 0),
        status.get("readyReplicas", 0),
        age_of(doc),
        *wide(doc),
    ]


register(
    Kind(
        "apps/v1",
        "ReplicaSet",
        "replicasets",
        ("rs",),
        categories=("all",),
        has_status=True,
        has_generation=True,
        subresources={"scale": SCALE, "status": Subresource("ReplicaSet", STATUS)},
        default=default,
        validate=validate,
        validate_update=pods.same_selector,
        initial_status=lambda _: {"replicas": 0},
        warnings=warnings.of_workload,
        columns=COLUMNS,
        cells=cells,
        field_labels={
            "status.replicas": lambda doc: str(doc["status"].get("replicas", 0))
        },
    )
)

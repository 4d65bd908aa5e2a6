"""Namespaces."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.errors import Forbidden
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
from clusters.sim.tx import Tx
from clusters.sim.world import Key

PERMANENT = ("default", "kube-system", "kube-public")
"""Namespaces that may not be deleted."""


def default(body: Body) -> None:
    meta = body["metadata"]
    if meta.get("name"):
        meta["labels"] = {
            **(meta.get("labels") or {}),
            "kubernetes.io/metadata.name": meta["name"],
        }
    body.setdefault("spec", {}).setdefault("finalizers", ["kubernetes"])


def prepare_update(_tx: Tx, _key: Key, body: Body, old: Doc) -> None:
    """Finalizers change through `finalize` only."""
    body["spec"] = {**body["spec"], "finalizers": old["spec"].get("finalizers", [])}


def may_delete(key: Key) -> None:
    if key.name in PERMANENT:
        raise Forbidden("namespaces", key.name, "this namespace may not be deleted")


def _terminating(body: Body) -> None:
    body["status"] = {**body.get("status", {}), "phase": "Terminating"}


def cells(doc: Doc) -> list[Cell]:
    return [doc["metadata"]["name"], doc["status"]["phase"], age_of(doc)]


register(
    Kind(
        "v1",
        "Namespace",
        "namespaces",
        ("ns",),
        namespaced=False,
        verbs=("create", "delete", "get", "list", "patch", "update", "watch"),
        has_status=True,
        name_rule="label",
        subresources={
            "finalize": Subresource("Namespace", ("update",)),
            "status": Subresource("Namespace", STATUS),
        },
        default=default,
        initial_status=lambda _: {"phase": "Active"},
        prepare_update=prepare_update,
        may_delete=may_delete,
        held=lambda doc: bool(doc["spec"].get("finalizers")),
        on_delete=_terminating,
        columns=(NAME, Column("Status"), AGE),
        cells=cells,
        field_labels={"status.phase": lambda doc: doc["status"]["phase"]},
    )
)

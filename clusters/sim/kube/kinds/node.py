"""Nodes."""

from __future__ import annotations

from clusters.sim.clock import rendered
from clusters.sim.commands import Doc
from clusters.sim.kube import names
from clusters.sim.kube.ages import age_of, parsed
from clusters.sim.kube.fields import (
    Problem,
    duplicate,
    forbidden,
    required,
    unsupported,
)
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
from clusters.sim.world import Key, Reader

ROLE_PREFIX = "node-role.kubernetes.io/"
EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
REPORT_EVERY = 300
"""A kubelet reports its status so often even when nothing changed."""
NONE = "<none>"
COLUMNS = (
    NAME,
    Column("Status"),
    Column("Roles"),
    AGE,
    Column("Version"),
    Column("Internal-IP", priority=1),
    Column("External-IP", priority=1),
    Column("OS-Image", priority=1),
    Column("Kernel-Version", priority=1),
    Column("Container-Runtime", priority=1),
)


def default(body: Body) -> None:
    body.setdefault("spec", {})
    body.setdefault("status", {})


def validate(body: Doc) -> list[Problem]:
    out: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for at, taint in enumerate(body["spec"].get("taints") or ()):
        here = f"spec.taints[{at}]"
        if not taint.get("key"):
            out.append(required(f"{here}.key"))
        else:
            out += names.labels({taint["key"]: taint.get("value", "")}, f"{here}.key")
        if taint.get("effect") not in EFFECTS:
            out.append(unsupported(f"{here}.effect", taint.get("effect", ""), EFFECTS))
        pair = (taint.get("key", ""), taint.get("effect", ""))
        if pair in seen:
            out.append(duplicate(here, dict(taint)))
        seen.add(pair)
    return out


def validate_update(body: Doc, old: Doc) -> list[Problem]:
    out: list[Problem] = []
    now, before = body["spec"], old["spec"]
    if before.get("providerID") and now.get("providerID") != before["providerID"]:
        told = 'node updates may not change providerID except from "" to valid'
        out.append(forbidden("spec.providerID", told))
    if before.get("podCIDR") and now.get("podCIDR") != before["podCIDR"]:
        told = 'node updates may not change podCIDR except from "" to valid'
        out.append(forbidden("spec.podCIDR", told))
    return out


def reported(_view: Reader, _key: Key, body: Body, _sim: float, wall: float) -> Body:
    """A Node as it reads now: its kubelet has reported since, if it still can."""
    conditions = body.get("status", {}).get("conditions") or ()
    fresh = [_heard(condition, wall) for condition in conditions]
    return (
        {**body, "status": {**body.get("status", {}), "conditions": fresh}}
        if fresh
        else body
    )


def _heard(condition: Body, wall: float) -> Body:
    last = condition.get("lastHeartbeatTime")
    if not last or condition["status"] == "Unknown":
        return condition
    since = wall - parsed(last)
    if since < REPORT_EVERY:
        return condition
    at = parsed(last) + since // REPORT_EVERY * REPORT_EVERY
    return {**condition, "lastHeartbeatTime": rendered(at)}


def status_text(doc: Doc) -> str:
    """The STATUS that `kubectl get nodes` shows."""
    conditions = {c["type"]: c for c in doc.get("status", {}).get("conditions") or ()}
    ready = conditions.get("Ready")
    text = (
        "Unknown"
        if ready is None
        else "Ready"
        if ready["status"] == "True"
        else "NotReady"
    )
    return f"{text},SchedulingDisabled" if doc["spec"].get("unschedulable") else text


def cells(doc: Doc) -> list[Cell]:
    labels = doc["metadata"].get("labels") or {}
    roles = sorted(
        k.removeprefix(ROLE_PREFIX) for k in labels if k.startswith(ROLE_PREFIX)
    )
    info = doc.get("status", {}).get("nodeInfo") or {}
    return [
        doc["metadata"]["name"],
        status_text(doc),
        ",".join(filter(None, roles)) or NONE,
        age_of(doc),
        info.get("kubeletVersion", ""),
        _address(doc, "InternalIP"),
        _address(doc, "ExternalIP"),
        info.get("osImage") or "<unknown>",
        info.get("kernelVersion") or "<unknown>",
        info.get("containerRuntimeVersion") or "<unknown>",
    ]


def _address(doc: Doc, kind: str) -> str:
    for item in doc.get("status", {}).get("addresses") or ():
        if item["type"] == kind:
            return str(item["address"])
    return NONE


register(
    Kind(
        "v1",
        "Node",
        "nodes",
        ("no",),
        namespaced=False,
        has_status=True,
        keeps_status=True,
        subresources={"status": Subresource("Node", STATUS)},
        default=default,
        validate=validate,
        validate_update=validate_update,
        read=reported,
        columns=COLUMNS,
        cells=cells,
        field_labels={
            "spec.unschedulable": lambda doc: str(
                bool(doc["spec"].get("unschedulable"))
            ).lower()
        },
    )
)

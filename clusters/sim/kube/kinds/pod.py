"""Pods."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.kind import (
    AGE,
    NAME,
    STATUS,
    Body,
    Column,
    Kind,
    Subresource,
    register,
)
from clusters.sim.kube.ownership import controller_uid
from clusters.sim.kube.pods import admission, changes, validate, warnings
from clusters.sim.kube.pods.cells import cells, row_conditions
from clusters.sim.kube.pods.defaults import default_pod
from clusters.sim.kube.pods.qos import qos_class
from clusters.sim.world import index

index("k8s.Pod", "node", lambda _, doc: filter(None, (doc["spec"].get("nodeName"),)))
index("k8s.Pod", "owner", controller_uid)

COLUMNS = (
    NAME,
    Column("Ready"),
    Column("Status"),
    Column("Restarts"),
    AGE,
    Column("IP", priority=1),
    Column("Node", priority=1),
    Column("Nominated Node", priority=1),
    Column("Readiness Gates", priority=1),
)
OVER = ("Succeeded", "Failed")
STREAM = ("create", "get")
SUBRESOURCES = {
    "attach": Subresource("PodAttachOptions", STREAM),
    "binding": Subresource("Binding", ("create",)),
    "eviction": Subresource("Eviction", ("create",), "policy", "v1"),
    "exec": Subresource("PodExecOptions", STREAM),
    "log": Subresource("Pod", ("get",)),
    "portforward": Subresource("PodPortForwardOptions", STREAM),
    "status": Subresource("Pod", STATUS),
}


def _status(doc: Doc) -> Body:
    return {"phase": "Pending", "qosClass": qos_class(doc["spec"])}


def _grace(doc: Doc) -> int:
    """A Pod that no kubelet runs goes at once."""
    spec = doc["spec"]
    if not spec.get("nodeName") or doc["status"].get("phase") in OVER:
        return 0
    return max(int(spec.get("terminationGracePeriodSeconds", 30)), 0)


def _ips(doc: Doc) -> str:
    return ",".join(item["ip"] for item in doc["status"].get("podIPs") or ())


register(
    Kind(
        "v1",
        "Pod",
        "pods",
        ("po",),
        categories=("all",),
        has_status=True,
        has_generation=True,
        subresources=SUBRESOURCES,
        default=default_pod,
        prepare_create=admission.admit,
        validate=lambda body: validate.check(body["spec"], "spec"),
        validate_update=changes.check,
        initial_status=_status,
        grace=_grace,
        returns_deleted=True,
        warnings=warnings.of_pod,
        columns=COLUMNS,
        cells=cells,
        row_conditions=row_conditions,
        field_labels={
            "spec.nodeName": lambda doc: doc["spec"].get("nodeName", ""),
            "spec.restartPolicy": lambda doc: doc["spec"].get("restartPolicy", ""),
            "spec.schedulerName": lambda doc: doc["spec"].get("schedulerName", ""),
            "spec.serviceAccountName": lambda doc: doc["spec"].get(
                "serviceAccountName", ""
            ),
            "spec.hostNetwork": lambda doc: str(
                bool(doc["spec"].get("hostNetwork"))
            ).lower(),
            "status.phase": lambda doc: doc["status"].get("phase", ""),
            "status.podIP": lambda doc: doc["status"].get("podIP", ""),
            "status.podIPs": _ips,
            "status.nominatedNodeName": lambda doc: doc["status"].get(
                "nominatedNodeName", ""
            ),
        },
    )
)

"""Pods behind other objects, and the containers in them: for logs and exec."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from clusters.sim.kube.ages import parsed
from clusters.terminal.kubectl import builder
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.label_selectors import written

LOOK_SECONDS = 0.5
DEFAULT = "kubectl.kubernetes.io/default-container"
SELECTING = ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job")
ORDER = {"Running": 0, "Unknown": 1, "Pending": 2}
GROUPS = (
    ("containers", ""),
    ("initContainers", " (init)"),
    ("ephemeralContainers", " (ephem)"),
)


def meant(kubectl: Kubectl, word: str) -> Info:
    """What POD or TYPE/NAME names, with its body. Raises KubectlError, ApiError."""
    words = [word] if "/" in word else ["pods", word]
    info = builder.infos(kubectl, words)[0]
    info.live(kubectl)
    return info


def selector(info: Info, failing: str) -> str:
    """The selector of the Pods behind an object. Raises KubectlError."""
    kind, spec = info.resource.kind, (info.body or {}).get("spec") or {}
    if kind in SELECTING:
        return written(spec.get("selector"))
    if kind == "Service" and not spec.get("selector"):
        raise KubectlError(
            f"{failing}invalid service '{info.name}': Service is defined without a "
            "selector"
        )
    if kind == "Service":
        return written({"matchLabels": spec["selector"]})
    go = f"*{info.resource.version}.{kind}"
    raise KubectlError(f"{failing}selector for {go} not implemented")


def listed(kubectl: Kubectl, chosen: str, namespace: str) -> list[Doc]:
    """The Pods that a selector chooses. Raises ApiError."""
    path = f"/api/v1/namespaces/{namespace}/pods"
    return list(kubectl.client.get(path, labelSelector=chosen)["items"])


def waited(
    kubectl: Kubectl, info: Info, seconds: float, *, failing: str = ""
) -> list[Doc]:
    """The Pods behind an object, once there are any. Raises KubectlError."""
    chosen, until = selector(info, failing), time.monotonic() + seconds
    while not (found := listed(kubectl, chosen, info.namespace)):
        if time.monotonic() >= until:
            raise KubectlError("timed out waiting for the condition")
        kubectl.session.sleep(LOOK_SECONDS)
    return found


def telling(doc: Doc) -> tuple[Any, ...]:
    """Sorts the Pod first whose log most likely tells something."""
    status, created = doc.get("status") or {}, doc["metadata"]["creationTimestamp"]
    states = status.get("containerStatuses") or ()
    since = _ready_since(status)
    return (
        not doc["spec"].get("nodeName"),
        ORDER.get(status.get("phase", ""), 0),
        since is None,
        since or 0.0,
        -max((one.get("restartCount", 0) for one in states), default=0),
        parsed(created),
    )


def active(doc: Doc) -> tuple[Any, ...]:
    """Sorts the Pod first in which a command most likely runs."""
    first = telling(doc)
    return (*first[:4], -first[4], -first[5])


def _ready_since(status: Doc) -> float | None:
    for one in status.get("conditions") or ():
        if one["type"] == "Ready" and one["status"] == "True":
            return parsed(one["lastTransitionTime"])
    return None


def names(pod: Doc) -> Iterator[tuple[str, str]]:
    """All containers: name, and what says of which sort it is."""
    for group, mark in GROUPS:
        for one in pod["spec"].get(group) or ():
            yield one["name"], mark


def container(pod: Doc, name: str, warn: Callable[[str], None] | None) -> str:
    """The container that is named, or the one by default. Raises KubectlError.

    `warn` is told which one was chosen where there were several.
    """
    known = list(names(pod))
    if not name:
        name = (pod["metadata"].get("annotations") or {}).get(DEFAULT, "")
        if name not in dict(known):
            name = known[0][0]
            if warn and len(known) > 1:
                told = ", ".join(one + mark for one, mark in known)
                warn(f'Defaulted container "{name}" out of: {told}\n')
    if name not in dict(known):
        pod_name = pod["metadata"]["name"]
        raise KubectlError(f"container {name} is not valid for pod {pod_name}")
    return name


def refused(error: ApiError, namespace: str) -> ApiError | KubectlError:
    """What logs and its like say of an object that is not there."""
    if error.reason != "NotFound":
        return error
    return KubectlError(
        f'error from server (NotFound): {error.message} in namespace "{namespace}"'
    )

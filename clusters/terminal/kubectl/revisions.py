"""The revisions of Deployments and DaemonSets, and where they are kept."""

from __future__ import annotations

from copy import deepcopy

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.label_selectors import written

HASH = "pod-template-hash"
REVISION = "deployment.kubernetes.io/revision"
REVISIONS = "/apis/apps/v1/namespaces/{}/controllerrevisions"
SETS = "/apis/apps/v1/namespaces/{}/replicasets"


def owned_sets(kubectl: Kubectl, deployment: Doc) -> list[Doc]:
    """The ReplicaSets that a Deployment made, by name. Raises ApiError."""
    meta = deployment["metadata"]
    chosen = written(deployment["spec"]["selector"])
    path = SETS.format(meta["namespace"])
    found = kubectl.client.get(path, labelSelector=chosen)["items"]
    return _owned(found, meta["uid"])


def newest_set(deployment: Doc, sets: list[Doc]) -> Doc | None:
    """The one whose Pods are as the Deployment wants them now."""
    wanted = template_of(deployment)
    oldest_first = sorted(sets, key=lambda one: one["metadata"]["creationTimestamp"])
    return next((one for one in oldest_first if template_of(one) == wanted), None)


def template_of(doc: Doc) -> Doc:
    """Its Pod template without the hash that a ReplicaSet adds."""
    made: Doc = deepcopy(doc["spec"]["template"])
    labels = (made.get("metadata") or {}).get("labels") or {}
    labels.pop(HASH, None)
    return made


def revision(doc: Doc) -> int:
    """The number of a Deployment's or ReplicaSet's revision; 0 where it has none."""
    text = (doc["metadata"].get("annotations") or {}).get(REVISION, "")
    return int(text) if text.isdigit() else 0


def daemon_set_revisions(kubectl: Kubectl, daemon_set: Doc) -> list[Doc]:
    """A DaemonSet's ControllerRevisions, the oldest first. Raises ApiError."""
    meta = daemon_set["metadata"]
    path = REVISIONS.format(meta["namespace"])
    chosen = written(daemon_set["spec"]["selector"])
    found = kubectl.client.get(path, labelSelector=chosen)["items"]
    return sorted(_owned(found, meta["uid"]), key=lambda one: int(one["revision"]))


def revision_template(doc: Doc) -> Doc:
    """The Pod template that a ControllerRevision keeps."""
    kept = doc["data"]["spec"]["template"]
    return {name: value for name, value in kept.items() if name != "$patch"}


def _owned(found: list[Doc], uid: str) -> list[Doc]:
    return [
        one
        for one in found
        for owner in one["metadata"].get("ownerReferences") or ()
        if owner.get("controller") and owner["uid"] == uid
    ]

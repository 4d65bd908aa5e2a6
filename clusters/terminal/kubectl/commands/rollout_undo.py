"""kubectl rollout undo: bring back how an object was before.

Nothing of it happens in the cluster: a client puts an older template in the place of
the present one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusters.sim.kube.patching import JSON_PATCH, STRATEGIC_MERGE_PATCH
from clusters.terminal.kubectl import changing
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import DRY_RUN, LAST_APPLIED, OUTPUT, each
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.describe.template import template
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.revisions import (
    REVISION,
    daemon_set_revisions,
    owned_sets,
    revision,
    revision_template,
    template_of,
)
from clusters.terminal.kubectl.rollouts import CHOICE, DAEMON_SET, DEPLOYMENT, meant

KEPT = (
    LAST_APPLIED,
    REVISION,
    "deployment.kubernetes.io/revision-history",
    "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas",
    "deprecated.deployment.rollback.to",
)
"""Annotations that tell of the object itself; the others come back with the revision."""
DONE = "rolled back"
SKIPPED = "skipped rollback (current template already matches revision {})"
PAUSED = (
    "you cannot rollback a paused deployment; resume it first with 'kubectl rollout "
    "resume' and try again"
)


@command(
    "rollout undo",
    "Bring back an earlier revision",
    Flag("to-revision", kind="int", default=0, help="This one; 0: the one before"),
    DRY_RUN,
    OUTPUT,
    *CHOICE,
    usage="rollout undo (TYPE NAME | TYPE/NAME) [--to-revision=N]",
    examples=(
        "kubectl rollout undo deploy/web",
        "kubectl rollout undo deploy/web --to-revision=2",
    ),
    completes="resource",
)
def undo(kubectl: Kubectl) -> Iterator[str]:
    changing.dry_run(kubectl)
    yield from each(meant(kubectl), lambda info: _undone(kubectl, info))


def _undone(kubectl: Kubectl, info: Info) -> Iterator[str]:
    doc, wanted = info.live(kubectl), kubectl.flags["to-revision"]
    kind = info.resource.full
    if kind not in (DEPLOYMENT, DAEMON_SET):
        name = info.resource.kind
        raise KubectlError(
            f'error retrieving rollbacker for "{name}", no visitor method exists for '
            f"{{ {name}}}"
        )
    if wanted < 0:
        raise _missing(wanted)
    undone = _deployment if kind == DEPLOYMENT else _daemon_set
    text = undone(kubectl, info, doc)
    yield changing.told(kubectl, info, text, info.body or doc)


def _deployment(kubectl: Kubectl, info: Info, doc: Doc) -> str:
    wanted = kubectl.flags["to-revision"]
    try:
        sets = owned_sets(kubectl, doc)
    except ApiError as error:
        raise KubectlError(
            f"failed to retrieve replica sets from deployment {info.name}: "
            f"{error.message}"
        ) from error
    chosen = _chosen(info, sets, wanted)
    if changing.dry_run(kubectl) == "client":
        return "".join(template(chosen["spec"]["template"]))
    if doc["spec"].get("paused"):
        raise KubectlError(PAUSED)
    if template_of(chosen) == template_of(doc):
        return SKIPPED.format(wanted)
    own = doc["metadata"].get("annotations") or {}
    old = chosen["metadata"].get("annotations") or {}
    notes = {name: text for name, text in own.items() if name in KEPT}
    notes |= {name: text for name, text in old.items() if name not in KEPT}
    made = template_of(chosen)
    _patch(
        kubectl,
        info,
        [
            {"op": "replace", "path": "/spec/template", "value": made},
            {"op": "replace", "path": "/metadata/annotations", "value": notes},
        ],
        JSON_PATCH,
    )
    return DONE


def _chosen(info: Info, sets: list[Doc], wanted: int) -> Doc:
    """The ReplicaSet of a revision; 0 is the one before the newest."""
    by_number = {revision(one): one for one in sets}
    if wanted and wanted not in by_number:
        raise _missing(wanted)
    if wanted:
        return by_number[wanted]
    numbers = sorted(by_number)
    if len(numbers) == 1 or not numbers:
        raise KubectlError(f'no rollout history found for deployment "{info.name}"')
    return by_number[numbers[-2]]


def _daemon_set(kubectl: Kubectl, info: Info, doc: Doc) -> str:
    wanted = kubectl.flags["to-revision"]
    kept = daemon_set_revisions(kubectl, doc)
    if not wanted and len(kept) <= 1:
        raise KubectlError("no last revision to roll back to")
    found = [one for one in kept if int(one["revision"]) == wanted]
    chosen = found[0] if found else kept[-2] if not wanted else None
    if chosen is None:
        raise _missing(wanted)
    if changing.dry_run(kubectl) == "client":
        return "will roll back to " + "".join(template(revision_template(chosen)))
    _patch(kubectl, info, chosen["data"], STRATEGIC_MERGE_PATCH)
    return DONE


def _patch(kubectl: Kubectl, info: Info, body: Any, kind: str) -> None:
    wanted = kubectl.flags["to-revision"]
    try:
        made = changing.patch(kubectl, info, body, kind=kind, manager="kubectl-rollout")
    except ApiError as error:
        raise KubectlError(
            f"failed restoring revision {wanted}: {error.message}"
        ) from error
    if changing.dry_run(kubectl) == "none":
        info.body = made


def _missing(wanted: int) -> KubectlError:
    return KubectlError(f"unable to find specified revision {wanted} in history")

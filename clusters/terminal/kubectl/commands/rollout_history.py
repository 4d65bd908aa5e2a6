"""kubectl rollout history: the revisions of an object, or one of them."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import each
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.describe.template import template
from clusters.terminal.kubectl.errors import NOT_HERE, ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.revisions import (
    daemon_set_revisions,
    owned_sets,
    revision,
    revision_template,
)
from clusters.terminal.kubectl.rollouts import CHOICE, DAEMON_SET, DEPLOYMENT, meant
from clusters.terminal.kubectl.tabwriter import aligned

CAUSE = "kubernetes.io/change-cause"


@command(
    "rollout history",
    "List the revisions of an object, or show one",
    Flag("revision", kind="int", default=0, help="Show this revision"),
    Flag("output", "o", help="json or yaml"),
    *CHOICE,
    usage="rollout history (TYPE NAME | TYPE/NAME) [--revision=N]",
    examples=(
        "kubectl rollout history deploy/web",
        "kubectl rollout history deploy/web --revision=2",
    ),
    completes="resource",
)
def history(kubectl: Kubectl) -> Iterator[str]:
    infos = meant(kubectl)
    if kubectl.flags["revision"] < 0:
        number = kubectl.flags["revision"]
        raise KubectlError(f"revision must be a positive integer: {number}")
    if kubectl.flags["output"]:
        raise KubectlError(f"--output is {NOT_HERE}")
    yield from each(infos, lambda info: _told(kubectl, info))


def _told(kubectl: Kubectl, info: Info) -> Iterator[str]:
    wanted, found = kubectl.flags["revision"], templates(kubectl, info)
    if not wanted:
        yield f"{info.titled} \n{_listed(found)}\n"
    elif wanted not in found:
        raise KubectlError("unable to find the specified revision")
    else:
        text = "".join(template(_caused(*found[wanted])))
        yield f"{info.titled} with revision #{wanted}\n{text}\n"


def templates(kubectl: Kubectl, info: Info) -> dict[int, tuple[Doc, str]]:
    """Pod templates and causes by revision. Raises KubectlError, ApiError."""
    doc = info.live(kubectl)
    if info.resource.full == DEPLOYMENT:
        try:
            sets = owned_sets(kubectl, doc)
        except ApiError as error:
            raise KubectlError(
                f"failed to retrieve replica sets from deployment {info.name}: "
                f"{error.message}"
            ) from error
        return {revision(one): (one["spec"]["template"], _cause(one)) for one in sets}
    if info.resource.full == DAEMON_SET:
        kept = daemon_set_revisions(kubectl, doc)
        return {
            int(one["revision"]): (revision_template(one), _cause(one)) for one in kept
        }
    kind = info.resource.kind
    raise KubectlError(
        f'error retrieving history for "{kind}", no visitor method exists for {{ {kind}}}'
    )


def _cause(doc: Doc) -> str:
    return str((doc["metadata"].get("annotations") or {}).get(CAUSE, ""))


def _caused(made: Doc, cause: str) -> Doc:
    if not cause:
        return made
    meta = dict(made.get("metadata") or {})
    notes = {**(meta.get("annotations") or {}), CAUSE: cause}
    return {**made, "metadata": {**meta, "annotations": notes}}


def _listed(found: dict[int, tuple[Doc, str]]) -> str:
    if not found:
        return "No rollout history found."
    rows = "".join(
        f"{number}\t{cause or '<none>'}\n"
        for number, (_, cause) in sorted(found.items())
    )
    return aligned(f"REVISION\tCHANGE-CAUSE\n{rows}", padding=2)

"""kubectl create -f, and replace: send an object as it is in a file."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from clusters.terminal.kubectl import builder, changing
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import LAST_APPLIED, dry_run, told
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag

SAVE = Flag("save-config", kind="bool", help="Note the object for a later apply")
GRACE = Flag("grace-period", kind="int", default=-1, help="Seconds to end in")
TIMEOUT = Flag("timeout", kind="duration", default=0.0, help="How long to wait")


@command(
    "create",
    "Create an object from a file, or from what the flags of its kind say",
    changing.FILENAME,
    changing.RECURSIVE,
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.SELECTOR,
    changing.MANAGER,
    changing.VALIDATE,
    SAVE,
    Flag("edit", kind="bool", help="Edit before creating"),
    Flag("raw", help="POST to this path"),
    Flag("kustomize", "k", help="A folder with a kustomization"),
    usage="create -f FILENAME",
    examples=("kubectl create -f web.yaml", "kubectl create namespace shop"),
    completes="file",
)
def create(kubectl: Kubectl) -> Iterator[str]:
    for name in ("edit", "raw", "kustomize"):
        if kubectl.flags[name]:
            raise KubectlError(f"--{name}: {NOT_HERE}")
    if kubectl.args:
        raise KubectlError(
            f"Unexpected args: [{' '.join(kubectl.args)}]\n"
            "See 'kubectl create -h' for help and examples"
        )
    if not kubectl.flags["filename"]:
        raise KubectlError("must specify one of -f and -k")
    found = builder.infos(kubectl, [])
    if not found:
        raise changing.no_objects("create")
    yield from changing.each(found, lambda info: _created(kubectl, info))


def _created(kubectl: Kubectl, info: Info) -> Iterator[str]:
    if kubectl.flags["save-config"]:
        info.body = saved(info)
    try:
        body = changing.create(kubectl, info)
    except ApiError as error:
        raise error.during(f'error when creating "{info.source}"') from error
    yield told(kubectl, info, "created", body)


def saved(info: Info) -> Doc:
    """The object with the note that `apply` looks for."""
    wanted = changing.placed(info)
    return changing.noted(wanted, {LAST_APPLIED: changing.last_applied(wanted)})


@command(
    "replace",
    "Replace an object by the one in a file",
    changing.FILENAME,
    changing.RECURSIVE,
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.MANAGER,
    changing.VALIDATE,
    SAVE,
    GRACE,
    TIMEOUT,
    Flag("force", kind="bool", help="Delete it first, and create it anew"),
    Flag("cascade", default="background", bare="background", help="What goes with it"),
    Flag("wait", kind="bool", help="Wait until it is deleted"),
    Flag("subresource", help="Replace status or scale"),
    usage="replace -f FILENAME",
    examples=("kubectl replace -f web.yaml", "kubectl replace --force -f pod.yaml"),
    completes="file",
)
def replace(kubectl: Kubectl) -> Iterator[str]:
    if not kubectl.flags["filename"]:
        raise KubectlError("must specify one of -f and -k")
    found = builder.infos(kubectl, [])
    if not found:
        raise changing.no_objects("replace")
    one = _forced if kubectl.flags["force"] else _replaced
    yield from changing.each(found, lambda info: one(kubectl, info))


def _replaced(kubectl: Kubectl, info: Info) -> Iterator[str]:
    body = saved(info) if _keeps_note(kubectl, info) else changing.placed(info)
    if dry_run(kubectl) == "client":
        yield told(kubectl, info, "replaced", body)
        return
    path = info.resource.path(info.namespace, info.name, kubectl.flags["subresource"])
    query = changing.options(kubectl, "kubectl-replace")
    try:
        answer = kubectl.client.ask("PUT", path, body, query=query)
    except ApiError as error:
        raise error.during(f'error when replacing "{info.source}"') from error
    yield told(kubectl, info, "replaced", answer)


def _keeps_note(kubectl: Kubectl, info: Info) -> bool:
    """Whether the object has the note already, or it is asked for."""
    notes = ((info.body or {}).get("metadata") or {}).get("annotations") or {}
    return bool(kubectl.flags["save-config"] or LAST_APPLIED in notes)


def _forced(kubectl: Kubectl, info: Info) -> Iterator[str]:
    grace = kubectl.flags["grace-period"]
    body: Doc = {"propagationPolicy": "Background"}
    if grace >= 0:
        body["gracePeriodSeconds"] = grace
    try:
        kubectl.client.ask("DELETE", info.path, body)
        yield f'{info.resource.titled} "{info.name}" deleted\n'
        gone(kubectl, info)
    except ApiError as error:
        if error.code != HTTPStatus.NOT_FOUND:
            raise
    made = changing.create(kubectl, info, manager="kubectl-replace")
    yield told(kubectl, info, "replaced", made)


def gone(kubectl: Kubectl, info: Info) -> None:
    """Wait until an object is there no more. Raises Stopped."""
    try:
        live = kubectl.client.get(info.path)
        name = f"metadata.name={info.name}"
        version = live["metadata"]["resourceVersion"]
        for event in kubectl.client.events(
            info.collection, fieldSelector=name, resourceVersion=version
        ):
            if event["type"] == "DELETED":
                return
    except ApiError as error:
        if error.code != HTTPStatus.NOT_FOUND:
            raise

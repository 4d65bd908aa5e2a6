"""kubectl apply: make the cluster be as a file says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus

from clusters.sim.kube.patching import MERGE_PATCH, STRATEGIC_MERGE_PATCH
from clusters.terminal.kubectl import builder, changing, three_way
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import LAST_APPLIED, dry_run, told
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.program import Err

MANAGER = "kubectl-client-side-apply"
MISSING = (
    "Warning: resource {} is missing the {} annotation which is required by kubectl "
    "apply. kubectl apply should only be used on resources created declaratively by "
    "either kubectl create --save-config or kubectl apply. The missing annotation will "
    "be patched automatically.\n"
)


@command(
    "apply",
    "Make the cluster be as a file says",
    changing.FILENAME,
    changing.RECURSIVE,
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.SELECTOR,
    changing.MANAGER,
    changing.VALIDATE,
    Flag("kustomize", "k", help="A folder with a kustomization"),
    Flag("server-side", kind="bool", help="Let the server merge"),
    Flag("force-conflicts", kind="bool", help="Take over fields of other managers"),
    Flag("overwrite", kind="bool", default=True, help="Overwrite what others changed"),
    Flag("prune", kind="bool", help="Delete what the files no longer have"),
    usage="apply -f FILENAME",
    examples=("kubectl apply -f web.yaml", "cat web.yaml | kubectl apply -f -"),
    completes="file",
)
def apply(kubectl: Kubectl) -> Iterator[str]:
    _check(kubectl)
    found = builder.infos(kubectl, [])
    if not found:
        raise changing.no_objects("apply")
    yield from changing.each(found, lambda info: _one(kubectl, info))


def _check(kubectl: Kubectl) -> None:
    """Refuse what is not done here, and what nobody can do."""
    for name in ("server-side", "prune", "kustomize"):
        if kubectl.flags[name]:
            raise KubectlError(f"--{name}: {NOT_HERE}")
    if kubectl.args:
        raise KubectlError(
            f"Unexpected args: [{' '.join(kubectl.args)}]\n"
            "See 'kubectl apply -h' for help and examples"
        )
    if not kubectl.flags["filename"]:
        raise KubectlError("must specify one of -f and -k")
    if kubectl.flags["force-conflicts"]:
        raise KubectlError("--force-conflicts only works with --server-side")
    dry_run(kubectl)


def _one(kubectl: Kubectl, info: Info) -> Iterator[str]:
    if not info.name:
        raise KubectlError(_unnamed(info))
    wanted = changing.placed(info)
    note = changing.last_applied(wanted)
    noted = changing.noted(wanted, {LAST_APPLIED: note})
    try:
        live = kubectl.client.get(info.path)
    except ApiError as error:
        if error.code != HTTPStatus.NOT_FOUND:
            doing = f'error when retrieving current configuration of:\n{described(info)}\nfrom server for: "{info.source}"'
            raise error.during(doing) from error
        yield _created(kubectl, info, noted)
        return
    notes = live["metadata"].get("annotations") or {}
    if LAST_APPLIED not in notes:
        yield Err(MISSING.format(f"{info.resource.name}/{info.name}", LAST_APPLIED))
    if dry_run(kubectl) == "client":
        yield told(kubectl, info, "configured", live)
        return
    patch, kind = _patch(kubectl, info, noted, live)
    if not patch:
        yield told(kubectl, info, "unchanged", live)
        return
    yield told(kubectl, info, "configured", _patched(kubectl, info, patch, kind))


def _unnamed(info: Info) -> str:
    doing = f"error when retrieving current configuration of:\n{described(info)}"
    return f'{doing}\nfrom server for: "{info.source}": resource name may not be empty'


def _created(kubectl: Kubectl, info: Info, noted: Doc) -> str:
    made = Info(info.resource, info.namespace, info.name, noted, info.source)
    try:
        body = changing.create(kubectl, made, manager=MANAGER)
    except ApiError as error:
        raise error.during(f'error when creating "{info.source}"') from error
    return told(kubectl, info, "created", body)


def _patched(kubectl: Kubectl, info: Info, patch: Doc, kind: str) -> Doc:
    try:
        return changing.patch(kubectl, info, patch, kind=kind, manager=MANAGER)
    except ApiError as error:
        doing = (
            f"error when applying patch:\n{changing.compact(patch)}\nto:\n"
            f'{described(info)}\nfor: "{info.source}": error when patching '
            f'"{info.source}"'
        )
        raise error.during(doing) from error


def _patch(kubectl: Kubectl, info: Info, wanted: Doc, live: Doc) -> tuple[Doc, str]:
    """What to send, and as what."""
    notes = live["metadata"].get("annotations") or {}
    last = json.loads(notes[LAST_APPLIED]) if LAST_APPLIED in notes else {}
    known = changing.struct_of(kubectl, info.resource)
    if not known.fields:
        return three_way.plain(last, wanted, live), MERGE_PATCH
    patch = three_way.strategic(known.known, known.fields, last, wanted, live)
    return patch, STRATEGIC_MERGE_PATCH


def described(info: Info) -> str:
    """The object as kubectl names it in errors."""
    group = f"{info.resource.group}/{info.resource.version}"
    return (
        f'Resource: "{group}, Resource={info.resource.name}", GroupVersionKind: '
        f'"{group}, Kind={info.resource.kind}"\n'
        f'Name: "{info.name}", Namespace: "{info.namespace}"'
    )

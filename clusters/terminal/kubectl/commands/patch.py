"""kubectl patch: change fields of an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusters.apiserver import yaml_text
from clusters.sim.kube.patching import JSON_PATCH, MERGE_PATCH, STRATEGIC_MERGE_PATCH
from clusters.terminal.files import FileError, resolved
from clusters.terminal.kubectl import builder, changing
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import dry_run, told
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, KubectlError
from clusters.terminal.kubectl.flags import Flag

TYPES = {"json": JSON_PATCH, "merge": MERGE_PATCH, "strategic": STRATEGIC_MERGE_PATCH}


@command(
    "patch",
    "Change fields of an object",
    changing.FILENAME,
    changing.RECURSIVE,
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.MANAGER,
    Flag("patch", "p", help="What changes, as JSON or YAML"),
    Flag("patch-file", help="A file with what changes", known="file"),
    Flag("type", default="strategic", help="json, merge or strategic"),
    Flag("local", kind="bool", help="Change a file, not the cluster"),
    Flag("subresource", help="status or scale"),
    usage="patch TYPE NAME -p PATCH",
    examples=("""kubectl patch deploy web -p '{"spec":{"replicas":3}}'""",),
    completes="resource",
)
def patch(kubectl: Kubectl) -> Iterator[str]:
    kind = str(kubectl.flags["type"]).lower()
    if kubectl.flags["patch"] and kubectl.flags["patch-file"]:
        raise KubectlError("cannot specify --patch and --patch-file together")
    if not (kubectl.flags["patch"] or kubectl.flags["patch-file"]):
        raise KubectlError(
            "must specify --patch or --patch-file containing the contents of the patch"
        )
    if kind not in TYPES:
        raise KubectlError(
            f'--type must be one of [json merge strategic], not "{kubectl.flags["type"]}"'
        )
    if kubectl.flags["local"]:
        raise KubectlError(f"--local: {NOT_HERE}")
    dry_run(kubectl)
    body = _read(kubectl)
    if not (kubectl.args or kubectl.flags["filename"]):
        raise KubectlError(changing.NEEDS_RESOURCES)
    found = builder.infos(kubectl, kubectl.args)
    yield from changing.each(found, lambda info: _one(kubectl, info, TYPES[kind], body))


def _read(kubectl: Kubectl) -> Any:
    text = kubectl.flags["patch"]
    name = kubectl.flags["patch-file"]
    if name:
        path = resolved(kubectl.session.folder, name)
        try:
            text = kubectl.session.files.read(path)
        except FileError as error:
            raise KubectlError(
                f"unable to read patch file: open {name}: {error.reason.lower()}"
            ) from error
    try:
        return yaml_text.parsed(text.encode())
    except ValueError as error:
        raise KubectlError(f'unable to parse "{text}": {error}') from error


def _one(kubectl: Kubectl, info: Info, kind: str, body: Any) -> Iterator[str]:
    live = info.live(kubectl)
    if dry_run(kubectl) == "client":
        yield told(kubectl, info, "patched", live)
        return
    below = kubectl.flags["subresource"]
    answer = changing.patch(kubectl, info, body, kind=kind, below=below)
    same = {**answer, "metadata": 0} == {**live, "metadata": 0} and (
        answer["metadata"].get("resourceVersion")
        == live["metadata"].get("resourceVersion")
    )
    yield told(kubectl, info, "patched (no change)" if same else "patched", answer)

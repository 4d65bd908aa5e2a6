"""kubectl delete: by name, by label, by file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http import HTTPStatus

from clusters.terminal.kubectl import builder, changing
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import dry_run
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.program import Err

CASCADES = {
    "background": "Background", "true": "Background", "": "Background",
    "orphan": "Orphan", "false": "Orphan", "foreground": "Foreground",
}  # fmt: skip
IMMEDIATE = (
    "Warning: Immediate deletion does not wait for confirmation that the running "
    "resource has been terminated. The resource may continue to run on the cluster "
    "indefinitely.\n"
)
UNSPACED = (
    "Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n"
)


@command(
    "delete",
    "Delete objects",
    changing.FILENAME,
    changing.RECURSIVE,
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.SELECTOR,
    changing.FIELD_SELECTOR,
    changing.ALL,
    changing.ALL_NAMESPACES,
    Flag("grace-period", kind="int", default=-1, help="Seconds to end in"),
    Flag("now", kind="bool", help="End within a second"),
    Flag("force", kind="bool", help="Delete without waiting for the node"),
    Flag("cascade", default="background", bare="background", help="What goes with it"),
    Flag("wait", kind="bool", default=True, help="Wait until they are gone"),
    Flag("timeout", kind="duration", default=0.0, help="How long to wait"),
    Flag("ignore-not-found", kind="bool", help="What is not there is no error"),
    Flag("interactive", "i", kind="bool", help="Ask before each"),
    usage="delete TYPE NAME | -f FILENAME",
    examples=("kubectl delete pod web", "kubectl delete -f web.yaml"),
    completes="resource",
)
def delete(kubectl: Kubectl) -> Iterator[str]:
    yield from _check(kubectl)
    if not (kubectl.args or kubectl.flags["filename"]):
        raise KubectlError(changing.NEEDS_RESOURCES)
    found = builder.infos(kubectl, kubectl.args)
    if not found:
        yield "No resources found\n"
        return
    if kubectl.flags["namespace"] and any(not i.resource.namespaced for i in found):
        yield Err(UNSPACED)
    going: list[Info] = []
    yield from changing.each(found, lambda info: _one(kubectl, info, going))
    if kubectl.flags["wait"]:
        for info in going:
            _wait(kubectl, info)


def _check(kubectl: Kubectl) -> Iterator[str]:
    """What the flags rule out, and warn of. Raises KubectlError."""
    flags = kubectl.flags
    if flags["interactive"]:
        raise KubectlError(f"--interactive: {NOT_HERE}")
    if flags["output"] not in ("", "name"):
        raise KubectlError(
            f"unexpected -o output mode: {flags['output']}. We only support '-o name'"
        )
    if flags["cascade"] not in CASCADES:
        raise KubectlError(
            f'invalid cascade value ({flags["cascade"]}). Must be "background", '
            '"foreground", or "orphan"'
        )
    _check_together(kubectl)
    if flags["force"]:
        yield Err(IMMEDIATE)
    dry_run(kubectl)


def _check_together(kubectl: Kubectl) -> None:
    """Refuse flags that contradict each other. Raises KubectlError."""
    flags = kubectl.flags
    if flags["all"] and (flags["selector"] or flags["field-selector"]):
        raise KubectlError("setting 'all' parameter but found a non empty selector. ")
    if flags["now"] and flags["grace-period"] != -1:
        raise KubectlError("--now and --grace-period cannot be specified together")
    if flags["force"] and flags["grace-period"] > 0:
        raise KubectlError(
            "--force and --grace-period greater than 0 cannot be specified together"
        )


def _one(kubectl: Kubectl, info: Info, going: list[Info]) -> Iterator[str]:
    if dry_run(kubectl) != "client":
        query = {"dryRun": "All"} if dry_run(kubectl) == "server" else {}
        try:
            answer = kubectl.client.ask(
                "DELETE", info.path, _options(kubectl), query=query
            )
        except ApiError as error:
            if kubectl.flags["ignore-not-found"] and error.code == HTTPStatus.NOT_FOUND:
                return
            if info.source:
                doing = f'error when deleting "{info.source}"'
                raise error.during(doing) from error
            raise
        info.body = answer
        if not query:
            going.append(info)
    yield _told(kubectl, info)


def _options(kubectl: Kubectl) -> Doc:
    grace = kubectl.flags["grace-period"]
    if kubectl.flags["now"]:
        grace = 1
    elif kubectl.flags["force"] and grace < 0:
        grace = 0
    body: Doc = {"propagationPolicy": CASCADES[kubectl.flags["cascade"]]}
    return {**body, "gracePeriodSeconds": grace} if grace >= 0 else body


def _told(kubectl: Kubectl, info: Info) -> str:
    if kubectl.flags["output"] == "name":
        return f"{info.titled}\n"
    forced = "force deleted" if kubectl.flags["force"] else "deleted"
    suffix = changing.SUFFIX[dry_run(kubectl)]
    return f'{info.resource.titled} "{info.name}" {forced}{suffix}\n'


def _wait(kubectl: Kubectl, info: Info) -> None:
    """Until the object is gone; another one of its name is another one."""
    uid = _uid(info.body or {})
    timeout = kubectl.flags["timeout"]
    end = time.monotonic() + timeout if timeout else None
    try:
        live = kubectl.client.get(info.path)
    except ApiError:
        return
    if uid and live["metadata"]["uid"] != uid:
        return
    query = {
        "fieldSelector": f"metadata.name={info.name}",
        "resourceVersion": live["metadata"]["resourceVersion"],
    }
    if end is not None:
        query["timeoutSeconds"] = str(max(1, int(end - time.monotonic())))
    for event in kubectl.client.events(info.collection, **query):
        if event["type"] == "DELETED":
            return
    raise KubectlError(f"timed out waiting for the condition on {info.titled}")


def _uid(answer: Doc) -> str:
    """The UID of what was deleted: of the object, or of a Status' details."""
    details = answer.get("details") or answer.get("metadata") or {}
    return str(details.get("uid", ""))

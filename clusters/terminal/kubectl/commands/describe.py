"""kubectl describe: an object, what belongs to it, and what happened to it."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl import builder
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.describe.anything import anything
from clusters.terminal.kubectl.describe.describer import Look, describers
from clusters.terminal.kubectl.errors import NOT_HERE, ApiError, KubectlError, Several
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.tabwriter import aligned
from clusters.terminal.program import Err

PADDING = 2
NAMED = 2
"""TYPE and one name: if nothing is called so, names that begin so are described."""
NO_TYPE = (
    'You must specify the type of resource to describe. Use "kubectl api-resources" for '
    "a complete list of supported resources."
)


@command(
    "describe",
    "Show an object with what belongs to it and what happened to it",
    Flag("selector", "l", help="Only objects with these labels"),
    Flag("all-namespaces", "A", kind="bool", help="Look in all namespaces"),
    Flag("filename", "f", kind="list", help="The objects of a file", known="file"),
    Flag("recursive", "R", kind="bool", help="Also the folders in a folder"),
    Flag("show-events", kind="bool", default=True, help="With its events"),
    Flag("chunk-size", kind="int", default=500, help="Objects in one answer"),
    Flag("kustomize", "k", help="A folder of kustomize"),
    usage="describe (TYPE [NAME | PREFIX | -l LABEL] | TYPE/NAME | -f FILE)",
    examples=(
        "kubectl describe pod web-1",
        "kubectl describe pods -l app=web",
        "kubectl describe node/ip-10-0-1-2.ec2.internal",
    ),
    completes="resource",
)
def describe(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.flags["kustomize"]:
        raise KubectlError(f"--kustomize is {NOT_HERE}")
    if not kubectl.args and not kubectl.flags["filename"]:
        raise KubectlError(NO_TYPE)
    errors: list[ApiError | KubectlError] = []
    infos = list(_meant(kubectl, errors))
    if len(errors) == 1 and _may_begin_so(kubectl, errors[0]):
        yield from _beginning_so(kubectl, errors[0])
        return
    for place, info in enumerate(infos):
        yield ("\n\n" if place else "") + _told(kubectl, info)
    if errors:
        raise Several(errors)
    if not infos:
        yield Err(_nothing(kubectl))


def _meant(kubectl: Kubectl, errors: list[ApiError | KubectlError]) -> Iterator[Info]:
    """The objects that are named, each with its body."""
    for info in builder.infos(kubectl, kubectl.args, every=True):
        if info.body is None or info.source:
            try:
                info.live(kubectl)
            except ApiError as error:
                errors.append(error)
                continue
        yield info


def _told(kubectl: Kubectl, info: Info) -> str:
    kubectl.session.check()
    told = describers.get(info.resource.full) or anything
    return aligned("".join(told(Look(kubectl, info))), padding=PADDING)


def _may_begin_so(kubectl: Kubectl, error: ApiError | KubectlError) -> bool:
    found = isinstance(error, ApiError) and error.reason == "NotFound"
    return found and len(kubectl.args) == NAMED


def _beginning_so(kubectl: Kubectl, error: Exception) -> Iterator[str]:
    """All objects whose names begin with the one that is not there."""
    kind, beginning = kubectl.args
    if "/" in kind:
        raise error
    if "," in kind:
        raise KubectlError("you may only specify a single resource type")
    shown = False
    for resource in builder.asked(kubectl, [kind]).types:
        for info in builder.listed(kubectl, resource):
            if info.name.startswith(beginning):
                yield _told(kubectl, info) + "\n"
                shown = True
    if not shown:
        raise error


def _nothing(kubectl: Kubectl) -> str:
    if kubectl.flags["all-namespaces"]:
        return "No resources found\n"
    return f"No resources found in {kubectl.namespace} namespace.\n"

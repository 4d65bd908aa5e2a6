"""kubectl api-resources: what kinds of things the API has."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl import printers, resources
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.resources import Resource

SEE = "See 'kubectl api-resources -h' for help and examples"
OUTPUTS = ("", "wide", "name")
ORDERS = ("", "name", "kind")


@command(
    "api-resources",
    "Print the kinds of objects that the API serves",
    Flag("output", "o", help="wide or name", known="wide name"),
    Flag("api-group", help="Only those of this group"),
    Flag(
        "namespaced", kind="bool", default=True, help="Those in namespaces, or others"
    ),
    Flag("verbs", kind="list", help="Only those that know all these verbs"),
    Flag("categories", kind="list", help="Only those in all these categories"),
    Flag("sort-by", help="name or kind", known="name kind"),
    Flag("no-headers", kind="bool", help="Without the line of headings"),
    Flag("cached", kind="bool", help="Use what is known already"),
    usage="api-resources [--namespaced=BOOL] [--api-group=GROUP] [-o wide|name]",
    examples=("kubectl api-resources --namespaced=false",),
)
def api_resources(kubectl: Kubectl) -> Iterator[str]:
    _check(kubectl)
    found = [one for one in resources.offered(kubectl.client) if _wanted(kubectl, one)]
    found.sort(key=lambda one: _order(kubectl, one))
    if kubectl.flags["output"] == "name":
        yield "".join(f"{one.full}\n" for one in found)
        return
    wide = kubectl.flags["output"] == "wide"
    head = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"]
    if wide:
        head += ["VERBS", "CATEGORIES"]
    rows = [_row(one, wide=wide) for one in found]
    yield printers.table([] if kubectl.flags["no-headers"] else head, rows)


def _check(kubectl: Kubectl) -> None:
    output, order = kubectl.flags["output"], kubectl.flags["sort-by"]
    if kubectl.args:
        raise KubectlError(f"unexpected arguments: [{' '.join(kubectl.args)}]\n{SEE}")
    if output not in OUTPUTS:
        raise KubectlError(f"--output {output} is not available")
    if order not in ORDERS:
        raise KubectlError("--sort-by accepts only name or kind")


def _wanted(kubectl: Kubectl, one: Resource) -> bool:
    flags = kubectl.flags
    return (
        ("namespaced" not in flags or flags["namespaced"] == one.namespaced)
        and ("api-group" not in flags or flags["api-group"] == one.group)
        and set(flags["verbs"]) <= set(one.verbs)
        and set(flags["categories"]) <= set(one.categories)
    )


def _order(kubectl: Kubectl, one: Resource) -> tuple[str, str]:
    match kubectl.flags["sort-by"]:
        case "name":
            return one.name, ""
        case "kind":
            return one.kind, ""
    return one.group, one.name


def _row(one: Resource, *, wide: bool) -> list[str]:
    spaced = "true" if one.namespaced else "false"
    row = [one.name, ",".join(one.short), one.api_version, spaced, one.kind]
    if wide:
        row += [",".join(one.verbs), ",".join(one.categories)]
    return row

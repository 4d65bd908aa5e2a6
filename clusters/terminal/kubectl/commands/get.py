"""kubectl get: one or many objects, as a table or whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl

from clusters.terminal.kubectl import outputs
from clusters.terminal.kubectl.client import TABLE, Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, ApiError, KubectlError, Several
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.getting import asking, sorting, tables, watching
from clusters.terminal.kubectl.getting.asking import Plan, Request
from clusters.terminal.program import Err

NO_TYPE = """\
You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples"""
NOTHING_TO_WATCH = """\
You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'"""
NOT_FOUND = "NotFound"
Failure = ApiError | KubectlError


@command(
    "get",
    "Print one or many objects",
    outputs.OUTPUT,
    outputs.TEMPLATE,
    outputs.MISSING,
    outputs.MANAGED,
    Flag("all-namespaces", "A", kind="bool", help="Ask in all namespaces"),
    Flag("selector", "l", help="Only objects with these labels"),
    Flag("field-selector", help="Only objects with these fields"),
    Flag("filename", "f", kind="list", help="The objects of a file", known="file"),
    Flag("kustomize", "k", help="The objects of a kustomization"),
    Flag("recursive", "R", kind="bool", help="Folders with all that is below"),
    Flag("label-columns", "L", kind="list", help="These labels as columns"),
    Flag("show-labels", kind="bool", help="All labels as the last column"),
    Flag("show-kind", kind="bool", help="The kind before each name"),
    Flag("no-headers", kind="bool", help="Without the line of headings"),
    Flag("sort-by", help="In the order of this field"),
    Flag("watch", "w", kind="bool", help="Go on, and tell each change"),
    Flag("watch-only", kind="bool", help="Tell changes only"),
    Flag("output-watch-events", kind="bool", help="Tell what kind of change it is"),
    Flag("ignore-not-found", kind="bool", help="What is not there is no error"),
    Flag("subresource", help="status, scale or resize", known="status scale resize"),
    Flag("raw", help="Print what the server answers at this path"),
    Flag("chunk-size", kind="int", default=500, help="How many objects to ask at once"),
    Flag(
        "server-print", kind="bool", default=True, help="Tables as the server has them"
    ),
    usage="get TYPE [NAME ...] [-o FORMAT]",
    examples=("kubectl get pods -A", "kubectl get deploy web -o yaml"),
    completes="resource",
)
def get(kubectl: Kubectl) -> Iterator[str]:
    _check(kubectl)
    if kubectl.flags["raw"]:
        yield from _raw(kubectl)
        return
    watches = kubectl.flags["watch"] or kubectl.flags["watch-only"]
    if not kubectl.args and not kubectl.flags["filename"]:
        if watches:
            raise KubectlError(NOTHING_TO_WATCH)
        raise KubectlError(NO_TYPE, plain=True)
    if watches:
        yield from watching.watched(kubectl)
        return
    if outputs.is_table(kubectl):
        yield from _tables(kubectl, asking.plan(kubectl))
    else:
        yield from _whole(kubectl, asking.plan(kubectl))


def _check(kubectl: Kubectl) -> None:
    flags = kubectl.flags
    watches = flags["watch"] or flags["watch-only"]
    if flags["raw"]:
        _check_raw(kubectl, watches=watches)
    if flags["show-labels"] and flags["output"] not in ("", "wide"):
        output = flags["output"]
        raise KubectlError(f"--show-labels option cannot be used with {output} printer")
    if flags["output-watch-events"] and not watches:
        raise KubectlError(
            "--output-watch-events option can only be used with --watch or --watch-only"
        )
    if flags["kustomize"]:
        raise KubectlError(f"-k: {NOT_HERE}")


def _check_raw(kubectl: Kubectl, *, watches: bool) -> None:
    flags = kubectl.flags
    if kubectl.args:
        raise KubectlError("arguments may not be passed when --raw is specified")
    if watches or flags["selector"]:
        raise KubectlError(
            "--raw may not be specified with other flags that filter the server "
            "request or alter the output"
        )
    if flags["output"]:
        raise KubectlError("--raw and --output are mutually exclusive")


def _raw(kubectl: Kubectl) -> Iterator[str]:
    path, _, query = kubectl.flags["raw"].partition("?")
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    reply = kubectl.client.send("GET", path, accept="*/*", query=pairs)
    for piece in reply.pieces:
        yield piece.decode("utf-8", "replace")


class Failures:
    """What went wrong."""

    def __init__(self, kubectl: Kubectl) -> None:
        self.all: list[Failure] = []
        self.forgives = kubectl.flags["ignore-not-found"]

    def add(self, error: Failure) -> None:
        if self.forgives and isinstance(error, ApiError) and error.reason == NOT_FOUND:
            return
        self.all.append(error)

    def tell(self) -> None:
        """Raise them, if there are any."""
        if len(self.all) == 1:
            raise self.all[0]
        if self.all:
            raise Several(self.all)


def _tables(kubectl: Kubectl, plan: Plan) -> Iterator[str]:
    failures = Failures(kubectl)
    sort_by = kubectl.flags["sort-by"]
    more = {"includeObject": "Object"} if sort_by else {}
    got: list[tuple[Request, Doc]] = []
    for request in plan.requests:
        try:
            got.append((request, asking.answer(kubectl, request, TABLE, **more)))
        except ApiError as error:
            failures.add(error)
    if sort_by:
        got = _sorted_tables(got, sort_by)
    with_kind = kubectl.flags["show-kind"] or len({r.resource for r, _ in got}) > 1
    written = False
    for resource, run in groupby(got, lambda pair: pair[0].resource):
        printer = tables.Printer(kubectl, resource, with_kind)
        lines = "".join(line for _, body in run for line in printer.lines(body))
        if lines:
            between = "\n" if written and not kubectl.flags["no-headers"] else ""
            yield between + printer.text(lines)
            written = True
    failures.tell()
    if not written and not kubectl.flags["ignore-not-found"]:
        yield Err(_nothing(kubectl, plan))


def _sorted_tables(
    got: list[tuple[Request, Doc]], field: str
) -> list[tuple[Request, Doc]]:
    """One table in order. kubectl sorts no others, and shows none without the field."""
    if len(got) > 1:
        raise sorting.Absent(sorting.checked(field))
    for request, body in got:
        if request.name:
            break
        try:
            rows = sorting.ordered(body["rows"], field, lambda row: row["object"])
        except (sorting.Absent, sorting.BadField):
            rows = []
        return [(request, {**body, "rows": rows})]
    return got


def _nothing(kubectl: Kubectl, plan: Plan) -> str:
    spaced = all(request.resource.namespaced for request in plan.requests)
    if spaced and not kubectl.flags["all-namespaces"]:
        return f"No resources found in {kubectl.namespace} namespace.\n"
    return "No resources found\n"


def _whole(kubectl: Kubectl, plan: Plan) -> Iterator[str]:
    """Objects in another form than a table: one, or all of them as a List."""
    failures = Failures(kubectl)
    found: list[Doc] = []
    for request in plan.requests:
        try:
            found += asking.objects(request, asking.answer(kubectl, request))
        except ApiError as error:
            failures.add(error)
    if plan.single:
        failures.tell()
    if not found and kubectl.flags["ignore-not-found"]:
        return
    printer = outputs.needed(kubectl)
    sort_by = kubectl.flags["sort-by"]
    if sort_by and not plan.single:
        found = sorting.ordered(found, sort_by, lambda body: body)
    body: Any = found[0] if plan.single and found else _list(found)
    yield from outputs.pieces(printer, body)
    failures.tell()


def _list(found: list[Doc]) -> Doc:
    meta = {"resourceVersion": ""}
    return {"kind": "List", "apiVersion": "v1", "metadata": meta, "items": found}

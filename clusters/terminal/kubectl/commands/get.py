"""kubectl get: one or many objects, as a table or whole."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl import builder, printers
from clusters.terminal.kubectl.client import TABLE, Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import ApiError, KubectlError, Several
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.resources import Resource
from clusters.terminal.program import Err

NO_TYPE = """\
You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples"""


@command(
    "get",
    "Print one or many objects",
    Flag("output", "o", help="json, yaml, name, wide"),
    Flag("all-namespaces", "A", kind="bool", help="Ask in all namespaces"),
    Flag("selector", "l", help="Only objects with these labels"),
    Flag("field-selector", help="Only objects with these fields"),
    Flag("filename", "f", kind="list", help="The objects of a file", known="file"),
    Flag("no-headers", kind="bool", help="Without the line of headings"),
    Flag(
        "ignore-not-found", kind="bool", help="An object that is not there is no error"
    ),
    usage="get TYPE [NAME ...] [-o FORMAT]",
    examples=("kubectl get pods -A", "kubectl get deploy web -o yaml"),
    completes="resource",
)
def get(kubectl: Kubectl) -> Iterator[str]:
    if not kubectl.args and not kubectl.flags["filename"]:
        raise KubectlError(NO_TYPE, plain=True)
    asked = builder.asked(kubectl, kubectl.args)
    errors: list[ApiError | KubectlError] = []
    shown = False
    for resource, name in asked.pairs:
        try:
            body = kubectl.client.get(_path(kubectl, resource, name), TABLE)
        except ApiError as error:
            errors.append(error)
            continue
        yield _table(kubectl, body)
        shown = True
    for resource in asked.types:
        body = kubectl.client.get(_path(kubectl, resource), TABLE, **_query(kubectl))
        if body["rows"]:
            yield _table(kubectl, body)
            shown = True
    if errors:
        raise Several(errors)
    if not shown:
        yield Err(_nothing(kubectl, asked.types))


def _path(kubectl: Kubectl, resource: Resource, name: str = "") -> str:
    every = kubectl.flags["all-namespaces"]
    return resource.path("" if every else kubectl.namespace, name)


def _query(kubectl: Kubectl) -> dict[str, str]:
    return {
        "labelSelector": kubectl.flags["selector"],
        "fieldSelector": kubectl.flags["field-selector"],
    }


def _table(kubectl: Kubectl, body: Doc) -> str:
    columns = [
        (place, column["name"].upper())
        for place, column in enumerate(body["columnDefinitions"])
        if column["priority"] == 0 or kubectl.flags["output"] == "wide"
    ]
    head = [] if kubectl.flags["no-headers"] else [name for _, name in columns]
    rows = [
        [_cell(row["cells"][place]) for place, _ in columns] for row in body["rows"]
    ]
    if kubectl.flags["all-namespaces"]:
        head = ["NAMESPACE", *head] if head else []
        rows = [
            [row["object"]["metadata"].get("namespace", ""), *cells]
            for row, cells in zip(body["rows"], rows, strict=True)
        ]
    return printers.table(head, rows)


def _cell(value: object) -> str:
    return "<none>" if value is None else str(value)


def _nothing(kubectl: Kubectl, types: tuple[Resource, ...]) -> str:
    spaced = (
        all(one.namespaced for one in types) and not kubectl.flags["all-namespaces"]
    )
    where = f" in {kubectl.namespace} namespace" if spaced else ""
    return f"No resources found{where}.\n" if spaced else "No resources found\n"

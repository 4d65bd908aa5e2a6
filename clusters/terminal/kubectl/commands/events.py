"""kubectl events: what happened, the latest last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusters.callers import wall
from clusters.sim.kube import ages
from clusters.terminal.kubectl import go_words, outputs, printers, resources
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.go_sort import sorted_as_go
from clusters.terminal.kubectl.tabwriter import aligned
from clusters.terminal.program import Err

HEAD = ("LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE")
TYPES = ("normal", "warning")
FORMATS = (
    "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,"
    "template,templatefile,yaml"
)
STRUCT = (
    "kind", "apiVersion", "metadata", "involvedObject", "reason", "message", "source",
    "firstTimestamp", "lastTimestamp", "count", "type", "eventTime", "series", "action",
    "related", "reportingComponent", "reportingInstance",
)  # fmt: skip
PARTS = {
    "metadata": (
        "name", "generateName", "namespace", "uid", "resourceVersion", "generation",
        "creationTimestamp", "labels", "annotations",
    ),
    "involvedObject": (
        "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath",
    ),
    "source": ("component", "host"),
}  # fmt: skip


@command(
    "events",
    "Print what happened to objects",
    outputs.OUTPUT,
    outputs.TEMPLATE,
    outputs.MISSING,
    outputs.MANAGED,
    Flag("all-namespaces", "A", kind="bool", help="In all namespaces"),
    Flag("for", help="Only what happened to TYPE/NAME", known="resource"),
    Flag("types", kind="list", help="Normal, Warning", known="Normal Warning"),
    Flag("watch", "w", kind="bool", help="Go on, and tell each event"),
    Flag("no-headers", kind="bool", help="Without the line of headings"),
    Flag("chunk-size", kind="int", default=500, help="How many to ask at once"),
    usage="events [--for TYPE/NAME] [--types=Normal,Warning] [-w]",
    examples=("kubectl events --for pod/web --types=Warning",),
)
def events(kubectl: Kubectl) -> Iterator[str]:
    _check(kubectl)
    query = _selected(kubectl)
    printer = outputs.printer(kubectl, FORMATS)
    if kubectl.flags["watch"]:
        yield from _watched(kubectl, query, printer)
        return
    body = kubectl.client.get(_path(kubectl), **query)
    items = _wanted(kubectl, body["items"])
    if not items:
        if kubectl.flags["all-namespaces"]:
            yield Err("No events found.\n")
        else:
            yield Err(f"No events found in {kubectl.namespace} namespace.\n")
        return
    items = sorted_as_go(items, lambda a, b: seen(a) < seen(b))
    if printer is None:
        head = [] if kubectl.flags["no-headers"] else [_head(kubectl)]
        yield printers.table((), [*head, *(_row(kubectl, item) for item in items)])
        return
    listed: Doc = {"kind": "EventList", "apiVersion": "v1", "metadata": {}}
    listed["items"] = [_typed(item) for item in items]
    match kubectl.flags["output"]:
        case "name":
            return  # a list has no name, and kubectl looks no further
        case "json":
            yield go_words.as_json(listed, indent=4, in_order=True) + "\n"
        case _:
            yield from outputs.pieces(printer, listed)


def _check(kubectl: Kubectl) -> None:
    for name in kubectl.flags["types"]:
        if name.lower() not in TYPES:
            raise KubectlError("valid --types are Normal or Warning")


def _path(kubectl: Kubectl) -> str:
    resource = resources.find(kubectl.client, "events.v1.")
    assert resource is not None
    return resource.path("" if kubectl.flags["all-namespaces"] else kubectl.namespace)


def _selected(kubectl: Kubectl) -> dict[str, str]:
    """The events of one object only."""
    wanted = kubectl.flags["for"]
    if not wanted:
        return {}
    kind, _, name = wanted.partition("/")
    if not kind or not name or "/" in name:
        raise KubectlError("--for must be in resource/name form")
    resource = resources.find(kubectl.client, kind)
    if resource is None:
        told = kind.partition(".")[0]
        text = f'the server doesn\'t have a resource type "{told}"'
        raise KubectlError(text, plain=True)
    fields = (
        f"involvedObject.apiVersion={resource.api_version}",
        f"involvedObject.kind={resource.kind}",
        f"involvedObject.name={name}",
    )
    return {"fieldSelector": ",".join(fields)}


def _wanted(kubectl: Kubectl, items: list[Doc]) -> list[Doc]:
    types = [name.lower() for name in kubectl.flags["types"]]
    return [one for one in items if not types or one.get("type", "").lower() in types]


def _watched(
    kubectl: Kubectl, query: dict[str, str], printer: outputs.Printer | None
) -> Iterator[str]:
    known: list[int] = []
    headed = kubectl.flags["no-headers"]
    for event in kubectl.client.events(_path(kubectl), **query):
        kubectl.session.check()
        if event["type"] == "ERROR":
            raise ApiError(event["object"])
        if event["type"] not in ("ADDED", "MODIFIED"):
            continue
        for item in _wanted(kubectl, [event["object"]]):
            if printer is not None:
                yield printer.text(item)
                continue
            rows = (
                [_row(kubectl, item)]
                if headed
                else [_head(kubectl), _row(kubectl, item)]
            )
            headed = True
            text = "".join("\t".join(row) + "\n" for row in rows)
            yield aligned(
                text, padding=printers.PADDING, least=printers.LEAST, known=known
            )


def _head(kubectl: Kubectl) -> list[str]:
    return [*(["NAMESPACE"] if kubectl.flags["all-namespaces"] else []), *HEAD]


def _row(kubectl: Kubectl, item: Doc) -> list[str]:
    of = item["involvedObject"]
    spaced = kubectl.flags["all-namespaces"]
    return [
        *([item["metadata"]["namespace"]] if spaced else []),
        _interval(item),
        item.get("type", ""),
        item.get("reason", ""),
        f"{of.get('kind', '')}/{of.get('name', '')}",
        item.get("message", "").strip(),
    ]


def _typed(item: Doc) -> Doc:
    """An event with its fields in the order of Go's struct."""
    whole = {"kind": "Event", "apiVersion": "v1", **item}
    for part, names in PARTS.items():
        if part in whole:
            whole[part] = _in_order(whole[part], names)
    return _in_order(whole, STRUCT)


def _in_order(body: Doc, names: tuple[str, ...]) -> Doc:
    known = {name: body[name] for name in names if name in body}
    return {**known, **body}


def seen(item: Doc) -> float:
    """When an event was last seen."""
    series: Any = item.get("series") or {}
    stamp = (
        series.get("lastObservedTime")
        or item.get("lastTimestamp")
        or item.get("eventTime")
    )
    return ages.parsed(stamp) if stamp else 0.0


def _interval(item: Doc) -> str:
    """When it was last seen; how often, and since when, where that is more than once."""
    here = wall.now()
    first = item.get("firstTimestamp") or item.get("eventTime")
    last = item.get("lastTimestamp")
    series: Any = item.get("series") or {}
    if series:
        shown = ages.since(series.get("lastObservedTime"), here)
        return f"{shown} (x{series['count']} over {ages.since(first, here)})"
    if item.get("count", 1) > 1:
        shown = ages.since(last, here)
        return f"{shown} (x{item['count']} over {ages.since(first, here)})"
    return ages.since(first, here)

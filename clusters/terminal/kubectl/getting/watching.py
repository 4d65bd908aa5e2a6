"""`get -w`: what is there, then each change as it comes, until it is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusters.terminal.kubectl import outputs
from clusters.terminal.kubectl.client import JSON, TABLE, Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.getting import asking, tables
from clusters.terminal.kubectl.getting.asking import Request
from clusters.terminal.program import Err

ONE_RESOURCE = (
    "watch is only supported on individual resources and resource collections"
)
SORTED = "warning: --watch requested, --sort-by will be ignored\n"


def watched(kubectl: Kubectl) -> Iterator[str]:
    """The output of a watch. Raises KubectlError, ApiError."""
    if kubectl.flags["sort-by"]:
        yield Err(SORTED)
    printer = outputs.printer(kubectl)
    request = _only(asking.plan(kubectl))
    if printer is None:
        shown: _Tables | _Objects = _Tables(kubectl, request)
    else:
        shown = _Objects(kubectl, request, printer)
    body = asking.answer(kubectl, request, shown.accept)
    if not kubectl.flags["watch-only"]:
        yield from shown.first(body)
    # A list is followed from its version on; of one object the watch tells first
    # what it is, which has been told already.
    version = "0" if request.name else str(body["metadata"]["resourceVersion"])
    skip = bool(request.name)
    for event in _events(kubectl, request, shown.accept, version):
        if skip:
            skip = False
            continue
        yield from shown.event(event)


def _only(plan: asking.Plan) -> Request:
    if len(plan.requests) != 1:
        raise KubectlError(ONE_RESOURCE)
    return plan.requests[0]


def _events(
    kubectl: Kubectl, request: Request, accept: str, version: str
) -> Iterator[Doc]:
    asked: dict[str, str] = asking.query(kubectl)
    if request.name:
        asked = {"fieldSelector": f"metadata.name={request.name}"}
    path = request.resource.path(request.namespace)
    for event in kubectl.client.events(path, accept, resourceVersion=version, **asked):
        kubectl.session.check()
        if event["type"] == "ERROR":
            raise ApiError(event["object"])
        if event["type"] != "BOOKMARK":
            yield event


class _Tables:
    """Rows of a table whose columns never get narrower."""

    accept = TABLE

    def __init__(self, kubectl: Kubectl, request: Request) -> None:
        with_events = kubectl.flags["output-watch-events"]
        self.printer = tables.Printer(
            kubectl, request.resource, kubectl.flags["show-kind"], with_events
        )

    def first(self, body: Doc) -> Iterator[str]:
        yield from self._text(body, "ADDED")

    def event(self, event: Doc) -> Iterator[str]:
        yield from self._text(event["object"], event["type"])

    def _text(self, body: Doc, event: str) -> Iterator[str]:
        lines = "".join(self.printer.lines(body, event))
        if lines:
            yield self.printer.text(lines)


class _Objects:
    """Whole objects, one after the other."""

    accept = JSON

    def __init__(self, kubectl: Kubectl, request: Request, printer: outputs.Printer):
        self.kubectl = kubectl
        self.request = request
        self.printer = printer

    def first(self, body: Doc) -> Iterator[str]:
        for item in asking.objects(self.request, body):
            yield self.printer.text(self._wrapped("ADDED", item))

    def event(self, event: Doc) -> Iterator[str]:
        yield self.printer.text(self._wrapped(event["type"], event["object"]))

    def _wrapped(self, event: str, body: Any) -> Doc:
        if self.kubectl.flags["output-watch-events"]:
            return {"type": event, "object": outputs.bared(body)}
        return dict(body)

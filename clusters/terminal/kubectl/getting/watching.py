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

ONE_TYPE = "you may only specify a single resource type"
ONE_AT_A_TIME = "you may only watch a single resource or type of resource at a time"
SORTED = "warning: --watch requested, --sort-by will be ignored\n"


def watched(kubectl: Kubectl) -> Iterator[str]:
    """The output of a watch. Raises KubectlError, ApiError."""
    if kubectl.flags["sort-by"]:
        yield Err(SORTED)
    printer = outputs.printer(kubectl)
    requests = asking.plan(kubectl).requests
    if len({request.resource for request in requests}) != 1:
        raise KubectlError(ONE_TYPE)
    request = requests[0]
    shown: _Tables | _Objects
    if printer is None:
        shown = _Tables(kubectl, request)
    else:
        shown = _Objects(kubectl, request, printer)
    bodies = [asking.answer(kubectl, one, shown.accept) for one in requests]
    if not kubectl.flags["watch-only"]:
        yield from shown.first(bodies)
    if len(requests) > 1:
        raise KubectlError(ONE_AT_A_TIME)
    (body,) = bodies
    # A list is followed from its version on; of one object the watch tells first
    # what it is, which has been told already.
    version = "0" if request.name else str(body["metadata"]["resourceVersion"])
    skip = bool(request.name)
    for event in _events(kubectl, request, shown.accept, version):
        if skip:
            skip = False
            continue
        yield from shown.event(event)


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

    def first(self, bodies: list[Doc]) -> Iterator[str]:
        lines = (line for body in bodies for line in self.printer.lines(body, "ADDED"))
        yield from self._laid_out("".join(lines))

    def event(self, event: Doc) -> Iterator[str]:
        lines = self.printer.lines(event["object"], event["type"])
        yield from self._laid_out("".join(lines))

    def _laid_out(self, lines: str) -> Iterator[str]:
        if lines:
            yield self.printer.text(lines)


class _Objects:
    """Whole objects, one after the other."""

    accept = JSON

    def __init__(
        self, kubectl: Kubectl, request: Request, printer: outputs.Printer
    ) -> None:
        self.kubectl = kubectl
        self.request = request
        self.printer = printer

    def first(self, bodies: list[Doc]) -> Iterator[str]:
        items = (one for body in bodies for one in asking.objects(self.request, body))
        for item in items:
            yield self.printer.text(self._wrapped("ADDED", item))

    def event(self, event: Doc) -> Iterator[str]:
        yield self.printer.text(self._wrapped(event["type"], event["object"]))

    def _wrapped(self, event: str, body: Any) -> Doc:
        if self.kubectl.flags["output-watch-events"]:
            return {"type": event, "object": outputs.bared(body)}
        return dict(body)

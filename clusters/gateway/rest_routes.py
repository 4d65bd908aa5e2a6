"""Which REST operation a method and a raw path mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from botocore.model import OperationModel, ServiceModel


class Route(NamedTuple):
    """A service's `requestUri` template, taken apart."""

    method: str
    segments: tuple[str, ...]
    operation: str


class Match(NamedTuple):
    operation: OperationModel
    labels: dict[str, str]


@dataclass(frozen=True)
class Routes:
    """All routes of a service, the ones with more fixed words first."""

    service: ServiceModel
    routes: tuple[Route, ...]

    def find(self, method: str, raw_path: str) -> Match | None:
        """The operation, and its path labels percent-decoded."""
        segments = tuple(raw_path.strip("/").split("/"))
        for route in self.routes:
            if route.method == method:
                labels = _labels(route.segments, segments)
                if labels is not None:
                    operation = self.service.operation_model(route.operation)
                    return Match(operation, labels)
        return None


def routes(service: ServiceModel) -> Routes:
    """The routes of a REST service's model."""
    found = [_route(service, str(name)) for name in service.operation_names]
    return Routes(service, tuple(sorted(found, key=_fixed_words_first)))


def _route(service: ServiceModel, operation: str) -> Route:
    http = service.operation_model(operation).http
    path = http["requestUri"].partition("?")[0]
    return Route(http["method"], tuple(path.strip("/").split("/")), operation)


def _fixed_words_first(route: Route) -> tuple[int, list[bool], str]:
    labels = [segment.startswith("{") for segment in route.segments]
    return -len(labels), labels, route.operation


def _labels(
    template: tuple[str, ...], segments: tuple[str, ...]
) -> dict[str, str] | None:
    greedy = template[-1].endswith("+}")
    if greedy and len(segments) > len(template):
        end = len(template) - 1
        segments = (*segments[:end], "/".join(segments[end:]))
    if len(segments) != len(template):
        return None
    return _matched(zip(template, segments, strict=True))


def _matched(pairs: Iterable[tuple[str, str]]) -> dict[str, str] | None:
    labels = {}
    for wanted, segment in pairs:
        if wanted.startswith("{"):
            if not segment:
                return None
            labels[wanted.strip("{}+")] = unquote(segment)
        elif wanted != segment:
            return None
    return labels

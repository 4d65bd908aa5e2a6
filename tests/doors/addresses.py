"""Every address that the console has, read from its own list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

from clusters.console.urls import urlpatterns as console
from clusters.terminal.urls import urlpatterns as terminal

UNKNOWN = "bcdfghjkmn"
EXAMPLES = {
    "step": "name",
    "resource": "namespaces",
    "namespace": "-",
    "item": "default",
    "kind": "token",
    "revision": "100",
    "act": "delete",
    "role": "eksClusterRole",
    "group": "web",
    "instance": "i-0",
    "stack": "one",
}
"""What stands in a place that addresses leave open. A new one needs a line here."""
OWN_EXAMPLES = {
    "run-step": {"step": "create-cluster"},
    "template": {"name": "eks-vpc.yaml"},
}
QUERIES = {
    "live-poll": "?version=0&panel=clock&panel=cluster-table&after=0",
    "live-stream": "?version=0&panel=clock&panel=cluster-table&after=0",
    "event-object": "?kind=Namespace&name=default",
}


@dataclass(frozen=True)
class Address:
    """A name and a route: `s/<sandbox>/cluster/<name>/nodes/`."""

    name: str
    route: str

    @property
    def in_sandbox(self) -> bool:
        return "<sandbox>" in self.route

    def path(self, sandbox: str = UNKNOWN, cluster: str = "demo") -> str:
        values = {**EXAMPLES, "sandbox": sandbox, "name": cluster}
        values |= OWN_EXAMPLES.get(self.name, {})
        filled = re.sub(r"<(\w+)>", lambda found: values[found[1]], self.route)
        return f"/{filled}{QUERIES.get(self.name, '')}"


def _walked(patterns: Any, before: str = "") -> Iterator[Address]:
    for one in patterns:
        route = before + re.sub(r"<\w+:(\w+)>", r"<\1>", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from _walked(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield Address(str(one.name), route)


UNMADE = ("nodegroup", "instance", "stack")
"""Pages of things that the example sandbox has none of; the cast tries them elsewhere,
in the tests of the pages."""
ALL = tuple(_walked([*terminal, *console]))
IN_SANDBOX = tuple(address for address in ALL if address.in_sandbox)

"""One authenticated request to a cluster's API."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from clusters.apiserver.asgi import Receive, Scope
from clusters.apiserver.clusters_here import Cluster
from clusters.apiserver.paths import Target
from clusters.sim.commands import User
from clusters.sim.kube import rbac
from clusters.sim.kube.errors import UnknownPath
from clusters.sim.kube.kind import Kind, kinds
from clusters.sim.kube.reading import Moment

MANAGER_LENGTH = 128
TRUE = ("1", "t", "T", "true", "TRUE", "True")


@dataclass(frozen=True, slots=True)
class Call:
    """Who asks what of which cluster, and when."""

    scope: Scope
    receive: Receive
    target: Target
    cluster: Cluster
    user: User
    query: dict[str, str]
    at: Moment

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def version(self) -> str:
        """The minor version of the cluster's API: "1.35"."""
        return self.cluster.version

    @property
    def endpoint(self) -> str:
        """The path of the cluster's endpoint."""
        return f"/k8s/{self.target.region}/{self.target.cluster}"

    @property
    def program(self) -> str:
        """What the client calls itself: the first word of its User-Agent."""
        return header(self.scope, b"user-agent").partition("/")[0] or "unknown"

    @property
    def manager(self) -> str:
        """Who is noted as the manager of the fields that this request writes."""
        return self.query.get("fieldManager") or self.program[:MANAGER_LENGTH]

    def flag(self, name: str) -> bool:
        """Whether a parameter says yes."""
        return self.query.get(name) in TRUE

    def check(self, request: rbac.Request) -> None:
        """Refuse what this user may not do."""
        rbac.check(self.cluster.world, self.cluster.id, self.user, request)


def header(scope: Scope, name: bytes) -> str:
    """A header's value, the first when there are several."""
    for known, value in scope["headers"]:
        if known == name:
            return str(value.decode("latin-1"))
    return ""


def headers(scope: Scope, name: bytes) -> list[str]:
    """All values of a header."""
    return [v.decode("latin-1") for known, v in scope["headers"] if known == name]


def query(scope: Scope) -> dict[str, str]:
    """The URL's parameters; of one that is given twice, the first counts."""
    text = scope["query_string"]
    if not text:
        return {}
    pairs = parse_qsl(text.decode("latin-1"), keep_blank_values=True)
    return dict(reversed(pairs))


def kind_at(call: Call) -> Kind:
    """The kind that the request's path names. Raises UnknownPath."""
    place = call.target.place
    assert place is not None
    group = f".{place.group}" if place.group else ""
    kind = kinds.get(place.resource + group)
    if kind is None or kind.version != place.version:
        raise UnknownPath
    return kind

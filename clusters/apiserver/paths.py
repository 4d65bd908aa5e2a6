"""What a URL below a cluster's endpoint asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Place:
    """A resource in the API: `/apis/apps/v1/namespaces/default/deployments/web/scale`."""

    group: str
    version: str
    resource: str
    namespace: str = ""
    name: str = ""
    subresource: str = ""
    beyond: tuple[str, ...] = ()

    @property
    def group_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the cluster, and the path below its endpoint."""

    region: str
    cluster: str
    path: str
    parts: tuple[str, ...]
    place: Place | None


@lru_cache(maxsize=4096)
def target(raw_path: bytes) -> Target | None:
    """The target of `/k8s/<region>/<cluster id>/…`; None for any other path.

    Takes the raw path: a name may hold an encoded slash.
    """
    pieces = raw_path.decode("latin-1").split("/")
    if len(pieces) < 4 or pieces[:2] != ["", "k8s"]:  # noqa: PLR2004 /k8s/region/id
        return None
    raw = pieces[4:]
    parts = tuple(unquote(piece) for piece in raw if piece)[:DEEPEST]
    return Target(pieces[2], pieces[3], "/" + "/".join(parts), parts, _place(parts))


def _place(parts: tuple[str, ...]) -> Place | None:
    match parts:
        case ("api", version, *rest) if rest:
            return _below("", version, tuple(rest))
        case ("apis", group, version, *rest) if rest:
            return _below(group, version, tuple(rest))
        case _:
            return None


def _below(group: str, version: str, rest: tuple[str, ...]) -> Place:
    """`namespaces/x` is the namespace itself; with a resource behind it, its scope.

    What is said of a namespace itself is said in that namespace, as far as rights go.
    """
    match rest:
        case ("namespaces", name, "status" | "finalize" as subresource) if not group:
            return Place(group, version, "namespaces", name, name, subresource)
        case ("namespaces", name) if not group:
            return Place(group, version, "namespaces", name, name)
        case ("namespaces", namespace, resource, *more):
            return _named(group, version, resource, namespace, tuple(more))
        case _:
            return _named(group, version, rest[0], "", rest[1:])


def _named(
    group: str, version: str, resource: str, namespace: str, more: tuple[str, ...]
) -> Place:
    name, subresource, *beyond = (*more, "", "")[: max(2, len(more))]
    return Place(group, version, resource, namespace, name, subresource, tuple(beyond))

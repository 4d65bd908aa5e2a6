"""What the API offers, and what people call it: `deploy`, `deployments.apps`, `po`."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from clusters.terminal.kubectl.client import Client, Doc
from clusters.terminal.kubectl.errors import KubectlError

DISCOVERY = (
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json"
)
KEPT_SECONDS = 600.0
KEPT = 200


@dataclass(frozen=True)
class Resource:
    """One kind of object, as discovery tells of it."""

    name: str
    singular: str
    kind: str
    group: str
    version: str
    namespaced: bool
    short: tuple[str, ...]
    verbs: tuple[str, ...]
    categories: tuple[str, ...]
    subresources: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """`deployments.apps`; `pods`."""
        return f"{self.name}.{self.group}" if self.group else self.name

    @property
    def titled(self) -> str:
        """What stands before an object's name: `deployment.apps`, `pod`."""
        low = self.kind.lower()
        return f"{low}.{self.group}" if self.group else low

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    def path(self, namespace: str = "", name: str = "", below: str = "") -> str:
        """The path of the collection, of one object, or of a subresource."""
        base = f"/apis/{self.group}/{self.version}" if self.group else "/api/v1"
        space = f"/namespaces/{namespace}" if self.namespaced and namespace else ""
        end = f"/{name}" if name else ""
        return f"{base}{space}/{self.name}{end}{f'/{below}' if below else ''}"


_known: OrderedDict[tuple[str, str], tuple[float, tuple[Resource, ...]]] = OrderedDict()


def offered(client: Client) -> tuple[Resource, ...]:
    """All resources in the order of discovery, kept for a while for each server."""
    place = (client.chosen.server, client.session.sandbox)
    here = time.monotonic()
    known = _known.get(place)
    if known is None or here - known[0] > KEPT_SECONDS:
        found = (*_listed(client, "/api"), *_listed(client, "/apis"))
        known = _known[place] = here, tuple(found)
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return known[1]


def _listed(client: Client, path: str) -> Iterator[Resource]:
    for group in client.get(path, DISCOVERY)["items"]:
        for version in group["versions"][:1]:
            for entry in version["resources"]:
                name = group["metadata"].get("name", "")
                yield _resource(name, version["version"], entry)


def _resource(group: str, version: str, entry: Doc) -> Resource:
    below = (sub["subresource"] for sub in entry.get("subresources") or ())
    return Resource(
        name=entry["resource"],
        singular=entry.get("singularResource", ""),
        kind=entry["responseKind"]["kind"],
        group=group,
        version=version,
        namespaced=entry["scope"] == "Namespaced",
        short=tuple(entry.get("shortNames") or ()),
        verbs=tuple(entry.get("verbs") or ()),
        categories=tuple(entry.get("categories") or ()),
        subresources=tuple(below),
    )


def find(client: Client, word: str) -> Resource | None:
    """The resource of a name: plural, singular, short or kind, with group or without."""
    name, _, group = word.lower().partition(".")
    for resource in offered(client):
        names = (resource.name, resource.singular, resource.kind.lower())
        if name not in names and name not in resource.short:
            continue
        if _in_group(resource, group):
            if name in resource.short and not group:
                _warn_of_others(client, resource, name)
            return resource
    return None


def _warn_of_others(client: Client, chosen: Resource, short: str) -> None:
    """A short name that several resources have means the first; kubectl says so."""
    for other in offered(client):
        if short in other.short and other != chosen:
            text = (
                f'short name "{short}" could also match lower priority resource '
                f"{other.full}"
            )
            if text not in client.warnings:
                client.warnings.append(text)


def _in_group(resource: Resource, group: str) -> bool:
    """Whether `apps`, `v1.apps` or the beginning of a group's name means this one."""
    if not group:
        return True
    versioned = f"{resource.version}.{resource.group}"
    return resource.group.startswith(group) or versioned == group


def named(client: Client, words: str) -> list[Resource]:
    """The resources of `pods,svc` or of a category as `all`. Raises KubectlError."""
    found: list[Resource] = []
    for word in words.split(","):
        within = [r for r in offered(client) if word in r.categories]
        one = find(client, word)
        if one is None and not within:
            told = word.partition(".")[0]
            raise KubectlError(f'the server doesn\'t have a resource type "{told}"')
        found += within or ([one] if one else [])
    return found


def of_kind(client: Client, api_version: str, kind: str) -> Resource | None:
    """The resource of an object's apiVersion and kind."""
    for resource in offered(client):
        if resource.kind == kind and resource.api_version == api_version:
            return resource
    return None

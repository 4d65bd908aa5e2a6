"""What the API offers: the legacy and the aggregated discovery documents."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any, NamedTuple

from clusters.apiserver.answers import json_answer, text_answer
from clusters.apiserver.asgi import Answer
from clusters.apiserver.negotiation import JSON_RANGES, ranges
from clusters.sim.kube.kind import Kind, Subresource, kinds
from clusters.sim.kube.wire import encoded

GROUPS = (
    "", "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io",
    "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io",
    "networking.k8s.io", "policy", "rbac.authorization.k8s.io", "storage.k8s.io",
    "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io",
    "coordination.k8s.io", "node.k8s.io", "discovery.k8s.io",
    "flowcontrol.apiserver.k8s.io",
)  # fmt: skip
"""The order in which groups are offered; kubectl prefers a kind's first."""

AGGREGATED = "apidiscovery.k8s.io"
SPOKEN = ("v2", "v2beta1")
Document = dict[str, Any]


class Body(NamedTuple):
    """A discovery document that does not change, and its ETag."""

    body: bytes
    etag: bytes


@cache
def offered() -> dict[str, dict[str, list[Kind]]]:
    """Kinds by group and version, in the order of offering."""
    found: dict[str, dict[str, list[Kind]]] = {}
    for name in kinds:
        kind = kinds[name]
        found.setdefault(kind.group, {}).setdefault(kind.version, []).append(kind)
    for versions in found.values():
        for listed in versions.values():
            listed.sort(key=lambda kind: kind.plural)
    known = {group: place for place, group in enumerate(GROUPS)}
    order = sorted(found, key=lambda group: (known.get(group, len(known)), group))
    return {group: dict(sorted(found[group].items(), reverse=True)) for group in order}


def root(path: str, accept: str, known_etag: str, host: str) -> Answer:
    """`/api` or `/apis`, in the first form that the client asks for."""
    for media, parameters in ranges(accept):
        version = parameters.get("v", "")
        asked = (parameters.get("g"), parameters.get("as"))
        if asked == (AGGREGATED, "APIGroupDiscoveryList") and version in SPOKEN:
            return _aggregated(path, version, known_etag)
        if media in JSON_RANGES:
            break
    if path == "/api":
        return json_answer(_versions(host))
    groups = [_group(group) for group in offered() if group]
    return json_answer({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})


def group(name: str) -> Answer:
    """`/apis/<group>`."""
    if not name or name not in offered():
        return text_answer("404 page not found\n", 404)
    return json_answer({"kind": "APIGroup", "apiVersion": "v1", **_group(name)})


def resources(group: str, version: str) -> Answer:
    """`/api/v1` or `/apis/<group>/<version>`."""
    listed = offered().get(group, {}).get(version)
    if listed is None:
        return text_answer("404 page not found\n", 404)
    return Answer(_resources(group, version))


def _aggregated(path: str, version: str, known_etag: str) -> Answer:
    found = _discovery_list(path, version)
    headers = (
        (b"etag", found.etag),
        (b"vary", b"Accept"),
        (b"cache-control", b"public"),
    )
    if known_etag == found.etag.decode():
        return Answer(b"", 304, headers=headers)
    media = f"application/json;g={AGGREGATED};v={version};as=APIGroupDiscoveryList"
    return Answer(found.body, 200, media, headers)


@cache
def _discovery_list(path: str, version: str) -> Body:
    document = {
        "kind": "APIGroupDiscoveryList",
        "apiVersion": f"{AGGREGATED}/{version}",
        "metadata": {},
        "items": [
            {
                "metadata": {"name": group, "creationTimestamp": None},
                "versions": [
                    {
                        "version": name,
                        "resources": [_discovered(kind) for kind in listed],
                        "freshness": "Current",
                    }
                    for name, listed in versions.items()
                ],
            }
            for group, versions in offered().items()
            if (path == "/api") == (group == "")
        ],
    }
    body = encoded(document)
    return Body(body, f'"{hash_of(body.decode())}"'.encode())


def hash_of(text: str) -> str:
    """A hash as the API server writes them: SHA-512 in upper-case hex."""
    return hashlib.sha512(text.encode()).hexdigest().upper()


def _discovered(kind: Kind) -> Document:
    out: Document = {
        "resource": kind.plural,
        "responseKind": _response_kind(kind.group, kind.version, kind.kind),
        "scope": "Namespaced" if kind.namespaced else "Cluster",
        "singularResource": kind.singular_name,
        "verbs": sorted(kind.verbs),
        **_called(kind),
    }
    below = [
        {
            "subresource": name,
            "responseKind": _response_kind(*_served_as(kind, sub), sub.kind),
            "verbs": sorted(sub.verbs),
        }
        for name, sub in sorted(kind.subresources.items())
    ]
    return {**out, "subresources": below} if below else out


def _response_kind(group: str, version: str, kind: str) -> Document:
    return {"group": group, "version": version, "kind": kind}


def _served_as(kind: Kind, sub: Subresource) -> tuple[str, str]:
    """The group and version of a subresource's own kind: the resource's, or another."""
    return (sub.group, sub.version) if sub.version else (kind.group, kind.version)


def _called(kind: Kind) -> Document:
    out: Document = {}
    if kind.short_names:
        out["shortNames"] = list(kind.short_names)
    if kind.categories:
        out["categories"] = list(kind.categories)
    return out


def _versions(host: str) -> Document:
    reached = [{"clientCIDR": "0.0.0.0/0", "serverAddress": host}]
    return {
        "kind": "APIVersions",
        "versions": list(offered().get("", {})),
        "serverAddressByClientCIDRs": reached,
    }


def _group(name: str) -> Document:
    versions = [
        {"groupVersion": f"{name}/{version}", "version": version}
        for version in offered()[name]
    ]
    return {"name": name, "versions": versions, "preferredVersion": versions[0]}


@cache
def _resources(group: str, version: str) -> bytes:
    listed = [
        entry
        for kind in offered()[group][version]
        for entry in (_resource(kind), *_subresources(kind))
    ]
    return encoded(
        {
            "kind": "APIResourceList",
            "apiVersion": "v1",
            "groupVersion": f"{group}/{version}" if group else version,
            "resources": listed,
        }
    )


def _resource(kind: Kind) -> Document:
    out: Document = {
        "name": kind.plural,
        "singularName": kind.singular_name,
        "namespaced": kind.namespaced,
        "kind": kind.kind,
        "verbs": sorted(kind.verbs),
        **_called(kind),
    }
    if "list" in kind.verbs:
        stored = f"{kind.group}/{kind.version}/{kind.kind}".encode()
        digest = hashlib.sha256(stored).digest()[:8]
        out["storageVersionHash"] = base64.b64encode(digest).decode()
    return out


def _subresources(kind: Kind) -> list[Document]:
    return [
        {
            "name": f"{kind.plural}/{name}",
            "singularName": "",
            "namespaced": kind.namespaced,
            **({"group": sub.group, "version": sub.version} if sub.version else {}),
            "kind": sub.kind,
            "verbs": sorted(sub.verbs),
        }
        for name, sub in sorted(kind.subresources.items())
    ]

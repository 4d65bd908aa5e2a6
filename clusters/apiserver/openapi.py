"""Serves the published OpenAPI documents, byte for byte."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from clusters.apiserver.answers import json_answer, takes_gzip, text_answer
from clusters.apiserver.asgi import JSON, Answer, Scope
from clusters.apiserver.discovery import offered
from clusters.apiserver.negotiation import ranges
from clusters.callers.wall import now
from clusters.sim.kube import openapi

V2_ASKED = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"
V2_ANSWERED = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
V2_EMPTY = bytes.fromhex("0a03322e30")
"""A document that says no more than swagger "2.0": enough for kubectl 1.27 and 1.28."""


def index(version: str) -> Answer:
    """`/openapi/v3`: where each group version's document is, by its hash.

    Clients put the path of the cluster's endpoint before these addresses themselves.
    """
    paths = {
        path: {"serverRelativeURL": _address(version, path)}
        for path in _served(version)
    }
    return json_answer({"paths": paths})


def document(
    version: str, path: str, asked_hash: str, endpoint: str, scope: Scope
) -> Answer:
    """`/openapi/v3/apis/apps/v1`; with a stale hash, the way to the right one."""
    if path not in _served(version):
        return text_answer("404 page not found\n", 404)
    known = openapi.published(version)[path]
    if asked_hash and asked_hash != known.hash:
        right = endpoint + _address(version, path)
        location = (b"location", right.encode())
        return Answer(b"", 301, headers=(location,))
    headers = [(b"etag", f'"{known.hash}"'.encode()), (b"vary", b"Accept")]
    if asked_hash:
        expires = datetime.fromtimestamp(now(), UTC) + timedelta(days=365)
        headers += [
            (b"cache-control", b"public, immutable"),
            (b"expires", format_datetime(expires, usegmt=True).encode()),
        ]
    body = openapi.gzipped(version, path)
    if takes_gzip(scope):
        headers.append((b"content-encoding", b"gzip"))
    else:
        body = gzip.decompress(body)
    return Answer(body, 200, JSON, tuple(headers))


def old(accept: str, version: str) -> Answer:
    """`/openapi/v2`: an empty document, after which clients go on to version 3."""
    if any(media == V2_ASKED for media, _ in ranges(accept)):
        return Answer(V2_EMPTY, 200, V2_ANSWERED)
    info = {"title": "Kubernetes", "version": version}
    return json_answer({"swagger": "2.0", "info": info, "paths": {}, "definitions": {}})


def _served(version: str) -> list[str]:
    """The paths of what is both published and offered here."""
    ours = {
        openapi.path(f"{group}/{name}" if group else name)
        for group, versions in offered().items()
        for name in versions
    }
    return [path for path in openapi.published(version) if path in ours]


def _address(version: str, path: str) -> str:
    return f"/openapi/v3/{path}?hash={openapi.published(version)[path].hash}"

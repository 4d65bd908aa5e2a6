"""The published schemas, served as they are."""

from __future__ import annotations

import gzip
import hashlib
import json

V2_ACCEPT = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"


async def address(door, path):
    index = (await door.ask("GET", "/openapi/v3")).json()["paths"]
    return index[path]["serverRelativeURL"]


async def test_the_index_lists_what_is_served_here(door):
    paths = (await door.ask("GET", "/openapi/v3")).json()["paths"]
    assert {"api/v1", "apis/apps/v1"} <= set(paths)
    assert "apis/storage.k8s.io/v1alpha1" not in paths


async def test_a_document_comes_compressed_and_for_ever(door):
    url = await address(door, "apis/apps/v1")
    reply = await door.ask("GET", url, accept_encoding="gzip")
    body = gzip.decompress(reply.body)
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.headers["cache-control"] == "public, immutable"
    assert hashlib.sha512(body).hexdigest().upper() in url
    assert "io.k8s.api.apps.v1.Deployment" in json.loads(body)["components"]["schemas"]


async def test_who_cannot_unpack_gets_it_plain(door):
    reply = await door.ask("GET", await address(door, "apis/apps/v1"))
    assert "content-encoding" not in reply.headers
    assert reply.json()["openapi"] == "3.0.0"


async def test_a_stale_hash_leads_to_the_right_one(door):
    url = await address(door, "apis/apps/v1")
    reply = await door.ask("GET", "/openapi/v3/apis/apps/v1?hash=OLD")
    assert reply.status == 301
    assert reply.headers["location"] == f"/k8s/us-west-2/{door.cluster}{url}"


async def test_what_is_not_served_has_no_document(door):
    assert (await door.ask("GET", "/openapi/v3/apis/nope/v1")).status == 404


async def test_old_kubectls_are_content_with_five_bytes(door):
    reply = await door.ask("GET", "/openapi/v2", accept=V2_ACCEPT)
    assert reply.body == bytes.fromhex("0a03322e30")
    assert reply.headers["content-type"] == (
        "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
    )
    assert (await door.ask("GET", "/openapi/v2")).json()["swagger"] == "2.0"

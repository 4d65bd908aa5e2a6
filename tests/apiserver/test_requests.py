"""Requests through the whole door: forms, refusals, headers, odd input."""

from __future__ import annotations

import gzip
import json

import pytest
import yaml

from clusters.apiserver import rate
from tests.apiserver.door import CONFIG_MAPS, DEPLOYMENTS, deployment

TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"
PARTIAL = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"
STRATEGIC = "application/strategic-merge-patch+json"
MERGE = "application/merge-patch+json"


async def test_an_object_is_made_read_changed_and_deleted(door):
    made = await door.ask("POST", CONFIG_MAPS, door.config_map("life", a="1"))
    assert made.status == 201
    path = f"{CONFIG_MAPS}/life"
    assert (await door.ask("GET", path)).json() == made.json()
    body = {**made.json(), "data": {"a": "2"}}
    changed = await door.ask("PUT", path, body)
    assert changed.json()["data"] == {"a": "2"}
    gone = await door.ask("DELETE", path)
    assert gone.json()["status"] == "Success"
    missing = await door.ask("GET", path)
    assert missing.status == 404
    assert missing.json() == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": 'configmaps "life" not found',
        "reason": "NotFound",
        "details": {"name": "life", "kind": "configmaps"},
        "code": 404,
    }


async def test_a_deployment_gets_a_replica_set(door):
    made = await door.ask("POST", DEPLOYMENTS, deployment("web"))
    assert made.status == 201
    sets = await door.ask(
        "GET", "/apis/apps/v1/namespaces/default/replicasets?labelSelector=app%3Dweb"
    )
    (found,) = sets.json()["items"]
    assert found["metadata"]["ownerReferences"][0]["name"] == "web"


async def test_lists_answer_even_when_they_are_empty(door):
    body = (await door.ask("GET", "/api/v1/namespaces/none/pods")).json()
    assert body["kind"] == "PodList"
    assert body["items"] == []
    assert body["metadata"]["resourceVersion"].isdigit()


async def test_lists_come_page_by_page(door):
    for name in ("page-a", "page-b", "page-c"):
        await door.ask("POST", CONFIG_MAPS, door.config_map(name))
    first = (await door.ask("GET", f"{CONFIG_MAPS}?limit=2")).json()
    token = first["metadata"]["continue"]
    rest = (await door.ask("GET", f"{CONFIG_MAPS}?limit=50&continue={token}")).json()
    names = [item["metadata"]["name"] for item in (*first["items"], *rest["items"])]
    assert names == sorted(set(names))
    assert {"page-a", "page-b", "page-c"} <= set(names)


async def test_a_table_has_columns_and_rows(door):
    body = (await door.ask("GET", "/api/v1/namespaces", accept=TABLE)).json()
    assert body["kind"] == "Table"
    names = [column["name"] for column in body["columnDefinitions"]]
    assert names == ["Name", "Status", "Age"]
    assert body["rows"][0]["cells"][:2] == ["default", "Active"]
    assert body["rows"][0]["object"]["kind"] == "PartialObjectMetadata"


async def test_one_object_is_a_table_too(door):
    path = "/api/v1/namespaces/default?includeObject=None"
    body = (await door.ask("GET", path, accept=TABLE)).json()
    assert [row["cells"][0] for row in body["rows"]] == ["default"]
    assert "object" not in body["rows"][0]


async def test_metadata_alone_can_be_asked_for(door):
    one = await door.ask("GET", "/api/v1/namespaces/default", accept=PARTIAL)
    assert one.json()["kind"] == "PartialObjectMetadata"
    assert "spec" not in one.json()
    many = await door.ask("GET", "/api/v1/namespaces", accept=PARTIAL)
    assert many.json()["kind"] == "PartialObjectMetadataList"


async def test_yaml_goes_in_and_comes_out(door):
    body = yaml.safe_dump(door.config_map("from-yaml", a="1")).encode()
    made = await door.ask(
        "POST",
        CONFIG_MAPS,
        body,
        content_type="application/yaml",
        accept="application/yaml",
    )
    assert made.status == 201
    assert made.headers["content-type"] == "application/yaml"
    path = f"{CONFIG_MAPS}/from-yaml"
    read = await door.ask("GET", path, accept="application/yaml")
    assert yaml.safe_load(read.body)["data"] == {"a": "1"}


async def test_the_scale_of_a_deployment_is_read_and_patched(door):
    await door.ask("POST", DEPLOYMENTS, deployment("scaled"))
    path = f"{DEPLOYMENTS}/scaled/scale"
    body = (await door.ask("GET", path)).json()
    assert (body["kind"], body["spec"]) == ("Scale", {"replicas": 1})
    patch = {"spec": {"replicas": 4}}
    await door.ask("PATCH", path, patch, content_type=MERGE)
    assert (await door.ask("GET", path)).json()["spec"] == {"replicas": 4}


async def test_unknown_fields_are_warned_about_or_refused(door):
    body = deployment("typo", replica=2)
    warned = await door.ask("POST", DEPLOYMENTS, body)
    assert warned.status == 201
    assert warned.warnings == ['299 - "unknown field \\"spec.replica\\""']
    strict = f"{DEPLOYMENTS}?fieldValidation=Strict"
    refused = await door.ask("POST", strict, deployment("typo-2", replica=2))
    assert (refused.status, refused.message) == (
        400,
        (
            'Deployment in version "v1" cannot be handled as a Deployment: strict '
            'decoding error: unknown field "spec.replica"'
        ),
    )


async def test_repeated_fields_are_found_in_the_bytes(door):
    body = b'{"metadata":{"name":"x","name":"twice"},"data":{}}'
    refused = await door.ask("POST", f"{CONFIG_MAPS}?fieldValidation=Strict", body)
    assert refused.message.endswith(
        'strict decoding error: duplicate field "metadata.name"'
    )


async def test_delete_options_are_typed(door):
    path = f"{CONFIG_MAPS}/none"
    refused = await door.ask("DELETE", path, {"preconditions": "x"})
    assert refused.status == 400
    assert refused.message == (
        'DeleteOptions in version "v1" cannot be handled as a DeleteOptions: json: '
        "cannot unmarshal string into Go struct field DeleteOptions.preconditions of "
        "type v1.Preconditions"
    )


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        ("GET", "/api/v1/namespaces/default/podz", 404, "could not find the requested"),
        ("GET", "/apis/apps/v9/deployments", 404, "could not find the requested"),
        ("GET", f"{DEPLOYMENTS}/web/nope", 404, "could not find the requested"),
        ("GET", f"{DEPLOYMENTS}/web/scale/x", 404, "could not find the requested"),
        ("POST", f"{CONFIG_MAPS}/a", 405, "does not allow this method"),
        ("PUT", CONFIG_MAPS, 405, "does not allow this method"),
        ("PATCH", CONFIG_MAPS, 405, "does not allow this method"),
        ("TRACE", CONFIG_MAPS, 405, "does not allow this method"),
        ("POST", "/version", 405, "does not allow this method"),
        ("GET", f"{CONFIG_MAPS}?labelSelector=%3D%3D", 400, "found '==', expected"),
        ("GET", f"{CONFIG_MAPS}?fieldSelector=spec.x%3D1", 400, "not supported"),
        ("GET", f"{CONFIG_MAPS}?resourceVersion=x", 400, "strconv.ParseUint"),
        ("GET", f"{CONFIG_MAPS}?resourceVersion=99999999", 504, "Too large resource"),
        ("GET", f"{CONFIG_MAPS}?limit=x", 400, "strconv.ParseInt"),
        ("GET", f"{CONFIG_MAPS}?continue=%25", 400, "continue key is not valid"),
        ("GET", "/nowhere", 404, "could not find the requested resource"),
        ("GET", "/api/v1/namespaces/%ff%00/pods/%2e%2e", 404, "not found"),
    ],
)
async def test_what_cannot_be_done_is_refused_in_the_apis_words(
    door, method, path, status, text
):
    reply = await door.ask(method, path)
    assert reply.status == status
    assert text in reply.message
    assert reply.json()["code"] == status


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"3", b'"x"', b"{}", b"\xff\xfe", b'{"metadata":[]}'],
)
@pytest.mark.parametrize("path", [CONFIG_MAPS, DEPLOYMENTS])
async def test_odd_bodies_are_the_clients_mistake(door, path, body):
    reply = await door.ask("POST", path, body)
    assert 400 <= reply.status < 500


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"3", b'{"spec":"x"}'])
@pytest.mark.parametrize(
    "media", [MERGE, STRATEGIC, "application/json-patch+json", "application/json"]
)
async def test_odd_patches_are_the_clients_mistake(door, media, body):
    await door.ask("POST", DEPLOYMENTS, deployment("patched"))
    path = f"{DEPLOYMENTS}/patched"
    reply = await door.ask("PATCH", path, body, content_type=media)
    # An empty JSON patch is a patch that does nothing.
    assert 400 <= reply.status < 500 or body == b"[]"


async def test_another_media_type_is_not_read(door):
    reply = await door.ask("POST", CONFIG_MAPS, b"x", content_type="text/html")
    assert reply.status == 415
    patch = await door.ask("PATCH", f"{CONFIG_MAPS}/a", b"{}", content_type="a/b")
    assert patch.status == 415
    assert patch.message.endswith(f"application/json-patch+json, {MERGE}, {STRATEGIC}")


async def test_another_form_is_not_spoken(door):
    reply = await door.ask("GET", CONFIG_MAPS, accept="text/html")
    assert (reply.status, reply.json()["reason"]) == (406, "NotAcceptable")


async def test_a_body_past_the_limit_is_refused(door):
    body = door.config_map("big", a="x" * (3 * 1024 * 1024))
    reply = await door.ask("POST", CONFIG_MAPS, body)
    assert (reply.status, reply.message) == (
        413,
        "Request entity too large: limit is 3145728",
    )


async def test_an_object_past_etcds_limit_is_refused(door):
    body = door.config_map("large", a="x" * (2 * 1024 * 1024))
    reply = await door.ask("POST", CONFIG_MAPS, body)
    assert reply.status >= 400
    assert (await door.ask("GET", f"{CONFIG_MAPS}/large")).status == 404


async def test_answers_carry_the_servers_headers(door):
    one, two = [await door.ask("GET", "/version") for _ in range(2)]
    assert one.headers["audit-id"] != two.headers["audit-id"]
    assert one.headers["cache-control"] == "no-cache, private"
    assert "x-kubernetes-pf-flowschema-uid" in one.headers


async def test_long_answers_are_compressed_for_who_can_unpack_them(door):
    await door.ask("POST", CONFIG_MAPS, door.config_map("long", a="x" * 200_000))
    path = f"{CONFIG_MAPS}/long"
    packed = await door.ask("GET", path, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < 20_000
    plain = await door.ask("GET", path)
    assert json.loads(gzip.decompress(packed.body)) == plain.json()


@pytest.mark.parametrize("below", ["exec", "attach", "portforward"])
async def test_streams_into_a_pod_are_refused_cleanly(door, below):
    path = f"/api/v1/namespaces/default/pods/p/{below}?command=ls"
    reply = await door.ask("POST", path)
    assert (reply.status, reply.message) == (501, f"pods/{below} is not simulated yet")


async def test_a_dry_run_leaves_no_trace(door):
    path = f"{CONFIG_MAPS}?dryRun=All"
    assert (await door.ask("POST", path, door.config_map("dry"))).status == 201
    assert (await door.ask("GET", f"{CONFIG_MAPS}/dry")).status == 404


async def test_a_client_in_a_loop_is_told_to_wait(door, monkeypatch):
    monkeypatch.setattr(rate, "BURST", 0.0)
    monkeypatch.setattr(rate, "PER_SECOND", 0.0)
    monkeypatch.setattr(rate, "_left", {})
    reply = await door.ask("POST", CONFIG_MAPS, door.config_map("eager"))
    assert (reply.status, reply.headers["retry-after"]) == (429, "1")
    assert (await door.ask("GET", CONFIG_MAPS)).status == 200

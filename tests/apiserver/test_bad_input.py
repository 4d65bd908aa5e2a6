"""What a client may send that it should not: the API server's own words, and no trace."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from asgiref.sync import sync_to_async

from clusters import callers, runtime
from clusters.apiserver import rate
from clusters.callers import wall
from clusters.sim import room
from tests.apiserver.door import CONFIG_MAPS, DEPLOYMENTS, deployment

PODS = "/api/v1/namespaces/default/pods"
YAML = {"content_type": "application/yaml"}
MERGE = {"content_type": "application/merge-patch+json"}


@pytest.fixture
def refused(door):
    """Send a write that must be refused without a trace: its status and message."""

    async def ask(method, path, body=None, **headers):
        before = (await now(door)).rv
        reply = await door.ask(method, path, body, **headers)
        assert reply.json()["kind"] == "Status"
        assert reply.json()["status"] == "Failure"
        assert "Traceback" not in reply.message
        assert (await now(door)).rv == before
        return reply.status, reply.message

    return ask


def now(door):
    return sync_to_async(runtime.read, thread_sensitive=False)(door.sandbox.id)


def bomb():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for here, before in zip("bcdefg", "abcdef", strict=True):
        lines.append(f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"a: [", 400, "yaml: line 1"),
        (bomb(), 400, "excessive aliasing"),
        (b"[" * 100_000, 400, "exceeded max depth"),
        (b"!!python/object/apply:os.system [id]", 400, ""),
        (b"", 400, ""),
        (b"\x00", 400, ""),
        (b"a: &a [*a]", 400, ""),
    ],
)
async def test_yaml_is_refused_with_its_line(body, status, told, refused):
    found, said = await refused("POST", CONFIG_MAPS, body, **YAML)

    assert (found, told in said) == (status, True)


@pytest.mark.parametrize(
    ("path", "body", "status", "told"),
    [
        (CONFIG_MAPS, {"kind": "Secret"}, 400, "cannot be handled as a"),
        (CONFIG_MAPS, {"metadata": {"name": "A_b"}}, 422, "RFC 1123 subdomain"),
        (CONFIG_MAPS, {"metadata": {"name": "x" * 254}}, 422, "no more than 253"),
        (CONFIG_MAPS, {"metadata": {"name": ".."}}, 422, "RFC 1123"),
        (CONFIG_MAPS, {"metadata": {"name": 7}}, 400, "cannot unmarshal number"),
        (CONFIG_MAPS, {"metadata": []}, 400, "cannot unmarshal array"),
        (CONFIG_MAPS, {}, 422, "name or generateName is required"),
        (CONFIG_MAPS, {"metadata": {"name": "a", "namespace": "b"}}, 400, "namespace"),
        (DEPLOYMENTS, deployment("a", replicas="two"), 400, "of type int32"),
        (DEPLOYMENTS, deployment("a", replicas=-1), 422, "greater than or equal to 0"),
        (DEPLOYMENTS, deployment("a", selector={}), 422, "selector"),
        ("/apis/apps/v1/namespaces/default/nothings", {}, 404, ""),
        ("/apis/nothing/v1/things", {}, 404, ""),
        (
            "/api/v1/namespaces/nope/configmaps",
            {"metadata": {"name": "a"}},
            404,
            "nope",
        ),
    ],
)
async def test_an_object_is_refused_with_its_field(path, body, status, told, refused):
    found, said = await refused("POST", path, body)

    assert (found, told in said) == (status, True), said


async def test_a_name_that_is_taken_is_refused(door, refused):
    assert (await door.ask("POST", CONFIG_MAPS, door.config_map("twice"))).status == 201

    status, said = await refused("POST", CONFIG_MAPS, door.config_map("twice"))

    assert (status, said) == (409, 'configmaps "twice" already exists')


async def test_two_who_edit_at_once_do_not_overwrite_each_other(door, refused):
    body = door.config_map("edited")
    made = (await door.ask("POST", CONFIG_MAPS, body)).json()
    path = f"{CONFIG_MAPS}/edited"
    first = await door.ask("PUT", path, {**made, "data": {"by": "one"}})
    assert first.status == 200

    status, said = await refused("PUT", path, {**made, "data": {"by": "two"}})

    assert status == 409
    assert "please apply your changes to the latest version and try again" in said


async def test_too_much_is_refused_in_etcds_words(door, refused, monkeypatch):
    containers = [{"name": "a", "image": "x"}]
    pod = {"metadata": {"name": "a"}, "spec": {"containers": containers}}
    full = "etcdserver: mvcc: database space exceeded"
    monkeypatch.setattr(room, "PODS", 0)
    assert (await refused("POST", PODS, pod))[1] == full
    monkeypatch.setattr(room, "BYTES", 1000)
    large = door.config_map("large", a="x" * room.LARGE_OBJECT)
    assert (await refused("POST", CONFIG_MAPS, large))[1] == full
    huge = door.config_map("huge", a="x" * (2 << 20))
    said = (await refused("POST", CONFIG_MAPS, huge))[1]
    assert said.endswith("Too long: may not be more than 1048576 bytes")
    status, said = await refused("POST", CONFIG_MAPS, b"x" * ((3 << 20) + 1))
    assert (status, "limit is 3145728" in said) == (413, True)


async def test_what_a_cluster_needs_is_not_deleted(refused):
    status, said = await refused("DELETE", "/api/v1/namespaces/kube-system")

    assert (status, "this namespace may not be deleted" in said) == (403, True)


@pytest.mark.parametrize("patch", [b"[", b"7", b'"text"', b'{"metadata": 7}', b""])
async def test_a_patch_that_is_none_is_refused(patch, door, refused):
    await door.ask("POST", CONFIG_MAPS, door.config_map("patched"))

    status, _ = await refused("PATCH", f"{CONFIG_MAPS}/patched", patch, **MERGE)

    assert 400 <= status < 500


@pytest.mark.parametrize(
    "value",
    [
        "Bearer x",
        "Bearer",
        "Basic eDp4",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer eyJ..",
        "Bearer é",
        "Bearer k8s-aws-v1.",
        "Bearer k8s-aws-v1." + "A" * 9000,
        "Bearer k8s-aws-v1.aHR0cHM6Ly9b",
        "Bearer halfplane-v1.%00",
    ],
)
async def test_a_token_that_is_none_speaks_for_nobody(value, refused):
    status, said = await refused("GET", PODS, authorization=value)

    assert (status, said) == (401, "Unauthorized")


async def test_a_presigned_url_with_an_odd_signature_is_no_token(door, refused):
    """A signature that is not ASCII cannot be compared as text."""
    learner_key = sync_to_async(callers.learner_key, thread_sensitive=False)
    key = (await learner_key(door.sandbox.id)).access_key_id
    stamp = datetime.fromtimestamp(wall.now(), UTC).strftime("%Y%m%dT%H%M%SZ")
    url = (
        "https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity"
        "&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        f"&X-Amz-Credential={key}%2F{stamp[:8]}%2Fus-west-2%2Fsts%2Faws4_request"
        f"&X-Amz-Date={stamp}&X-Amz-Expires=60"
        "&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&X-Amz-Signature=%C3%A9"
    )
    token = "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")

    status, _ = await refused("GET", PODS, authorization=f"Bearer {token}")

    assert status == 401


async def test_a_strangers_writes_do_not_use_up_the_owners(door, monkeypatch):
    monkeypatch.setattr(rate, "BURST", 3.0)
    monkeypatch.setattr(rate, "PER_SECOND", 0.0)
    monkeypatch.setattr(rate, "_left", {})
    for _ in range(6):
        await door.ask("POST", CONFIG_MAPS, door.config_map("x"), authorization="")

    assert (await door.ask("POST", CONFIG_MAPS, door.config_map("mine"))).status == 201

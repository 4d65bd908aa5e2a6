"""Bodies: what is read, and what is refused in Go's words instead of breaking."""

from __future__ import annotations

import json

import pytest

from clusters.apiserver import bodies
from clusters.sim.kube.errors import BadRequest, KubeRefusal
from clusters.sim.kube.schema import Repeated

BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (i + 1, i + 1, *[i] * 9)
    for i in range(97, 105)
)


def refusal(body: bytes, media: str = "application/json") -> KubeRefusal:
    with pytest.raises(KubeRefusal) as refused:
        bodies.decoded(media, body, "Pod")
    return refused.value


def complaint(body: bytes, media: str = "application/json") -> str:
    text = refusal(body, media).message
    start = (
        "the object provided is unrecognized (must be of type Pod): "
        "couldn't get version/kind; json parse error: "
    )
    assert text.startswith(start)
    return text.removeprefix(start)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", "unexpected end of JSON input (<empty>)"),
        (b'{"a":', 'unexpected end of JSON input ({"a":)'),
        (b'{"a":x}', "invalid character 'x' looking for beginning of value"),
        (b"{a:1}", "invalid character 'a' looking for beginning of object key"),
        (b'{"a" 1}', "invalid character '1' after object key"),
        (b"{} {}", "invalid character '{' after top-level value"),
        (b'{"a":NaN}', "invalid character 'N' looking for beginning of value"),
        (b"<xml/>", "invalid character '<' looking for beginning of value"),
        (b'{"a":1e999}', "json: cannot unmarshal number 1e999"),
        (b"[" * 100_000, "exceeded max depth"),
        (b"[" * 500 + b"]" * 500, "exceeded max depth"),
    ],
)
def test_malformed_json_is_a_bad_request(body, text):
    assert complaint(body).startswith(text)


def test_long_bodies_are_quoted_in_short():
    assert complaint(b"garbage " * 20).endswith(
        "(676172626167652067617262616765206761726261676520676172626167 ...)"
    )


def test_repeated_names_are_remembered():
    value = bodies.decoded("application/json", b'{"a":1,"b":{"c":1,"c":2}}', "Pod")
    assert isinstance(value["b"], Repeated)
    assert value["b"].names == ["c"]


def test_half_a_surrogate_pair_becomes_the_replacement_character():
    body = rb'{"\ud800":"x\udfff","ok":"\ud83d\ude00"}'
    value = bodies.decoded("application/json", body, "Pod")
    assert value == {"\ufffd": "x\ufffd", "ok": "\U0001f600"}
    json.dumps(value, ensure_ascii=False).encode()


def test_bytes_that_are_not_utf8_become_the_replacement_character():
    assert bodies.decoded("application/json", b'{"a":"\xff"}', "Pod") == {"a": "\ufffd"}


def test_yaml_is_read_as_json_has_it():
    body = b"on: yes\nday: 2026-01-01\n1: x\nn: 0x10\nlist: [~, 1.5]\n"
    assert bodies.decoded("application/yaml", body, "Pod") == {
        "true": True,
        "day": "2026-01-01",
        "1": "x",
        "n": 16,
        "list": [None, 1.5],
    }


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"a: [1,\nb: 2", "yaml: line 2: "),
        (b"a: b: c", "yaml: mapping values are not allowed"),
        (BOMB, "yaml: document contains excessive aliasing"),
        (b"a: &a [*a]", "yaml: found unconstructable recursive node"),
        (b"a: !!python/object:os.system x", "yaml: "),
        (b"a: !!binary aGk=", "yaml: cannot be JSON: bytes"),
        (b"a: 1\n---\nb: 2", "yaml: "),
        (b"\x00", "yaml: "),
        (b"a: .inf", "yaml: cannot be JSON: float"),
    ],
)
def test_malformed_yaml_is_a_bad_request(body, text):
    assert complaint(body, "application/yaml").startswith(text)


def test_other_media_types_are_refused_by_name():
    found = refusal(b"{}", "text/html")
    assert found.status == 415
    assert found.message == (
        "the body of the request was in an unknown format - accepted media types "
        "include: application/json, application/yaml, "
        "application/vnd.kubernetes.protobuf"
    )


def test_patches_say_that_they_are_patches():
    with pytest.raises(BadRequest, match="error decoding patch: unexpected end"):
        bodies.decoded_patch(b"{")


async def test_bodies_come_in_parts():
    parts = [b"ab", b"cd", b""]

    async def receive():
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    assert await bodies.received(receive) == b"abcd"


async def test_a_body_past_three_mebibytes_is_refused_unread():
    async def receive():
        return {"type": "http.request", "body": b"x" * 1024 * 1024, "more_body": True}

    with pytest.raises(KubeRefusal) as refused:
        await bodies.received(receive)
    assert refused.value.status == 413
    assert refused.value.message == "Request entity too large: limit is 3145728"

"""Protobuf bodies: written here by hand, as kubectl 1.32 and later send them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.apiserver.protobuf import MAGIC, Malformed, decoded


def varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def member(number: int, value: bytes | str | int) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def message(*members: tuple[int, bytes | str | int]) -> bytes:
    return b"".join(member(number, value) for number, value in members)


def envelope(api_version: str, kind: str, content: bytes) -> bytes:
    named = message((1, api_version), (2, kind))
    return MAGIC + message((1, named), (2, content), (3, ""), (4, ""))


def pair(key: str, value: bytes | str) -> bytes:
    return message((1, key), (2, value))


def test_a_deployment_is_read_as_its_json_would_be():
    meta = message((1, "web"), (3, ""), (8, b""), (11, pair("app", "web")))
    port = message((3, 80), (4, "TCP"))
    limits = message((1, pair("cpu", member(1, "500m"))))
    probe = message(
        (1, message((2, message((2, message((1, 1), (3, "http"))))))), (3, 1)
    )
    container = message(
        (1, "web"), (2, "nginx"), (6, port), (8, limits), (10, probe), (16, 0)
    )
    volume = message((1, "data"), (2, message((2, b""))))
    pod = message((1, volume), (2, container), (4, 0))
    template = message((1, message((11, pair("app", "web")))), (2, pod))
    selector = message((1, pair("app", "web")))
    spec = message((1, 0), (2, selector), (3, template), (4, b""), (5, 0))
    body = envelope("apps/v1", "Deployment", message((1, meta), (2, spec), (3, b"")))
    assert decoded(body) == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "labels": {"app": "web"}},
        "spec": {
            "replicas": 0,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {
                    "volumes": [{"name": "data", "emptyDir": {}}],
                    "containers": [
                        {
                            "name": "web",
                            "image": "nginx",
                            "ports": [{"containerPort": 80, "protocol": "TCP"}],
                            "resources": {"limits": {"cpu": "500m"}},
                            "livenessProbe": {
                                "httpGet": {"port": "http"},
                                "timeoutSeconds": 1,
                            },
                        }
                    ],
                    "terminationGracePeriodSeconds": 0,
                },
            },
        },
    }


def test_secrets_are_base64_and_negative_numbers_negative():
    content = message((1, message((1, "s"))), (2, pair("k", b"hi")))
    assert decoded(envelope("v1", "Secret", content))["data"] == {"k": "aGk="}
    options = message((1, -1), (4, "Background"))
    assert decoded(envelope("policy/v1", "DeleteOptions", options)) == {
        "apiVersion": "policy/v1",
        "kind": "DeleteOptions",
        "gracePeriodSeconds": -1,
        "propagationPolicy": "Background",
    }


def test_an_eviction_carries_its_delete_options():
    content = message((1, message((1, "p"))), (2, message((1, 0))))
    found = decoded(envelope("policy/v1", "Eviction", content))
    assert found["deleteOptions"] == {"gracePeriodSeconds": 0}


def test_times_are_rfc_3339():
    stamp = message((1, 1_700_000_000), (2, 123_456_789))
    content = message((2, message((4, stamp))))
    found = decoded(envelope("coordination.k8s.io/v1", "Lease", content))
    assert found["spec"] == {"renewTime": "2023-11-14T22:13:20.123456Z"}


def test_values_of_a_review_are_lists():
    extra = message((1, "scopes"), (2, message((1, "a"), (1, "b"))))
    content = message((2, message((5, extra))))
    found = decoded(envelope("authorization.k8s.io/v1", "SubjectAccessReview", content))
    assert found["spec"]["extra"] == {"scopes": ["a", "b"]}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", "does not appear to be a protobuf message"),
        (b"{}", "does not appear to be a protobuf message"),
        (MAGIC + b"\x0a\xff", "unexpected EOF"),
        (MAGIC + b"\x0a", "unexpected EOF"),
        (MAGIC + b"\x0b", "illegal wireType"),
        (MAGIC + b"\xff" * 20, "integer overflow"),
        (envelope("v1", "Nothing", b""), 'no kind "Nothing" is registered'),
        (envelope("v1", "Pod", member(1, 7)), "wrong wireType"),
        (envelope("v1", "Pod", member(1, member(1, b"\xff"))), "invalid UTF-8"),
    ],
)
def test_malformed_bodies_are_refused(body, text):
    with pytest.raises(Malformed, match=text):
        decoded(body)


@given(st.sampled_from(["Pod", "Secret", "DeleteOptions"]), st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_but_never_break(kind, content):
    with suppress(Malformed):
        decoded(envelope("v1", kind, content))

"""Secrets: coding, types, keys."""

from __future__ import annotations

from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import sample


def test_plain_texts_are_coded():
    body = {**sample("secrets"), "stringData": {"user": "jane"}}
    made = Cluster().create("secrets", body)
    assert made["data"] == {"password": "c2VjcmV0", "user": "amFuZQ=="}
    assert made["type"] == "Opaque"
    assert "stringData" not in made


def test_base64_is_checked():
    text = (
        'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at '
        "input byte 4"
    )
    with refused("BadRequest", text, 400):
        Cluster().create("secrets", {"metadata": {"name": "s"}, "data": {"k": "abcd!"}})


def test_a_certificate_needs_its_parts():
    text = (
        'Secret "s" is invalid: [data[tls.crt]: Required value, data[tls.key]: Required '
        "value]"
    )
    with refused("Invalid", text, 422):
        Cluster().create(
            "secrets", {"metadata": {"name": "s"}, "type": "kubernetes.io/tls"}
        )


def test_the_type_never_changes():
    cluster = Cluster()
    cluster.create("secrets", sample("secrets"))
    text = (
        'Secret "sample" is invalid: type: Invalid value: "other": field is immutable'
    )
    with refused("Invalid", text, 422):
        cluster.patch("secrets", "sample", {"type": "other"})


def test_secrets_are_found_by_type():
    cluster = Cluster()
    cluster.create("secrets", {**sample("secrets"), "type": "helm.sh/release.v1"})
    found = cluster.list("secrets", fieldSelector="type=helm.sh/release.v1")["items"]
    assert [item["metadata"]["name"] for item in found] == ["sample"]

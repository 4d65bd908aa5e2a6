"""Signatures: what botocore signs is accepted, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from clusters.callers import sigv4
from clusters.callers.sigv4 import Incomplete, Mismatch, SignedRequest, Unsigned

HOST = "http://localhost:8000"
KEY = Credentials("AKIAEXAMPLE", "a secret")
SIGNED = "AWS4-HMAC-SHA256 Credential=a/20261121/c/d/aws4_request, "
ARN_PATH = "/aws/clusters/demo/access-entries/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx"


def signed(path, *, method="GET", query="", body=b"", presign=0):
    """A request as botocore signs it."""
    url = f"{HOST}{path}" + (f"?{query}" if query else "")
    request = AWSRequest(method=method, url=url, data=body)
    if presign:
        SigV4QueryAuth(KEY, "eks", "us-west-2", expires=presign).add_auth(request)
    else:
        SigV4Auth(KEY, "eks", "us-west-2").add_auth(request)
    prepared = request.prepare()
    path, _, query = prepared.url.removeprefix(HOST).partition("?")
    headers = {
        name.lower(): value.decode() if isinstance(value, bytes) else value
        for name, value in prepared.headers.items()
    }
    return SignedRequest(
        method, path, query, {"host": "localhost:8000", **headers}, body
    )


def changed(request, **parts):
    return SignedRequest(
        **{
            "method": request.method,
            "raw_path": request.raw_path,
            "query": request.query,
            "headers": request.headers,
            "body": request.body,
            **parts,
        }
    )


def check(request, secret=KEY.secret_key):
    sigv4.check(request, sigv4.read(request), secret)


@pytest.mark.parametrize("path", ["/aws", "/aws/", "/aws/clusters", ARN_PATH])
def test_what_botocore_signs_is_accepted(path):
    check(signed(path))
    check(signed(path, query="a=1&b=%20x%2Fy&tagKeys=b&tagKeys=a"))
    check(signed(path, method="POST", body=b'{"name": "demo"}'))
    check(signed(path, presign=60, query="Action=GetCallerIdentity"))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12))
def test_any_text_in_path_and_query_is_accepted(text):
    encoded = quote(text, safe="-._~")
    check(signed(f"/aws/tags/{encoded}x", query=f"tagKeys={encoded}"))


def test_nothing_that_was_signed_may_be_changed():
    request = signed("/aws/clusters", method="POST", body=b"{}", query="a=1")
    stamp = {**request.headers, "x-amz-date": "20200101T000000Z"}
    for changes in (
        {"body": b'{"x": 1}'},
        {"query": "a=2"},
        {"raw_path": "/aws/cluster"},
        {"method": "PUT"},
        {"headers": {**request.headers, "host": "localhost:9000"}},
    ):
        with pytest.raises(Mismatch, match="does not match the signature you provided"):
            check(changed(request, **changes))
    with pytest.raises(Incomplete, match="Date in Credential scope does not match"):
        check(changed(request, headers=stamp))
    with pytest.raises(Mismatch):
        check(request, "another secret")


def test_a_hash_that_is_not_the_bodys_is_no_signature_of_the_body():
    request = signed("/aws/clusters", method="POST", body=b"{}")
    said = {
        **request.headers,
        "x-amz-content-sha256": sha256(b"{}").hexdigest(),
    }
    check(changed(request, headers=said))
    with pytest.raises(Mismatch):
        check(changed(request, headers=said, body=b'{"x": 1}'))


def test_a_request_without_a_signature_is_unsigned():
    for headers in ({}, {"authorization": "Bearer x"}, {"authorization": "AWS a:b"}):
        with pytest.raises(Unsigned):
            sigv4.read(SignedRequest("GET", "/aws", "", headers))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("AWS4-HMAC-SHA256 ", "requires 'Credential' parameter."),
        (
            "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=1",
            "must have exactly 5 slash-delimited elements",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=1",
            "valid terminator: 'aws4_request', not 'e'.",
        ),
        (
            f"{SIGNED}SignedHeaders=x-amz-date, Signature=1",
            "'Host' or ':authority' must be a 'SignedHeader'",
        ),
        (
            f"{SIGNED}SignedHeaders=host, Signature=1".replace("1121", "1120"),
            "'20261120' != '20261121', from '20261121T120000Z'",
        ),
    ],
)
def test_half_a_signature_says_what_is_missing(header, words):
    headers = {"authorization": header, "x-amz-date": "20261121T120000Z"}
    with pytest.raises(Incomplete, match=words.replace("(", "\\(")):
        sigv4.read(SignedRequest("GET", "/aws", "", headers))


@pytest.mark.parametrize("stamp", ["", "today", "20261321T000000Z", "20261121T120000"])
def test_a_date_must_be_one(stamp):
    header = f"{SIGNED}SignedHeaders=host, Signature=1"
    headers = {"authorization": header, "x-amz-date": stamp}
    with pytest.raises(Incomplete):
        sigv4.read(SignedRequest("GET", "/aws", "", headers))


def test_a_signature_is_good_for_five_minutes_either_way():
    signature = sigv4.read(signed("/aws"))
    at = signature.signed_at.timestamp()
    sigv4.check_time(signature, at + 299)
    sigv4.check_time(signature, at - 299)
    with pytest.raises(Mismatch, match=r"Signature expired: .* is now earlier than"):
        sigv4.check_time(signature, at + 301)
    with pytest.raises(Mismatch, match=r"not yet current: .* is still later than"):
        sigv4.check_time(signature, at - 301)


def test_a_stale_signature_names_the_times_as_aws_does():
    signature = sigv4.read(signed("/aws"))
    at = signature.signed_at.timestamp()

    def stamp(seconds):
        return datetime.fromtimestamp(at + seconds, UTC).strftime("%Y%m%dT%H%M%SZ")

    with pytest.raises(Mismatch) as caught:
        sigv4.check_time(signature, at + 600)
    assert str(caught.value) == (
        f"Signature expired: {stamp(0)} is now earlier than {stamp(300)} "
        f"({stamp(600)} - 5 min.)"
    )


def test_a_presigned_url_lives_as_long_as_it_says():
    signature = sigv4.read(signed("/aws", presign=60))
    at = signature.signed_at.timestamp()
    sigv4.check_time(signature, at + 60)
    with pytest.raises(Mismatch, match="Signature expired"):
        sigv4.check_time(signature, at + 61)

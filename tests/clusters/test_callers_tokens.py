"""Kubernetes tokens: EKS's presigned ones, and our own opaque ones."""

from __future__ import annotations

import base64

import pytest
from botocore.credentials import Credentials
from botocore.hooks import HierarchicalEmitter
from botocore.model import ServiceId
from botocore.signers import RequestSigner

from clusters import callers, runtime
from clusters.callers import BadToken, eks_tokens, grants, kube_tokens

STS = "https://sts.us-west-2.amazonaws.com/"
OURS = "http://testserver/aws"
EVENTS = HierarchicalEmitter()
"""The signer holds it weakly."""
pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox(settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    grants.forget_all()
    return runtime.create("owner's", seed=1)


def presigned(key, *, url=STS, query="", expires=60, header=True):
    """What `aws eks get-token` signs."""
    signer = RequestSigner(
        ServiceId("STS"),
        "us-west-2",
        "sts",
        "v4",
        Credentials(
            key.access_key_id, key.secret_access_key, key.session_token or None
        ),
        EVENTS,
    )
    action = query or "Action=GetCallerIdentity&Version=2011-06-15"
    return signer.generate_presigned_url(
        {
            "method": "GET",
            "url": f"{url}?{action}",
            "body": {},
            "headers": {"x-k8s-aws-id": "demo"} if header else {},
            "context": {},
        },
        region_name="us-west-2",
        expires_in=expires,
        operation_name="",
    )


def as_token(url: str) -> str:
    return "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def refused(token, cluster="demo"):
    with pytest.raises(BadToken) as caught:
        callers.caller_for_eks_token(token, cluster)
    return str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        STS,
        "https://sts.amazonaws.com/",
        "https://sts-fips.us-east-1.amazonaws.com/",
        "https://sts.us-west-2.api.aws/",
        OURS,
        OURS + "/",
        "http://localhost:8000/aws",
        "http://localhost:8000/",
    ],
)
@pytest.mark.parametrize("expires", [0, 60, 900])
def test_a_token_speaks_for_who_signed_it(sandbox, url, expires):
    key = callers.learner_key(sandbox.id)
    token = as_token(presigned(key, url=url, expires=expires))
    caller = callers.caller_for_eks_token(token, "demo")
    assert caller.arn == f"arn:aws:iam::{sandbox.account}:user/learner"
    assert caller.principal_id.startswith("AIDA")
    assert caller.access_key_id == key.access_key_id


def test_a_token_for_one_cluster_is_none_for_another(sandbox):
    token = as_token(presigned(callers.learner_key(sandbox.id)))
    assert "sts getCallerIdentity failed" in refused(token, "other")


def test_a_session_signs_tokens_too(sandbox):
    who = callers.learner(runtime.read(sandbox.id), "sdk")
    key = callers.issue_session(sandbox.id, who.arn, who.principal_id, seconds=900)
    token = as_token(presigned(key))
    assert callers.caller_for_eks_token(token, "demo").arn == who.arn


def test_a_key_that_is_not_known_or_wrong_is_refused(sandbox):
    right = callers.learner_key(sandbox.id)
    for key in (
        callers.AccessKey("AKIAOUTSIDER12345678", right.secret_access_key),
        callers.AccessKey(right.access_key_id, "wrong"),
        callers.AccessKey(right.access_key_id, right.secret_access_key, "a token"),
    ):
        assert "sts getCallerIdentity failed" in refused(as_token(presigned(key)))


def test_a_token_lives_fifteen_minutes_whatever_the_url_says(sandbox, monkeypatch):
    token = as_token(presigned(callers.learner_key(sandbox.id), expires=60))
    at = eks_tokens.now()
    monkeypatch.setattr(eks_tokens, "now", lambda: at + 14 * 60)
    callers.caller_for_eks_token(token, "demo")
    monkeypatch.setattr(eks_tokens, "now", lambda: at + 15 * 60 + 2)
    assert "X-Amz-Date parameter is expired (15 minute expiration)" in refused(token)
    monkeypatch.setattr(eks_tokens, "now", lambda: at - 600)
    assert "not yet current" in refused(token)


@pytest.mark.parametrize(
    ("signed", "words"),
    [
        ({"url": "https://sts.example.com/"}, 'unexpected hostname "sts.example.com"'),
        ({"url": "https://sts.us-west-2.amazonaws.com/x"}, "unexpected path"),
        ({"url": "ftp://sts.us-west-2.amazonaws.com/"}, 'unexpected scheme "ftp"'),
        ({"query": "Action=AssumeRole"}, "unexpected action parameter"),
        ({"query": "Version=2011-06-15"}, "unexpected action parameter"),
        (
            {"query": "Action=GetCallerIdentity&Extra=1"},
            'non-whitelisted query parameter "Extra"',
        ),
        (
            {"query": "Action=GetCallerIdentity&action=GetCallerIdentity"},
            "query parameter with multiple values not supported",
        ),
        ({"header": False}, "client did not sign the x-k8s-aws-id header"),
        ({"expires": 901}, "invalid X-Amz-Expires parameter"),
    ],
)
def test_a_url_that_is_not_like_the_clis_is_refused(sandbox, signed, words):
    token = as_token(presigned(callers.learner_key(sandbox.id), **signed))
    message = refused(token)
    assert message.startswith("input token was not properly formatted: ")
    assert words in message


@pytest.mark.parametrize(
    "token",
    [
        "",
        "k8s-aws-v1.",
        "k8s-aws-v1.!!!",
        "k8s-aws-v1.aHR0cDovL1s",
        "k8s-aws-v2.abc",
        "k8s-aws-v1." + "a" * 5000,
        as_token(STS),
        as_token("https://sts.amazonaws.com:99999/"),
    ],
)
def test_what_is_no_token_is_refused(sandbox, token):
    assert refused(token)


def test_an_opaque_token_speaks_for_its_principal_until_its_time(sandbox, monkeypatch):
    arn = f"arn:aws:iam::{sandbox.account}:user/learner"
    token = callers.issue_kube_token(sandbox.id, arn, seconds=60)
    caller = callers.caller_for_kube_token(token)
    assert caller.arn == arn
    assert caller.region == "us-west-2"
    at = kube_tokens.now()
    monkeypatch.setattr(kube_tokens, "now", lambda: at + 61)
    with pytest.raises(BadToken):
        callers.caller_for_kube_token(token)


@pytest.mark.parametrize("token", ["", "halfplane-v1.", "halfplane-v1.abc", "x"])
def test_an_opaque_token_that_nobody_issued_is_refused(sandbox, token):
    with pytest.raises(BadToken):
        callers.caller_for_kube_token(token)

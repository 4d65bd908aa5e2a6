"""EKS tokens (`aws eks get-token`): a presigned GetCallerIdentity, checked by its key.

The rules are aws-iam-authenticator's, with its words; scheme, host and path are
relaxed, because the URL may lead to this installation's gateway as well as to STS.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from clusters.callers import sigv4
from clusters.callers.keys import ExpiredKey, UnknownKey, signer
from clusters.callers.sigv4 import Signature, SignedRequest
from clusters.callers.wall import now
from clusters.sim.commands import Caller

PREFIX = "k8s-aws-v1."
LONGEST = 4096
LIFETIME = timedelta(minutes=15)
MOST_EXPIRES = 900
CLUSTER_HEADER = "x-k8s-aws-id"
PATHS = ("", "/", "/aws", "/aws/")
PARAMETERS = {
    "action",
    "version",
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-expires",
    "x-amz-security-token",
    "x-amz-signature",
    "x-amz-signedheaders",
    "x-amz-user-agent",
}
STS_HOST = re.compile(
    r"sts(-fips)?\.([a-z0-9-]+\.)?(amazonaws\.com|amazonaws\.com\.cn|api\.aws)"
)


class BadToken(Exception):
    """Why a token speaks for nobody, in the authenticator's words."""


def caller_for_eks_token(token: str, cluster_name: str) -> Caller:
    """Who made this token for this cluster. Raises BadToken."""
    url = _presigned(token)
    _check_query(url)
    request = SignedRequest(
        method="GET",
        raw_path=url.path,
        query=url.query,
        headers={"host": url.netloc, CLUSTER_HEADER: cluster_name},
    )
    try:
        signature = sigv4.read(request)
    except (sigv4.Unsigned, sigv4.Incomplete) as error:
        raise _malformed(str(error) or "the URL is not signed") from error
    _check_signed(signature)
    try:
        found = signer(signature.access_key_id, signature.token, signature.region)
        sigv4.check(request, signature, found.secret)
    except (UnknownKey, ExpiredKey, sigv4.Mismatch) as error:
        raise BadToken(
            "sts getCallerIdentity failed: error from AWS (expected 200, got 403)"
        ) from error
    return found.caller


def _presigned(token: str) -> SplitResult:
    if len(token) > LONGEST:
        raise _malformed("token is too large")
    if not token.startswith(PREFIX):
        raise _malformed(f'token is missing expected "{PREFIX}" prefix')
    text = token.removeprefix(PREFIX)
    try:
        padded = text + "=" * (-len(text) % 4)
        url = urlsplit(base64.b64decode(padded, altchars="-_", validate=True).decode())
        host = url.hostname or ""
    except (binascii.Error, ValueError) as error:
        raise _malformed("illegal base64 data") from error
    if url.scheme not in {"http", "https"}:
        raise _malformed(f'unexpected scheme "{url.scheme}" in pre-signed URL')
    if not STS_HOST.fullmatch(host) and not _is_ours(url.netloc):
        raise _malformed(f'unexpected hostname "{host}" in pre-signed URL')
    if url.path not in PATHS:
        raise _malformed("unexpected path in pre-signed URL")
    return url


def _is_ours(netloc: str) -> bool:
    """Whether the console answers to this host, on whatever port."""
    host, _ = split_domain_port(netloc)
    return bool(host) and validate_host(host, settings.ALLOWED_HOSTS)


def _check_query(url: SplitResult) -> None:
    seen: set[str] = set()
    for name, value in sigv4.query_pairs(url.query):
        known = name.lower()
        if known not in PARAMETERS:
            raise _malformed(f'non-whitelisted query parameter "{name}"')
        if known in seen:
            raise _malformed("query parameter with multiple values not supported")
        if known == "action" and value != "GetCallerIdentity":
            raise _malformed("unexpected action parameter in pre-signed URL")
        seen.add(known)
    if "action" not in seen:
        raise _malformed("unexpected action parameter in pre-signed URL")


def _check_signed(signature: Signature) -> None:
    if CLUSTER_HEADER not in signature.signed_headers:
        raise _malformed(
            f"client did not sign the {CLUSTER_HEADER} header in the request"
        )
    if signature.service != "sts":
        raise _malformed("the signature is not for sts")
    if signature.expires is None or signature.expires > MOST_EXPIRES:
        raise _malformed(
            f"invalid X-Amz-Expires parameter in pre-signed URL: {signature.expires}"
        )
    signed_at, here = signature.signed_at.timestamp(), now()
    if here > signed_at + LIFETIME.total_seconds():
        raise _malformed(
            "X-Amz-Date parameter is expired (15 minute expiration) "
            f"{signature.signed_at:%Y-%m-%d %H:%M:%S} +0000 UTC"
        )
    if signed_at > here + sigv4.CLOCK_SKEW.total_seconds():
        raise BadToken("sts getCallerIdentity failed: Signature not yet current")


def _malformed(reason: str) -> BadToken:
    return BadToken(f"input token was not properly formatted: {reason}")

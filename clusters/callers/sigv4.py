"""Signature Version 4 from the server's side: read a signature, and check it."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote

ALGORITHM = "AWS4-HMAC-SHA256"
CLOCK_SKEW = timedelta(minutes=5)
LONGEST_PRESIGNED = 7 * 24 * 3600
UNRESERVED = "-_.~"
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method. "
    "Consult the service documentation for details."
)


class Unsigned(Exception):
    """The request carries no signature of this version."""


class Incomplete(Exception):
    """The signature's parts are missing or contradict each other."""


class Mismatch(Exception):
    """The signature is not the key's, or not of this time."""


@dataclass(frozen=True)
class SignedRequest:
    """A request as it came over the wire: nothing decoded, header names in lower case."""

    method: str
    raw_path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Signature:
    """What a request says about who signed it, and how."""

    access_key_id: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str
    stamp: str
    token: str = ""
    expires: int | None = None
    """Seconds that a presigned URL asks to live; None for a signed header."""

    @property
    def scope(self) -> str:
        return f"{self.date}/{self.region}/{self.service}/aws4_request"

    @property
    def signed_at(self) -> datetime:
        return datetime.strptime(self.stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def read(request: SignedRequest) -> Signature:
    """The signature in a request's Authorization header or its query string."""
    header = request.headers.get("authorization", "")
    if header.startswith(ALGORITHM):
        return _from_header(header, request.headers)
    query = dict(query_pairs(request.query))
    if query.get("X-Amz-Algorithm") == ALGORITHM:
        return _from_query(query)
    raise Unsigned


def check(request: SignedRequest, signature: Signature, secret: str) -> None:
    """Raise Mismatch unless `secret` made this signature of this request."""
    wanted = signature.signature.encode()  # anything but ASCII cannot be compared
    paths = {request.raw_path, _normalised(request.raw_path)}
    if not any(
        hmac.compare_digest(
            _calculate(request, signature, secret, path).encode(), wanted
        )
        for path in sorted(paths)
    ):
        raise Mismatch(MISMATCH)


def check_time(signature: Signature, now: float) -> None:
    """Raise Mismatch unless the signature is of this time."""
    here = datetime.fromtimestamp(int(now), UTC)
    signed_at = signature.signed_at
    if signed_at > here + CLOCK_SKEW:
        raise Mismatch(
            f"Signature not yet current: {signature.stamp} is still later than "
            f"{_stamp(here + CLOCK_SKEW)} ({_stamp(here)} + 5 min.)"
        )
    if signature.expires is not None:
        lifetime = min(signature.expires, LONGEST_PRESIGNED)
        if here > signed_at + timedelta(seconds=lifetime):
            until = _stamp(signed_at + timedelta(seconds=lifetime))
            raise Mismatch(
                f"Signature expired: {until} is now earlier than {_stamp(here)}"
            )
    elif signed_at < here - CLOCK_SKEW:
        raise Mismatch(
            f"Signature expired: {signature.stamp} is now earlier than "
            f"{_stamp(here - CLOCK_SKEW)} ({_stamp(here)} - 5 min.)"
        )


def query_pairs(query: str) -> list[tuple[str, str]]:
    """A query string's pairs, percent-decoded. A plus sign stays a plus sign."""
    pairs = []
    for part in query.split("&"):
        if part:
            name, _, value = part.partition("=")
            pairs.append((unquote(name), unquote(value)))
    return pairs


def _from_header(header: str, headers: Mapping[str, str]) -> Signature:
    fields = {}
    for part in header[len(ALGORITHM) :].split(","):
        name, _, value = part.strip().partition("=")
        fields[name] = value
    missing = [
        f"Authorization header requires '{name}' parameter."
        for name in ("Credential", "Signature", "SignedHeaders")
        if not fields.get(name)
    ]
    if missing:
        raise Incomplete(" ".join(missing))
    key, date, region, service = _credential(fields["Credential"])
    return _consistent(
        Signature(
            access_key_id=key,
            date=date,
            region=region,
            service=service,
            signed_headers=_names(fields["SignedHeaders"]),
            signature=fields["Signature"],
            stamp=headers.get("x-amz-date", ""),
            token=headers.get("x-amz-security-token", ""),
        )
    )


def _from_query(query: Mapping[str, str]) -> Signature:
    expires = query.get("X-Amz-Expires", "")
    if not re.fullmatch(r"[0-9]{1,6}", expires):
        raise Incomplete("X-Amz-Expires should be a number")
    key, date, region, service = _credential(query.get("X-Amz-Credential", ""))
    return _consistent(
        Signature(
            access_key_id=key,
            date=date,
            region=region,
            service=service,
            signed_headers=_names(query.get("X-Amz-SignedHeaders", "")),
            signature=query.get("X-Amz-Signature", ""),
            stamp=query.get("X-Amz-Date", ""),
            token=query.get("X-Amz-Security-Token", ""),
            expires=int(expires),
        )
    )


def _names(signed_headers: str) -> tuple[str, ...]:
    return tuple(name.lower() for name in signed_headers.split(";") if name)


def _credential(text: str) -> tuple[str, str, str, str]:
    match text.rsplit("/", 4):
        case [key, date, region, service, "aws4_request"]:
            return key, date, region, service
        case [_, _, _, _, terminator]:
            raise Incomplete(
                "Credential should be scoped with a valid terminator: "
                f"'aws4_request', not '{terminator}'."
            )
        case _:
            raise Incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. "
                f"keyid/date/region/service/term, got '{text}'"
            )


def _consistent(signature: Signature) -> Signature:
    stamp, date = signature.stamp, signature.date
    if not stamp:
        raise Incomplete(
            "Authorization header requires existence of either a 'X-Amz-Date' or a "
            "'Date' header."
        )
    if not _is_stamp(stamp):
        raise Incomplete(f"Date must be in ISO-8601 'basic format'. Got '{stamp}'.")
    if stamp[:8] != date:
        raise Incomplete(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version "
            f"of date from HTTP: '{date}' != '{stamp[:8]}', from '{stamp}'."
        )
    if "host" not in signature.signed_headers:
        raise Incomplete(
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        )
    return signature


def _is_stamp(stamp: str) -> bool:
    if not re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", stamp):
        return False
    try:
        datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def _calculate(
    request: SignedRequest, signature: Signature, secret: str, path: str
) -> str:
    canonical = "\n".join(
        [
            request.method,
            quote(path, safe="/" + UNRESERVED),
            _canonical_query(request.query),
            *(
                f"{name}:{' '.join(request.headers.get(name, '').split())}"
                for name in signature.signed_headers
            ),
            "",
            ";".join(signature.signed_headers),
            _payload_hash(request, signature),
        ]
    )
    text = "\n".join(
        [
            ALGORITHM,
            signature.stamp,
            signature.scope,
            hashlib.sha256(canonical.encode()).hexdigest(),
        ]
    )
    return _hmac(_signing_key(secret, signature), text).hex()


def _signing_key(secret: str, signature: Signature) -> bytes:
    key = b"AWS4" + secret.encode()
    for part in signature.scope.split("/"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


def _canonical_query(query: str) -> str:
    pairs = sorted(
        (quote(name, safe=UNRESERVED), quote(value, safe=UNRESERVED))
        for name, value in query_pairs(query)
        if name != "X-Amz-Signature"
    )
    return "&".join(f"{name}={value}" for name, value in pairs)


def _payload_hash(request: SignedRequest, signature: Signature) -> str:
    actual = hashlib.sha256(request.body).hexdigest()
    if signature.expires is not None:
        return actual
    said = request.headers.get("x-amz-content-sha256", actual)
    # A hash that is signed but not the body's would let somebody swap the body.
    return said if said == "UNSIGNED-PAYLOAD" else actual


def _normalised(path: str) -> str:
    """The path without dot segments and doubled slashes, as some SDKs sign it."""
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            kept = kept[:-1]
        elif part not in {"", "."}:
            kept.append(part)
    end = "/" if path.endswith("/") and kept else ""
    return "/" + "/".join(kept) + end


def _stamp(when: datetime) -> str:
    return when.strftime("%Y%m%dT%H%M%SZ")

"""What each family of services says of a bad signature, a bad value, an unknown call."""

from __future__ import annotations

from clusters.gateway.constraints import Breach, sentence
from clusters.gateway.service_models import Service
from clusters.sim.errors import Refusal

EC2_UNPROVEN = "AWS was not able to validate the provided access credentials"
INVALID_TOKEN = "The security token included in the request is invalid."  # noqa: S105 -- a message

Said = tuple[str, int, str]
"""A code, an HTTP status, and the words; no words: the ones that are given."""

REST_JSON: dict[str, Said] = {
    "unsigned": (
        "MissingAuthenticationTokenException",
        403,
        "Missing Authentication Token",
    ),
    "incomplete": ("IncompleteSignatureException", 403, ""),
    "mismatch": ("InvalidSignatureException", 403, ""),
    "unknown key": ("UnrecognizedClientException", 403, INVALID_TOKEN),
    "expired": (
        "ExpiredTokenException",
        403,
        "The security token included in the request is expired",
    ),
    "unknown operation": ("UnknownOperationException", 404, ""),
    "throttled": ("ThrottlingException", 429, "Rate exceeded"),
    "too large": ("RequestEntityTooLargeException", 413, ""),
    "malformed": ("SerializationException", 400, ""),
    "not simulated": ("NotImplementedException", 501, ""),
    "unavailable": ("ServiceUnavailableException", 503, ""),
}
JSON: dict[str, Said] = {
    name: (code, 400 if status < 500 else status, words)  # noqa: PLR2004 -- HTTP
    for name, (code, status, words) in REST_JSON.items()
} | {"too large": ("RequestEntityTooLargeException", 413, "")}
QUERY: dict[str, Said] = {
    "unsigned": (
        "MissingAuthenticationToken",
        403,
        "Request is missing Authentication Token",
    ),
    "incomplete": ("IncompleteSignature", 400, ""),
    "mismatch": ("SignatureDoesNotMatch", 403, ""),
    "unknown key": ("InvalidClientTokenId", 403, INVALID_TOKEN),
    "expired": (
        "ExpiredToken",
        403,
        "The security token included in the request is expired",
    ),
    "unknown operation": ("InvalidAction", 400, ""),
    "throttled": ("Throttling", 400, "Rate exceeded"),
    "too large": ("RequestEntityTooLarge", 413, ""),
    "malformed": ("MalformedInput", 400, ""),
    "not simulated": ("NotImplemented", 501, ""),
    "unavailable": ("ServiceUnavailable", 503, ""),
}
EC2: dict[str, Said] = QUERY | {
    "unsigned": ("AuthFailure", 401, EC2_UNPROVEN),
    "mismatch": ("AuthFailure", 401, EC2_UNPROVEN),
    "unknown key": ("AuthFailure", 401, EC2_UNPROVEN),
    "expired": ("RequestExpired", 400, "Request has expired."),
    "throttled": ("RequestLimitExceeded", 503, "Request limit exceeded."),
    "unavailable": ("Unavailable", 503, ""),
}
DIALECTS = {"rest-json": REST_JSON, "json": JSON, "query": QUERY, "ec2": EC2}


def refusal(protocol: str, what: str, words: str = "") -> Refusal:
    """What a service of this protocol says when `what` is the matter."""
    code, status, own = DIALECTS[protocol][what]
    return Refusal(code, own or words, status)


def invalid(service: Service, protocol: str, breaches: list[Breach]) -> Refusal:
    """The service's own refusal of parameters that break its model."""
    if protocol == "ec2":
        return _ec2_invalid(breaches)
    code = {"query": "ValidationError", "rest-json": "InvalidParameterException"}.get(
        protocol, "ValidationException"
    )
    if service.signing_name == "ecr":
        code = "InvalidParameterException"
    return Refusal(code, sentence(breaches))


def _ec2_invalid(breaches: list[Breach]) -> Refusal:
    missing = [
        _capital(breach.path) for breach in breaches if breach.kind == "required"
    ]
    if missing:
        return Refusal(
            "MissingParameter", f"The request must contain the parameter {missing[0]}"
        )
    worst = breaches[0]
    return Refusal(
        "InvalidParameterValue",
        f"Value ({worst.value}) for parameter {_capital(worst.path)} is invalid. {worst.rule}",
    )


def _capital(path: str) -> str:
    return path[0].upper() + path[1:]

"""From a signature to its signer, or to the service's own words why not."""

from __future__ import annotations

from clusters import callers
from clusters.callers import sigv4
from clusters.callers.keys import Signer
from clusters.callers.sigv4 import Signature
from clusters.callers.wall import now
from clusters.gateway import dialects
from clusters.gateway.wire import WireRequest


def signature_of(protocol: str, request: WireRequest) -> Signature:
    """What the request says about its signature. Raises Refusal."""
    try:
        return sigv4.read(request)
    except sigv4.Unsigned as error:
        raise dialects.refusal(protocol, "unsigned") from error
    except sigv4.Incomplete as error:
        raise dialects.refusal(protocol, "incomplete", str(error)) from error


def signer_of(protocol: str, request: WireRequest, signature: Signature) -> Signer:
    """Who signed it, when key, signature and time are right. Raises Refusal."""
    try:
        found = callers.signer(
            signature.access_key_id, signature.token, signature.region
        )
        sigv4.check(request, signature, found.secret)
        sigv4.check_time(signature, now())
    except callers.UnknownKey as error:
        raise dialects.refusal(protocol, "unknown key") from error
    except callers.ExpiredKey as error:
        raise dialects.refusal(protocol, "expired") from error
    except sigv4.Mismatch as error:
        raise dialects.refusal(protocol, "mismatch", str(error)) from error
    return found

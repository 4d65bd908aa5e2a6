"""The secret half of STS's answers: it never enters a World, so the door adds it."""

from __future__ import annotations

from typing import Any

from clusters import callers
from clusters.callers import AccessKey
from clusters.callers.keys import Signer
from clusters.sim.commands import Doc

ASSUMED_SECONDS = 3600
SESSION_SECONDS = 43_200


def completed(signer: Signer, action: str, request: Doc, result: Doc) -> Doc:
    """The result, with fresh credentials where the operation promises them."""
    if action == "sts:AssumeRole":
        user = result["AssumedRoleUser"]
        made = callers.issue_session(
            signer.sandbox,
            user["Arn"],
            user["AssumedRoleId"],
            seconds=request.get("DurationSeconds", ASSUMED_SECONDS),
        )
        return {**result, "Credentials": _shown(made)}
    if action == "sts:GetSessionToken":
        made = callers.issue_session(
            signer.sandbox,
            signer.caller.arn,
            signer.caller.principal_id,
            seconds=request.get("DurationSeconds", SESSION_SECONDS),
        )
        return {**result, "Credentials": _shown(made)}
    return result


def _shown(key: AccessKey) -> dict[str, Any]:
    return {
        "AccessKeyId": key.access_key_id,
        "SecretAccessKey": key.secret_access_key,
        "SessionToken": key.session_token,
        "Expiration": int(key.expires_at or 0),
    }

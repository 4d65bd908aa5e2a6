"""sts:GetSessionToken. The secret part of the answer is the door's to add."""

from __future__ import annotations

from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("sts:GetSessionToken", reads=True)
def get_session_token(_tx: Tx, caller: Caller, _request: Doc) -> Doc:
    if caller.arn.startswith("arn:aws:sts:") or caller.access_key_id.startswith("ASIA"):
        text = "Cannot call GetSessionToken with session credentials"
        raise Refusal("AccessDenied", text, 403)
    return {}

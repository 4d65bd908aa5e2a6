"""sts:GetAccessKeyInfo."""

from __future__ import annotations

from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("sts:GetAccessKeyInfo", reads=True)
def get_access_key_info(_tx: Tx, caller: Caller, request: Doc) -> Doc:
    # AWS names the account of any key there is; an account here knows only itself.
    if request["AccessKeyId"] != caller.access_key_id:
        raise Refusal(
            "AccessDenied", "The access key does not belong to this account.", 403
        )
    return {"Account": caller.account}

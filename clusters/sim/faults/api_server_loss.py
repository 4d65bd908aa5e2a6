"""An API server's instance dies."""

from __future__ import annotations

from clusters.sim.datacenter import api_server
from clusters.sim.errors import Refusal
from clusters.sim.registry import fault
from clusters.sim.tx import Tx
from clusters.sim.world import Key


@fault("api-server-loss", title="Lose this API server", kind=api_server.KIND)
def cause(tx: Tx, key: Key) -> None:
    doc = tx.need(key)
    if doc["state"] in ("lost", "stopping"):
        raise Refusal("AlreadyLost", f"API server {key.name} is down already.", 409)
    with tx.edit(key) as body:
        body["state"] = "lost"
        body["_"] = {"created": body["_"]["created"], "until": 0.0}
    left = len(api_server.healthy(tx, key.scope))
    text = f"The instance of API server {key.name} in {doc['zone']} died. " + (
        "The other one serves everybody; connections to this one break."
        if left
        else "No API server answers now; what runs on your nodes goes on."
    )
    severity = "warning" if left else "error"
    api_server.say(tx, key, "ApiServerLost", text, severity=severity)

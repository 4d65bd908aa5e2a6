"""ec2:GetConsoleOutput."""

from __future__ import annotations

import base64

from clusters.sim.aws.ec2 import instance
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:GetConsoleOutput", reads=True)
def get_console_output(tx: Tx, caller: Caller, request: Doc) -> Doc:
    doc = instance.require(tx, caller.region, request["InstanceId"])
    since = doc["_"].get("running", doc["_"]["created"])
    lines = [
        f"[{max(sim - since, 0):12.6f}] {text}"
        for sim, text in doc["_"]["journal"]
        if sim <= tx.now
    ]
    output = base64.b64encode("\r\n".join(lines).encode()).decode()
    return {
        "InstanceId": doc["InstanceId"],
        "Output": output,
        "Timestamp": tx.epoch,
    }

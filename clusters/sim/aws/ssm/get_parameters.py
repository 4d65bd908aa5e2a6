"""ssm:GetParameters."""

from __future__ import annotations

from clusters.sim.aws.ssm import parameter
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ssm:GetParameters", reads=True)
def get_parameters(_tx: Tx, caller: Caller, request: Doc) -> Doc:
    found = {name: parameter.find(caller.region, name) for name in request["Names"]}
    return {
        "Parameters": [doc for doc in found.values() if doc is not None],
        "InvalidParameters": [name for name, doc in found.items() if doc is None],
    }

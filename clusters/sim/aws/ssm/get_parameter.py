"""ssm:GetParameter."""

from __future__ import annotations

from clusters.sim.aws.ssm import parameter
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ssm:GetParameter", reads=True)
def get_parameter(_tx: Tx, caller: Caller, request: Doc) -> Doc:
    found = parameter.find(caller.region, request["Name"])
    if found is None:
        raise Refusal("ParameterNotFound", "")
    return {"Parameter": found}

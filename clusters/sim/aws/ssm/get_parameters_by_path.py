"""ssm:GetParametersByPath."""

from __future__ import annotations

from clusters.sim.aws import paging
from clusters.sim.aws.ssm import parameter
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ssm:GetParametersByPath", reads=True)
def get_parameters_by_path(_tx: Tx, caller: Caller, request: Doc) -> Doc:
    recursive = bool(request.get("Recursive"))
    found = parameter.under(caller.region, request["Path"], recursive=recursive)
    invalid = Refusal("InvalidNextToken", "The specified token isn't valid.")
    page, more = paging.page(found, request, invalid, most=10)
    return {"Parameters": page, **more}

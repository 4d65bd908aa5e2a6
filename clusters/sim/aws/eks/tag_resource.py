"""TagResource."""

from __future__ import annotations

from clusters.sim.aws.eks import names, tagging
from clusters.sim.aws.eks.errors import BadRequestException, InvalidParameterException
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:TagResource")
def tag_resource(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = tagging.require(tx, request["resourceArn"])
    try:
        names.check_tags({**tx.need(key)["tags"], **request["tags"]})
    except InvalidParameterException as refusal:
        raise BadRequestException(refusal.message) from None
    with tx.edit(key) as doc:
        doc["tags"].update(request["tags"])
    return {}

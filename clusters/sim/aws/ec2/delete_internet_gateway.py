"""ec2:DeleteInternetGateway."""

from __future__ import annotations

from clusters.sim.aws.ec2.resource import INTERNET_GATEWAY
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteInternetGateway")
def delete_internet_gateway(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request["InternetGatewayId"]
    doc = INTERNET_GATEWAY.require(tx, caller.region, name)
    if doc["Attachments"]:
        text = f"The internetGateway '{name}' has dependencies and cannot be deleted."
        raise Refusal("DependencyViolation", text)
    tx.remove(INTERNET_GATEWAY.key(caller.region, name))
    return {}

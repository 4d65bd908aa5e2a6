"""ec2:RunInstances."""

from __future__ import annotations

from clusters.sim.aws.ec2 import account, instance, launch_request
from clusters.sim.aws.ec2.resource import INSTANCE
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Key


@operation("ec2:RunInstances")
def run_instances(tx: Tx, caller: Caller, request: Doc) -> Doc:
    token = request.get("ClientToken", "")
    held = [
        key
        for key, doc in tx.list(INSTANCE.kind, caller.region)
        if token and doc["ClientToken"] == token
    ]
    if held:
        return _answer(tx, held)
    least, most = int(request["MinCount"]), int(request["MaxCount"])
    if not 1 <= least <= most:
        text = f"Invalid value '{least}' for MinCount. It must be at least 1 and at most MaxCount."
        raise Refusal("InvalidParameterValue", text)
    wanted = launch_request.checked(tx, caller.region, request)
    made: list[Key] = []
    for _ in range(most):
        try:
            with tx.savepoint():
                made.append(instance.launch(tx, wanted, tags=wanted.instance_tags))
        except Refusal:
            if len(made) < least:
                raise
            break
    reservation = tx.need(made[0])["_"]["reservation"]
    for at, key in enumerate(made):
        with tx.edit(key) as doc:
            doc["AmiLaunchIndex"], doc["_"]["reservation"] = at, reservation
    return _answer(tx, made)


def _answer(tx: Tx, keys: list[Key]) -> Doc:
    docs = [tx.need(key) for key in keys]
    return {
        "ReservationId": docs[0]["_"]["reservation"],
        "OwnerId": account.number(tx),
        "Groups": [],
        "Instances": [instance.shown(tx, doc) for doc in docs],
    }

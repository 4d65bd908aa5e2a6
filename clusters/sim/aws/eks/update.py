"""An Update: a change of a cluster or a node group, while it is made and after."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from clusters.sim.aws.eks import cluster as clusters
from clusters.sim.aws.eks.errors import ResourceNotFoundException
from clusters.sim.catalog.timings import Timing
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

KIND = "eks.Update"


def key(cluster: Key, update_id: str) -> Key:
    return Key(KIND, clusters.scope(cluster), update_id)


class Change(NamedTuple):
    """Members of the target's document, what Describe shows of it, and its time."""

    members: dict[str, Any]
    params: dict[str, Any]
    timing: Timing


def begin(tx: Tx, target: Key, kind: str, change: Change) -> Key:
    """Start changing a cluster or node group; its controller makes the change."""
    on_cluster = target.kind == clusters.KIND
    owner = target if on_cluster else clusters.of_scope(target.scope)
    made = key(owner, tx.rng.uuid())
    tx.add(
        made,
        {
            "id": made.name,
            "status": "InProgress",
            "type": kind,
            "params": [
                {"type": name, "value": _text(v)} for name, v in change.params.items()
            ],
            "createdAt": tx.epoch,
            "errors": [],
            "_": {
                "created": tx.now,
                "until": round(tx.now + change.timing.draw(tx.rng), 3),
                "change": change.members,
                "nodegroup": "" if on_cluster else target.name,
            },
        },
    )
    with tx.edit(target) as doc:
        doc["status"] = "UPDATING"
        doc["_"]["update"] = made.name
    tx.tell(
        target,
        "eks",
        kind,
        f"An update of {target.name} was ordered: {', '.join(change.params) or kind}.",
        owner="both",
        by="you",
        next="aws",
    )
    return made


def finish(tx: Tx, target: Key, update: Key) -> None:
    """The change is made."""
    kind = tx.need(update)["type"]
    with tx.edit(update) as doc:
        doc["status"] = "Successful"
    with tx.edit(target) as doc:
        doc["status"] = "ACTIVE"
        del doc["_"]["update"]
    text = f"The update of {target.name} is finished."
    tx.tell(target, "eks", f"{kind}Finished", text, owner="both")


def fail(tx: Tx, target: Key, update: Key, refusal: Refusal) -> None:
    """The change could not be made; the target stays as it was."""
    error = {
        "errorCode": "Unknown",
        "errorMessage": refusal.message,
        "resourceIds": [target.name],
    }
    with tx.edit(update) as doc:
        doc["status"] = "Failed"
        doc["errors"] = [error]
    with tx.edit(target) as doc:
        doc["status"] = "ACTIVE"
        del doc["_"]["update"]
    tx.tell(
        target,
        "eks",
        "UpdateFailed",
        f"The update of {target.name} failed: {refusal.message}",
        owner="both",
        next="you",
        severity="error",
    )


def require(view: Reader, cluster: Key, request: Doc) -> Key:
    """The update that a request names, of the cluster or of the node group it names."""
    found = key(cluster, request["updateId"])
    doc = view.find(found)
    if doc is None or doc["_"]["nodegroup"] != request.get("nodegroupName", ""):
        text = f"No update found for ID: {request['updateId']}"
        raise ResourceNotFoundException(text, clusterName=cluster.name)
    return found


def of(view: Reader, cluster: Key, nodegroup: str = "") -> list[str]:
    """Ids of the updates of a cluster or node group, newest first."""
    found = [
        (-doc["_"]["created"], each.name)
        for each, doc in view.list(KIND, clusters.scope(cluster))
        if doc["_"]["nodegroup"] == nodegroup
    ]
    return [name for _, name in sorted(found)]


def shown(doc: Doc) -> dict[str, Any]:
    return {name: value for name, value in doc.items() if name != "_"}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))

"""ec2:DescribeInstanceStatus."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import describe, instance
from clusters.sim.aws.ec2.resource import INSTANCE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Document

PATHS = {
    "availability-zone": "AvailabilityZone",
    "instance-state-name": "InstanceState.Name",
    "instance-status.status": "InstanceStatus.Status",
    "system-status.status": "SystemStatus.Status",
}


@operation("ec2:DescribeInstanceStatus", reads=True)
def describe_instance_status(tx: Tx, caller: Caller, request: Doc) -> Doc:
    wanted = request.get("InstanceIds") or ()
    for name in wanted:
        instance.require(tx, caller.region, name)
    items = [
        _shown(tx, doc)
        for key, doc in tx.list(INSTANCE.kind, caller.region)
        if (key.name in wanted or not wanted)
        and (request.get("IncludeAllInstances") or doc["State"]["Name"] == "running")
    ]
    kept = describe.kept(items, request, PATHS)
    return describe.answer("InstanceStatuses", kept, request)


def _shown(tx: Tx, doc: Document) -> dict[str, Any]:
    """The checks say `initializing` for a while; what only passes is not stored."""
    if doc["State"]["Name"] != "running":
        status: dict[str, Any] = {"Status": "not-applicable"}
    else:
        passed = tx.now >= doc["_"]["checked"]
        detail = {
            "Name": "reachability",
            "Status": "passed" if passed else "initializing",
        }
        status = {"Status": "ok" if passed else "initializing", "Details": [detail]}
    return {
        "AvailabilityZone": doc["Placement"]["AvailabilityZone"],
        "InstanceId": doc["InstanceId"],
        "InstanceState": doc["State"],
        "InstanceStatus": status,
        "SystemStatus": status,
    }

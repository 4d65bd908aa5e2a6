"""ec2:DescribeTags."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe, resource
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "key": "Key",
    "value": "Value",
    "resource-id": "ResourceId",
    "resource-type": "ResourceType",
}


@operation("ec2:DescribeTags", reads=True)
def describe_tags(tx: Tx, caller: Caller, request: Doc) -> Doc:
    items = [
        {**tag, "ResourceId": key.name, "ResourceType": kind.type}
        for kind in resource.ALL
        for key, doc in tx.list(kind.kind, caller.region)
        for tag in doc.get(kind.tags, ())
    ]
    kept = describe.kept(items, request, PATHS)
    return describe.answer("Tags", kept, request)

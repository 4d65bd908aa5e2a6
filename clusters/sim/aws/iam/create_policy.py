"""iam:CreatePolicy."""

from __future__ import annotations

from clusters.sim.aws.iam import policy, policy_document, tags
from clusters.sim.aws.iam.errors import EntityAlreadyExists
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

MANAGED_SIZE = 6144


@operation("iam:CreatePolicy")
def create_policy(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name, path = request["PolicyName"], request.get("Path", "/")
    key = policy.key(name)
    if tx.find(key) is not None:
        raise EntityAlreadyExists(
            f"A policy called {name} already exists. Duplicate names are not allowed."
        )
    document = policy_document.identity(request["PolicyDocument"], MANAGED_SIZE)
    doc = {
        "PolicyName": name,
        "PolicyId": f"ANPA{tx.rng.base32(17)}",
        "Arn": policy.arn(caller.account, path, name),
        "Path": path,
        "DefaultVersionId": policy.FIRST_VERSION,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "CreateDate": int(tx.epoch),
        "UpdateDate": int(tx.epoch),
        "Tags": tags.checked(request.get("Tags", [])),
        "_": {"created": tx.now, "document": document},
    }
    if "Description" in request:
        doc["Description"] = request["Description"]
    made = tx.add(key, doc)
    shown = policy.shown(tx, made)
    # CreatePolicy answers without the description; GetPolicy has it.
    return {"Policy": {k: v for k, v in shown.items() if k != "Description"}}

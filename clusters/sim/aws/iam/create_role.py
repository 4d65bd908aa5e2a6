"""iam:CreateRole."""

from __future__ import annotations

from clusters.sim.aws.iam import policy_document, role, tags
from clusters.sim.aws.iam.errors import EntityAlreadyExists, LimitExceeded
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

QUOTA = 1000


@operation("iam:CreateRole")
def create_role(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name, path = request["RoleName"], request.get("Path", "/")
    # IAM's names are unique whatever their case.
    taken = {key.name.lower() for key, _ in tx.list(role.KIND)}
    if name.lower() in taken:
        raise EntityAlreadyExists(f"Role with name {name} already exists.")
    if len(taken) >= QUOTA:
        raise LimitExceeded(f"Cannot exceed quota for RolesPerAccount: {QUOTA}")
    text = request["AssumeRolePolicyDocument"]
    doc = {
        "Path": path,
        "RoleName": name,
        "RoleId": f"AROA{tx.rng.base32(17)}",
        "Arn": role.arn(caller.account, path, name),
        "CreateDate": int(tx.epoch),
        "AssumeRolePolicyDocument": policy_document.trust(text, role.TRUST_SIZE),
        "MaxSessionDuration": request.get("MaxSessionDuration", role.DEFAULT_SESSION),
        "Tags": tags.checked(request.get("Tags", [])),
        "AttachedPolicies": [],
        "Policies": {},
        "_": {"created": tx.now},
    }
    if "Description" in request:
        doc["Description"] = request["Description"]
    if "PermissionsBoundary" in request:
        doc["PermissionsBoundary"] = role.boundary(tx, request["PermissionsBoundary"])
    made = tx.add(role.key(name), doc)
    tx.tell(
        role.key(name),
        "iam",
        "RoleCreated",
        f"Role {name} is there. It may do nothing until policies are attached.",
        owner="you",
        by="you",
    )
    return {"Role": role.shown(made)}

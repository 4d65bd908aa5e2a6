"""iam:CreateInstanceProfile."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile, tags
from clusters.sim.aws.iam.errors import EntityAlreadyExists
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:CreateInstanceProfile")
def create_instance_profile(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name, path = request["InstanceProfileName"], request.get("Path", "/")
    key = instance_profile.key(name)
    if tx.find(key) is not None:
        raise EntityAlreadyExists(f"Instance Profile {name} already exists.")
    doc = {
        "Path": path,
        "InstanceProfileName": name,
        "InstanceProfileId": f"AIPA{tx.rng.base32(17)}",
        "Arn": f"arn:aws:iam::{caller.account}:instance-profile{path}{name}",
        "CreateDate": int(tx.epoch),
        "Roles": [],
        "Tags": tags.checked(request.get("Tags", [])),
        "_": {"created": tx.now},
    }
    made = tx.add(key, doc)
    return {"InstanceProfile": instance_profile.shown(tx, made)}

"""iam:GetPolicyVersion."""

from __future__ import annotations

from clusters.sim.aws.iam import policy, role
from clusters.sim.aws.iam.errors import NoSuchEntity
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:GetPolicyVersion", reads=True)
def get_policy_version(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    arn, version = request["PolicyArn"], request["VersionId"]
    shown = policy.require_shown(tx, arn)
    document = policy.document(tx, arn)
    if version != policy.FIRST_VERSION or document is None:
        raise NoSuchEntity(
            f"Policy {arn} version {version} does not exist or is not attachable."
        )
    return {
        "PolicyVersion": {
            "Document": role.encoded(document),
            "VersionId": version,
            "IsDefaultVersion": True,
            "CreateDate": shown["UpdateDate"],
        }
    }

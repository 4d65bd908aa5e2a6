"""What a learner's new account has in IAM: the user, and roles to begin with."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.iam import policy_document, role, user
from clusters.sim.catalog.managed_policies import BY_NAME
from clusters.sim.registry import starter
from clusters.sim.tx import Tx
from clusters.sim.world import Key

LEARNER = "learner"
CLUSTER_ROLE = "eksClusterRole"
NODE_ROLE = "AmazonEKSNodeRole"
ROLES = {
    CLUSTER_ROLE: ("eks.amazonaws.com", ("AmazonEKSClusterPolicy",)),
    NODE_ROLE: (
        "ec2.amazonaws.com",
        (
            "AmazonEKSWorkerNodePolicy",
            "AmazonEC2ContainerRegistryPullOnly",
            "AmazonEKS_CNI_Policy",
        ),
    ),
}
DESCRIPTIONS = {
    CLUSTER_ROLE: "Amazon EKS - Cluster role",
    NODE_ROLE: "Amazon EKS - Node role",
}


@starter("iam")
def starter_identities(tx: Tx) -> None:
    account = tx.need(Key("aws.Account", "", "account"))["id"]
    tx.add(user.key(LEARNER), _learner(tx, account))
    for name in ROLES:
        tx.add(role.key(name), _role(tx, account, name))


def _learner(tx: Tx, account: str) -> dict[str, Any]:
    return {
        "Path": "/",
        "UserName": LEARNER,
        "UserId": f"AIDA{tx.rng.base32(17)}",
        "Arn": f"arn:aws:iam::{account}:user/{LEARNER}",
        "CreateDate": int(tx.epoch),
        "Tags": [],
        "AttachedPolicies": [BY_NAME["AdministratorAccess"].arn],
        "Policies": {},
        "_": {"created": tx.now},
    }


def _role(tx: Tx, account: str, name: str) -> dict[str, Any]:
    service, policies = ROLES[name]
    return {
        "Path": "/",
        "RoleName": name,
        "RoleId": f"AROA{tx.rng.base32(17)}",
        "Arn": role.arn(account, "/", name),
        "CreateDate": int(tx.epoch),
        "AssumeRolePolicyDocument": policy_document.for_service(service),
        "Description": DESCRIPTIONS[name],
        "MaxSessionDuration": role.DEFAULT_SESSION,
        "Tags": [],
        "AttachedPolicies": [BY_NAME[each].arn for each in policies],
        "Policies": {},
        "_": {"created": tx.now},
    }

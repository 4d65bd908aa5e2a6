"""Service-linked roles: made for a service, changed by nobody else."""

from __future__ import annotations

from typing import Any, NamedTuple

from clusters.sim.aws.iam import policy_document, role
from clusters.sim.catalog import managed_policies
from clusters.sim.tx import Tx
from clusters.sim.world import Document

PATH = "/aws-service-role/"


class Template(NamedTuple):
    """The role that a service asks for, and the policy that it comes with."""

    role: str
    policy: str
    description: str


TEMPLATES = {
    "eks.amazonaws.com": Template(
        "AWSServiceRoleForAmazonEKS",
        "AmazonEKSServiceRolePolicy",
        "Allows Amazon EKS to call AWS services on your behalf.",
    ),
    "eks-nodegroup.amazonaws.com": Template(
        "AWSServiceRoleForAmazonEKSNodegroup",
        "AWSServiceRoleForAmazonEKSNodegroup",
        "This policy allows Amazon EKS to create and manage Nodegroups",
    ),
    "elasticloadbalancing.amazonaws.com": Template(
        "AWSServiceRoleForElasticLoadBalancing",
        "AWSElasticLoadBalancingServiceRolePolicy",
        "Allows ELB to call AWS services on your behalf.",
    ),
    "autoscaling.amazonaws.com": Template(
        "AWSServiceRoleForAutoScaling",
        "AutoScalingServiceRolePolicy",
        "Default Service-Linked Role enables access to AWS Services and Resources "
        "used or managed by Auto Scaling",
    ),
}


def create(tx: Tx, account: str, service: str, **more: Any) -> Document:
    """The service-linked role of a service in TEMPLATES."""
    template = TEMPLATES[service]
    path = f"{PATH}{service}/"
    policy = managed_policies.BY_NAME.get(template.policy)
    return tx.add(
        role.key(template.role),
        {
            "Path": path,
            "RoleName": template.role,
            "RoleId": f"AROA{tx.rng.base32(17)}",
            "Arn": role.arn(account, path, template.role),
            "CreateDate": int(tx.epoch),
            "AssumeRolePolicyDocument": policy_document.for_service(service),
            "Description": template.description,
            "MaxSessionDuration": role.DEFAULT_SESSION,
            "Tags": [],
            "AttachedPolicies": [policy.arn] if policy else [],
            "Policies": {},
            "_": {"created": tx.now},
            **more,
        },
    )

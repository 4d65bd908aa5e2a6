"""What the ailing sandbox holds: a cluster that could not be made, groups that fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.e2e.pages.contents import clients
from tests.e2e.stack import STEPS, Browser, Stack, until

POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
TOO_MANY = 40
"""Nodes of two processors each: more than a new account may run."""


def ail(stack: Stack, guest: Browser, folder: Path) -> None:
    """Every status that says something is wrong, each come by its own cause."""
    guest.post("clock/", mode="instant")
    guest.post("getting-started/all/")
    until(lambda: [*guest.steps().values()] == ["Succeeded"] * len(STEPS))
    client = clients(stack, guest, folder)
    eks, iam = client("eks"), client("iam")
    demo = eks.describe_cluster(name="demo")["cluster"]
    _never_made(guest, iam, eks, demo)
    _groups(iam, eks, demo)


def _never_made(guest: Browser, iam: Any, eks: Any, demo: dict[str, Any]) -> None:
    """A cluster whose role goes while it is being built."""
    role = _role(iam, "shortLived", "eks.amazonaws.com")
    iam.attach_role_policy(RoleName="shortLived", PolicyArn=POLICY)
    guest.post("clock/", mode="paused")
    subnets = demo["resourcesVpcConfig"]["subnetIds"][:2]
    eks.create_cluster(
        name="broken", roleArn=role, resourcesVpcConfig={"subnetIds": subnets}
    )
    guest.post("clock/", step="1")
    iam.detach_role_policy(RoleName="shortLived", PolicyArn=POLICY)
    iam.delete_role(RoleName="shortLived")
    guest.post("clock/", mode="instant")
    until(lambda: eks.describe_cluster(name="broken")["cluster"]["status"] == "FAILED")


def _groups(iam: Any, eks: Any, demo: dict[str, Any]) -> None:
    """A group whose nodes may not join, and one that may not grow."""
    account = demo["arn"].split(":")[4]
    roles = {
        "barred": _role(iam, "bareNodeRole", "ec2.amazonaws.com"),
        "hungry": f"arn:aws:iam::{account}:role/AmazonEKSNodeRole",
    }
    for name, role in roles.items():
        eks.create_nodegroup(
            clusterName="demo",
            nodegroupName=name,
            nodeRole=role,
            subnets=demo["resourcesVpcConfig"]["subnetIds"][:2],
            scalingConfig={"minSize": 1, "desiredSize": 1, "maxSize": TOO_MANY},
        )
    until(lambda: _group(eks, "hungry") == "ACTIVE")
    eks.update_nodegroup_config(
        clusterName="demo",
        nodegroupName="hungry",
        scalingConfig={"desiredSize": TOO_MANY},
    )
    until(lambda: _group(eks, "hungry") == "DEGRADED")
    until(lambda: _group(eks, "barred") == "CREATE_FAILED")


def _role(iam: Any, name: str, service: str) -> str:
    """A role that this service may take, without any policy."""
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": service},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    return str(made["Role"]["Arn"])


def _group(eks: Any, name: str) -> str:
    found = eks.describe_nodegroup(clusterName="demo", nodegroupName=name)
    return str(found["nodegroup"]["status"])

"""Sandboxes in which every page has something to show: all is well, all is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.e2e.stack import STEPS, Browser, Stack, running, tools, until

TROUBLES = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: typo, labels: {team: shop}}
spec:
  replicas: 2
  selector: {matchLabels: {app: typo}}
  template:
    metadata: {labels: {app: typo}}
    spec: {containers: [{name: web, image: "nginxx:nowhere"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: huge}
spec: {containers: [{name: web, image: nginx, resources: {requests: {cpu: "64"}}}]}
---
apiVersion: v1
kind: Pod
metadata: {name: crashing}
spec: {containers: [{name: sh, image: busybox, command: [sh, -c, "echo about to fail; exit 1"]}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: tricky, annotations: {note: "<script>alert(1)</script>"}}
data: {page.html: "<b>text, not markup</b>"}
"""
BAD_TEMPLATE = """\
Resources:
  Net: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.70.0.0/16}}
  Outside:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 192.168.0.0/24}
"""


@dataclass(frozen=True)
class Prepared:
    """A stack and three guests in it, by what their sandbox is like."""

    stack: Stack
    guests: dict[str, Browser]

    def path(self, guest: str, rest: str) -> str:
        """The whole address of a page of one guest's sandbox."""
        return f"{self.stack.url}/s/{self.guests[guest].sandbox}/{rest}"

    def cookie(self, guest: str) -> dict[str, str]:
        """The guest's session, as a real browser takes it."""
        value = self.guests[guest].session
        return {"name": "sessionid", "value": value, "url": self.stack.url}


@contextmanager
def prepared(folder: Path) -> Iterator[Prepared]:
    """Start an installation and fill it; some ten seconds."""
    with running(folder) as stack:
        empty = Browser(stack).begin()
        full, coming = Browser(stack).begin(), Browser(stack).begin()
        _full(stack, full, folder)
        _coming(stack, coming, folder)
        yield Prepared(stack, {"empty": empty, "full": full, "coming": coming})


def _full(stack: Stack, guest: Browser, folder: Path) -> None:
    """A cluster at work, one without nodes, strangers at its gate, what failed."""
    guest.post("clock/", mode="instant")
    guest.post("getting-started/all/")
    until(lambda: set(guest.steps().values()) == {"Succeeded"} and _all(guest))
    guest.post("cluster/demo/apply/", yaml=TROUBLES)
    client = _clients(stack, guest, folder)
    demo = client("eks").describe_cluster(name="demo")["cluster"]
    network = demo["resourcesVpcConfig"]
    client("eks").create_cluster(
        name="alone",
        roleArn=demo["roleArn"],
        resourcesVpcConfig={"subnetIds": network["subnetIds"][:2]},
    )
    given = {
        "ClusterName": "demo",
        "ClusterControlPlaneSecurityGroup": network["clusterSecurityGroupId"],
        "NodeGroupName": "strangers",
        "VpcId": network["vpcId"],
        "Subnets": ",".join(network["subnetIds"][:2]),
    }
    client("cloudformation").create_stack(
        StackName="strangers",
        TemplateBody=guest.open("/templates/eks-nodes.yaml")[2],
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in given.items()
        ],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    )
    client("cloudformation").create_stack(
        StackName="outside", TemplateBody=BAD_TEMPLATE
    )


def _all(guest: Browser) -> bool:
    return len(guest.steps()) == len(STEPS)


def _coming(stack: Stack, guest: Browser, folder: Path) -> None:
    """A cluster that stands still in the middle of being made."""
    guest.post("clock/", mode="paused")
    client = _clients(stack, guest, folder)
    found = client("ec2").describe_subnets()["Subnets"]
    account = client("sts").get_caller_identity()["Account"]
    client("eks").create_cluster(
        name="coming",
        roleArn=f"arn:aws:iam::{account}:role/eksClusterRole",
        resourcesVpcConfig={"subnetIds": [one["SubnetId"] for one in found[:3]]},
    )
    for _ in range(12):
        guest.post("clock/", step="1")


def _clients(stack: Stack, guest: Browser, folder: Path) -> Any:
    """boto3, pointed at the guest's account."""
    env = tools(stack, folder, guest.sandbox).env
    session = boto3.Session(
        env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], region_name="us-west-2"
    )
    config = Config(retries={"total_max_attempts": 1})

    def client(service: str) -> Any:
        return session.client(
            service, endpoint_url=env["AWS_ENDPOINT_URL"], config=config
        )

    return client

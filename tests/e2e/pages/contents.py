"""What the full sandbox holds: clusters, nodes that join and some that cannot, failures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
from botocore.config import Config

from tests.e2e.stack import STEPS, Browser, Stack, tools, until

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
---
apiVersion: v1
kind: Secret
metadata: {name: password}
stringData: {password: "correct horse"}
"""
BAD_TEMPLATE = """\
Resources:
  Net: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.70.0.0/16}}
  Outside:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 192.168.0.0/24}
"""
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
LOGS = ["api", "audit", "authenticator"]


def fill(stack: Stack, guest: Browser, folder: Path) -> dict[str, str]:
    """A cluster at work and one without nodes, one that is gone, and what failed."""
    guest.post("clock/", mode="instant")
    guest.post("getting-started/all/")
    until(lambda: [*guest.steps().values()] == ["Succeeded"] * len(STEPS))
    guest.post("cluster/demo/apply/", yaml=TROUBLES)
    client = clients(stack, guest, folder)
    demo = client("eks").describe_cluster(name="demo")["cluster"]
    _others(client("eks"), demo)
    _working(client("eks"), demo)
    _stacks(client("cloudformation"), guest, demo)
    client("eks").delete_cluster(name="gone")
    return _names(client("ec2"), guest, demo)


def clients(stack: Stack, guest: Browser, folder: Path) -> Any:
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


def _others(eks: Any, demo: dict[str, Any]) -> None:
    """Clusters without nodes: one stays, the other is deleted later."""
    subnets = {"subnetIds": demo["resourcesVpcConfig"]["subnetIds"][:2]}
    for name in ("alone", "gone"):
        eks.create_cluster(
            name=name, roleArn=demo["roleArn"], resourcesVpcConfig=subnets
        )


def _working(eks: Any, demo: dict[str, Any]) -> None:
    """Everything that a cluster may have beside its control plane, through the API."""
    account = demo["arn"].split(":")[4]
    reader = f"arn:aws:iam::{account}:role/eksClusterRole"
    eks.create_nodegroup(
        clusterName="demo",
        nodegroupName="workers",
        nodeRole=f"arn:aws:iam::{account}:role/AmazonEKSNodeRole",
        subnets=demo["resourcesVpcConfig"]["subnetIds"][:2],
        labels={"team": "shop"},
    )
    eks.create_access_entry(clusterName="demo", principalArn=reader)
    eks.associate_access_policy(
        clusterName="demo",
        principalArn=reader,
        policyArn=VIEW,
        accessScope={"type": "namespace", "namespaces": ["default"]},
    )
    eks.create_addon(clusterName="demo", addonName="coredns")
    eks.update_cluster_config(
        name="demo",
        logging={"clusterLogging": [{"types": LOGS, "enabled": True}]},
    )


def _stacks(formation: Any, guest: Browser, demo: dict[str, Any]) -> None:
    """Nodes that no cluster lets in, and a template that fails."""
    network = demo["resourcesVpcConfig"]
    given = {
        "ClusterName": "demo",
        "ClusterControlPlaneSecurityGroup": network["clusterSecurityGroupId"],
        "NodeGroupName": "strangers",
        "VpcId": network["vpcId"],
        "Subnets": ",".join(network["subnetIds"][:2]),
    }
    formation.create_stack(
        StackName="strangers",
        TemplateBody=guest.open("/templates/eks-nodes.yaml")[2],
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in given.items()
        ],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    )
    formation.create_stack(StackName="outside", TemplateBody=BAD_TEMPLATE)


def _names(ec2: Any, guest: Browser, demo: dict[str, Any]) -> dict[str, str]:
    """What places need to be addressed by, once everything is there."""
    network = demo["resourcesVpcConfig"]
    vpc = [{"Name": "vpc-id", "Values": [network["vpcId"]]}]
    account = demo["arn"].split(":")[4]

    def instance(mark: str) -> dict[str, Any]:
        found = [
            one
            for reservation in ec2.describe_instances()["Reservations"]
            for one in reservation["Instances"]
            if mark in str(one["Tags"]) and one["State"]["Name"] == "running"
        ]
        return found[0] if found else {}

    stranger = until(lambda: instance("strangers"))
    member = until(lambda: instance("'workers'"))
    return {
        "stranger": stranger["InstanceId"],
        "member": member["InstanceId"],
        "node": member["PrivateDnsName"],
        "interface": member["NetworkInterfaces"][0]["NetworkInterfaceId"],
        "vpc": network["vpcId"],
        "subnet": network["subnetIds"][0],
        "group": network["clusterSecurityGroupId"],
        "table": ec2.describe_route_tables(Filters=vpc)["RouteTables"][-1][
            "RouteTableId"
        ],
        "gateway": ec2.describe_internet_gateways()["InternetGateways"][0][
            "InternetGatewayId"
        ],
        "entry": quote(f"arn:aws:iam::{account}:role/eksClusterRole", safe=""),
        "pod": found(guest, "resources/", r"/pods/default/(typo-[\w-]+)/"),
        "event": found(guest, "?severity=warning", r"/why/(\d+)/"),
    }


def found(guest: Browser, page: str, pattern: str) -> str:
    """What a page of the cluster has, as soon as it has it."""
    match = until(lambda: re.search(pattern, guest.get(f"cluster/demo/{page}")))
    assert match is not None
    return match.group(1)

"""The two templates of our own: a network, a cluster in it, nodes that join."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from tests.sim.aws.eks.account import DEMO, NUMBER, Account, an_account


def template(name: str) -> str:
    folder = resources.files("clusters.sim.catalog.templates")
    return (folder / name).read_text("utf-8")


def stack(account: Account, name: str, file: str, **parameters: str) -> dict[str, Any]:
    """Create a stack and wait for its end; its outputs."""
    account.call(
        "cloudformation:CreateStack",
        StackName=name,
        TemplateBody=template(file),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in parameters.items()
        ],
    )
    account.later(900)
    (found,) = account.call("cloudformation:DescribeStacks", StackName=name)["Stacks"]
    assert found["StackStatus"] == "CREATE_COMPLETE"
    return {o["OutputKey"]: o["OutputValue"] for o in found["Outputs"]}


@functools.cache
def _in_a_network() -> tuple[Account, dict[str, Any]]:
    account = an_account()
    return account, stack(account, "net", "eks-vpc.yaml")


def nodes_in_a_cluster_of_templates(
    name: str = "demo", **endpoint: bool
) -> tuple[Account, str]:
    """The account once the nodes' stack is complete, and the nodes' role."""
    shared, network = _in_a_network()
    account, groups = shared.copy(), network["SecurityGroups"].split(",")
    account.order_cluster(
        resourcesVpcConfig={
            "subnetIds": network["SubnetIds"].split(","),
            "securityGroupIds": groups,
            **endpoint,
        },
        accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
    )
    account.later(900)
    made = stack(
        account,
        "nodes",
        "eks-nodes.yaml",
        ClusterName=name,
        ClusterControlPlaneSecurityGroup=groups[0],
        NodeGroupName="own",
        VpcId=network["VpcId"],
        Subnets=network["SubnetIds"],
    )
    return account, made["NodeInstanceRole"]


def ready(account: Account) -> int:
    return sum(
        condition["type"] == "Ready" and condition["status"] == "True"
        for node in account.nodes()
        for condition in node["status"]["conditions"]
    )


def test_the_stack_is_complete_but_its_nodes_wait_for_a_mapping():
    account, role = nodes_in_a_cluster_of_templates()
    assert account.nodes() == []
    assert "Unauthorized" in account.reasons("kubelet")
    account.eks(
        "CreateAccessEntry", clusterName="demo", principalArn=role, type="EC2_LINUX"
    )
    account.later(90)
    assert ready(account) == len(account.nodes()) > 0


def test_with_private_access_the_nodes_come_by_the_interfaces():
    account, role = nodes_in_a_cluster_of_templates(
        endpointPrivateAccess=True, endpointPublicAccess=False
    )
    account.eks(
        "CreateAccessEntry", clusterName="demo", principalArn=role, type="EC2_LINUX"
    )
    account.later(90)
    assert ready(account) == len(account.nodes()) > 0


def test_a_mistyped_cluster_name_gives_a_complete_stack_and_no_nodes():
    account, role = nodes_in_a_cluster_of_templates(name="dmeo")
    account.eks(
        "CreateAccessEntry", clusterName="demo", principalArn=role, type="EC2_LINUX"
    )
    account.later(600)
    assert account.nodes() == []
    assert account.need(DEMO)["status"] == "ACTIVE"
    assert NUMBER in role

from __future__ import annotations

import functools

import pytest

from clusters.sim.catalog import templates
from clusters.sim.world import Key
from tests.sim.aws.cloud import REGION, Cloud, a_cloud

VPC, NODES = templates.read("eks-vpc.yaml"), templates.read("eks-nodes.yaml")


def outputs(stack):
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


@functools.cache
def _with_network() -> Cloud:
    cloud = a_cloud()
    cloud.stack("net", VPC)
    return cloud


@pytest.fixture
def cloud():
    made = _with_network()
    return Cloud(made.world, made.wall, list(made.changes))


@pytest.fixture
def network(cloud):
    return outputs(cloud.described("net"))


def nodes(cloud, network, **values):
    given = {
        "ClusterName": "demo",
        "ClusterControlPlaneSecurityGroup": network["SecurityGroups"],
        "VpcId": network["VpcId"],
        "Subnets": network["SubnetIds"],
        **values,
    }
    return cloud.stack(
        "nodes",
        NODES,
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in given.items()],
        Capabilities=["CAPABILITY_IAM"],
    )


def test_the_network_has_two_public_and_two_private_subnets_over_two_zones(
    cloud, network
):
    found = cloud.ec2("DescribeSubnets", SubnetIds=network["SubnetIds"].split(","))

    places = [
        (subnet["MapPublicIpOnLaunch"], subnet["AvailabilityZone"][-1])
        for subnet in found["Subnets"]
    ]
    assert sorted(places) == [(False, "a"), (False, "b"), (True, "a"), (True, "b")]
    assert {subnet["VpcId"] for subnet in found["Subnets"]} == {network["VpcId"]}


def test_each_private_subnet_has_a_nat_gateway_of_its_own(cloud, network):
    tables = cloud.ec2("DescribeRouteTables")["RouteTables"]
    gateways = [
        route["NatGatewayId"]
        for table in tables
        for route in table["Routes"]
        if "NatGatewayId" in route
    ]

    assert len(set(gateways)) == 2


def test_the_network_can_be_deleted_again(cloud):
    cloud.cloudformation("DeleteStack", StackName="net")
    cloud.later()

    assert len(cloud.ec2("DescribeVpcs")["Vpcs"]) == 1
    assert cloud.ec2("DescribeAddresses")["Addresses"] == []


def test_a_block_that_is_none_is_refused(cloud):
    with pytest.raises(
        Exception, match="Parameter VpcBlock failed to satisfy constraint: must"
    ):
        cloud.stack(
            "other",
            VPC,
            Parameters=[{"ParameterKey": "VpcBlock", "ParameterValue": "10.0.0.0/8"}],
        )


def test_the_nodes_start_though_no_cluster_knows_them(cloud, network):
    stack = nodes(cloud, network)

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    found = outputs(stack)
    assert found["NodeInstanceRole"].startswith("arn:aws:iam::111122223333:role/nodes-")
    running = cloud.members(found["NodeAutoScalingGroup"])
    assert [member["LifecycleState"] for member in running] == ["InService"] * 2


def test_the_nodes_know_their_cluster_by_their_user_data(cloud, network):
    group = outputs(nodes(cloud, network))["NodeAutoScalingGroup"]

    instance = cloud.members(group)[0]["InstanceId"]
    user_data = cloud.need(Key("ec2.Instance", REGION, instance))["_"]["user_data"]
    assert "apiVersion: node.eks.aws/v1alpha1" in user_data
    assert "    name: demo\n" in user_data


def test_the_nodes_group_and_the_control_planes_let_each_other_in(cloud, network):
    group = outputs(nodes(cloud, network))["NodeSecurityGroup"]

    control = cloud.ec2("DescribeSecurityGroups", GroupIds=[network["SecurityGroups"]])
    (inward,) = control["SecurityGroups"][0]["IpPermissions"]
    assert inward["UserIdGroupPairs"][0]["GroupId"] == group
    assert inward["FromPort"] == 443


def test_another_number_of_nodes_is_an_update(cloud, network):
    group = outputs(nodes(cloud, network))["NodeAutoScalingGroup"]
    kept = ("ClusterName", "ClusterControlPlaneSecurityGroup", "VpcId", "Subnets")
    given = [{"ParameterKey": name, "UsePreviousValue": True} for name in kept]
    more = {
        "ParameterKey": "NodeAutoScalingGroupDesiredCapacity",
        "ParameterValue": "3",
    }

    cloud.cloudformation(
        "UpdateStack",
        StackName="nodes",
        UsePreviousTemplate=True,
        Parameters=[*given, more],
        Capabilities=["CAPABILITY_IAM"],
    )
    cloud.later()

    assert cloud.described("nodes")["StackStatus"] == "UPDATE_COMPLETE"
    assert len(cloud.members(group)) == 3


def test_the_nodes_can_be_deleted_again(cloud, network):
    nodes(cloud, network)

    cloud.cloudformation("DeleteStack", StackName="nodes")
    cloud.later()

    assert [
        stack["StackName"] for stack in cloud.cloudformation("DescribeStacks")["Stacks"]
    ] == ["net"]
    groups = cloud.ec2("DescribeSecurityGroups", GroupIds=[network["SecurityGroups"]])
    assert groups["SecurityGroups"][0]["IpPermissions"] == []


def test_our_templates_can_be_named_by_their_address():
    cloud = a_cloud()

    found = cloud.cloudformation(
        "ValidateTemplate", TemplateURL="http://localhost:8000/templates/eks-vpc.yaml"
    )

    assert found["Parameters"][0]["DefaultValue"] == "192.168.0.0/16"

"""Why an instance is not joining: each cause is found where it is, and nowhere else."""

from __future__ import annotations

import pytest

from clusters.console.nodes import joining
from clusters.sim.catalog import amis
from clusters.sim.world import Key
from tests.sim.aws.eks.account import DEMO, NODE_ROLE, REGION, with_cluster
from tests.sim.controllers.test_node_boot import admit, launch

ANYWHERE = "0.0.0.0/0"
EVERYTHING = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": ANYWHERE}]}


@pytest.fixture
def account():
    """A cluster that knows the node role."""
    found = with_cluster()
    admit(found)
    return found


def answers(account, key):
    found = joining.subject(account.world, key)
    assert found is not None
    return {check.question: check for check in joining.checks(found)}


def crosses(account, key):
    return [q for q, check in answers(account, key).items() if check.state == "bad"]


def booted(account, **request):
    key = launch(account, **request)
    account.later(120)
    return key


def test_a_node_that_joined_has_ticks_all_the_way(account):
    key = booted(account)
    account.later(120)

    assert {check.state for check in answers(account, key).values()} == {"ok"}


def test_an_instance_that_boots_has_no_cross_yet(account):
    key = launch(account)

    found = answers(account, key)

    assert found["Is the instance running?"].state == "unknown"
    assert crosses(account, key) == []


def test_a_terminated_instance_is_not_running(account):
    key = booted(account)
    account.call("ec2:TerminateInstances", InstanceIds=[key.name])
    account.later(120)

    assert crosses(account, key)[0] == "Is the instance running?"


def test_an_image_without_nodeadm_is_named(account):
    image = next(i for i in amis.images(REGION) if not i.release).id
    key = booted(account, image=image)

    assert crosses(account, key) == ["Does its image know how to become a node?"]


def test_a_newer_kubelet_than_the_cluster_is_named(account):
    key = booted(account, image=amis.node_image(REGION, "1.36").id)

    (check,) = [c for c in answers(account, key).values() if c.state == "bad"]
    assert check.told.startswith("The kubelet is 1.36, the cluster 1.35.")


def test_a_wrong_name_in_the_user_data_is_named(account):
    key = booted(account, name="dmeo")

    assert "Does its user data name the right cluster?" in crosses(account, key)


def test_no_user_data_is_named_and_what_follows_is_unknown(account):
    key = booted(account, UserData="")

    found = answers(account, key)

    assert crosses(account, key) == ["Does its user data name the right cluster?"]
    assert found["Does it reach the cluster's endpoint on port 443?"].state == "unknown"


def test_a_role_that_nobody_mapped_is_told_how_to_be_mapped():
    account = with_cluster()
    key = booted(account)

    (check,) = [c for c in answers(account, key).values() if c.state == "bad"]

    assert check.question == "Does the cluster know the role as a node's?"
    assert "access entry of type EC2_LINUX for AmazonEKSNodeRole" in check.todo


def test_with_aws_auth_alone_only_aws_auth_is_advised():
    account = with_cluster("CONFIG_MAP")
    key = booted(account)

    check = answers(account, key)["Does the cluster know the role as a node's?"]

    assert "aws-auth" in check.todo
    assert "access entry" not in check.todo


def test_an_entry_that_is_not_a_nodes_is_no_mapping():
    account = with_cluster()
    account.eks(
        "CreateAccessEntry",
        clusterName="demo",
        principalArn=NODE_ROLE,
        kubernetesGroups=["viewers"],
    )
    key = booted(account)

    check = answers(account, key)["Does the cluster know the role as a node's?"]

    assert check.state == "bad"
    assert "without being a node" in check.told


def test_an_instance_without_a_profile_carries_no_role(account):
    key = booted(account, IamInstanceProfile={})

    found = answers(account, key)

    assert crosses(account, key) == ["Does it carry a role?"]
    assert found["Does the role have the three node policies?"].state == "unknown"


def test_a_policy_that_was_detached_is_named(account):
    name = "AmazonEKSWorkerNodePolicy"
    account.call(
        "iam:DetachRolePolicy",
        RoleName="AmazonEKSNodeRole",
        PolicyArn=f"arn:aws:iam::aws:policy/{name}",
    )
    key = booted(account)

    check = answers(account, key)["Does the role have the three node policies?"]

    assert check.state == "bad"
    assert name in check.told


def way(account, key):
    return answers(account, key)["Does it reach the cluster's endpoint on port 443?"]


def test_a_closed_security_group_is_the_hop_that_refuses(account):
    made = account.call("ec2:CreateSecurityGroup", GroupName="x", Description="x")
    group = made["GroupId"]
    account.call(
        "ec2:RevokeSecurityGroupEgress", GroupId=group, IpPermissions=[EVERYTHING]
    )
    key = booted(account, SecurityGroupIds=[group])

    check = way(account, key)

    assert (check.state, check.owner) == ("bad", "you")
    assert group in check.told
    assert [hop.ok for hop in check.hops] == [False]


def test_a_missing_route_is_the_hop_that_refuses(account):
    (table,) = [key for key, _ in account.world.list("ec2.RouteTable", REGION)]
    account.call(
        "ec2:DeleteRoute", RouteTableId=table.name, DestinationCidrBlock=ANYWHERE
    )
    key = booted(account)

    check = way(account, key)

    assert "has no route to the internet" in check.told
    assert check.about.page == "networking"


def test_a_private_subnet_that_is_routed_to_a_gateway_lacks_an_address(account):
    account.call(
        "ec2:ModifySubnetAttribute",
        SubnetId=account.subnets[0],
        MapPublicIpOnLaunch={"Value": False},
    )
    key = booted(account)

    assert "has no public address" in way(account, key).told


def test_an_access_list_without_the_nodes_address_is_yours_to_widen(account):
    account.eks(
        "UpdateClusterConfig",
        name="demo",
        resourcesVpcConfig={"publicAccessCidrs": ["198.51.100.0/24"]},
    )
    account.later(900)
    key = booted(account)

    check = way(account, key)

    assert check.owner == "you"
    assert "publicAccessCidrs [198.51.100.0/24] do not hold" in check.told


def test_an_api_server_that_takes_no_writes_is_awss_to_mend(account):
    for member, _ in account.world.list("dc.EtcdMember", account.cluster_id):
        account.change(member, state="dead")
    key = launch(account)

    check = answers(account, key)["Does the API server take its registration?"]

    assert (check.state, check.owner) == ("bad", "aws")


def test_a_subnet_without_free_addresses_is_named(account):
    made = account.call(
        "ec2:CreateSubnet",
        VpcId=account.need(DEMO)["resourcesVpcConfig"]["vpcId"],
        CidrBlock="172.31.200.0/28",
    )["Subnet"]["SubnetId"]
    key = launch(account, SubnetId=made)
    for _ in range(10):
        account.call("ec2:CreateNetworkInterface", SubnetId=made)

    check = answers(account, key)["Has its subnet free addresses for Pods?"]

    assert check.state == "bad"
    assert made in check.told


def test_instances_that_have_not_joined_are_those_that_are_meant_for_the_cluster():
    account = with_cluster()
    lost = booted(account)
    other = booted(account, UserData="")
    account.eks(
        "CreateAccessEntry",
        clusterName="demo",
        principalArn=NODE_ROLE,
        type="EC2_LINUX",
    )

    assert [found.key for found in joining.waiting(account.world, DEMO)] == [lost]

    account.later(60)
    assert list(joining.waiting(account.world, DEMO)) == []
    assert other != lost


def test_an_unknown_instance_is_no_subject(account):
    key = Key("ec2.Instance", REGION, "i-0")

    assert joining.subject(account.world, key) is None

"""Instances on their way into a cluster, and what keeps them out."""

from __future__ import annotations

import base64

import pytest

from clusters.sim.catalog import amis, node_config
from clusters.sim.world import Key
from tests.sim.aws.eks.account import DEMO, NODE_ROLE, REGION, with_cluster

PROFILE = "nodes"
TRUST_EC2 = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":'
    '{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
)


def launch(account, *, name: str = "demo", image: str = "", **request) -> Key:
    """A self-managed node: an instance with a NodeConfig and the node role."""
    if account.world.find(Key("iam.InstanceProfile", "", PROFILE)) is None:
        account.call("iam:CreateInstanceProfile", InstanceProfileName=PROFILE)
        account.call(
            "iam:AddRoleToInstanceProfile",
            InstanceProfileName=PROFILE,
            RoleName=NODE_ROLE.rpartition("/")[2],
        )
    endpoint = account.eks("DescribeCluster", name="demo")["cluster"]["endpoint"]
    config = node_config.written({"name": name, "apiServerEndpoint": endpoint}, {}, [])
    asked = {
        "ImageId": image or amis.node_image(REGION, "1.35").id,
        "InstanceType": "t3.medium",
        "MinCount": 1,
        "MaxCount": 1,
        "SubnetId": account.subnets[0],
        "IamInstanceProfile": {"Name": PROFILE},
        "UserData": base64.b64encode(config.encode()).decode(),
        **request,
    }
    made = account.call("ec2:RunInstances", **asked)
    return Key("ec2.Instance", REGION, made["Instances"][0]["InstanceId"])


def admit(account) -> None:
    account.eks(
        "CreateAccessEntry",
        clusterName="demo",
        principalArn=NODE_ROLE,
        type="EC2_LINUX",
    )


def told(account, reason: str):
    return [told for told in account.told() if told.reason == reason]


def test_a_node_with_a_mapped_role_registers_not_ready_and_tainted():
    account = with_cluster()
    admit(account)
    launch(account)
    account.later(60)
    (node,) = account.nodes()
    name = node["metadata"]["name"]
    assert name.startswith("ip-172-31-")
    ready = next(c for c in node["status"]["conditions"] if c["type"] == "Ready")
    assert "cni plugin not initialized" in ready["message"] or ready["status"] == "True"
    assert node["status"]["capacity"]["pods"] == "17"
    assert node["status"]["allocatable"]["cpu"] == "1930m"
    assert node["status"]["nodeInfo"]["kubeletVersion"].startswith("v1.35.6-eks-")
    (granted,) = told(account, "AccessGranted")
    assert f'username="system:node:{name}"' in granted.message


def test_the_journal_tells_the_way():
    account = with_cluster()
    admit(account)
    key = launch(account)
    account.later(60)
    texts = [text for _, text in account.need(key)["_"]["journal"]]
    assert any("nodeadm-config.service" in text for text in texts)
    assert "Successfully registered node" in texts[-1]


def test_a_role_that_nobody_mapped_is_unauthorized_and_said_once():
    account = with_cluster()
    key = launch(account)
    account.later(600)
    assert account.nodes() == []
    (refused,) = told(account, "Unauthorized")
    assert refused.next == "you"
    (denied,) = told(account, "AccessDenied")
    assert f"assumed-role/AmazonEKSNodeRole/{key.name}" in denied.message
    assert "ARN is not mapped" in denied.message


def test_an_access_entry_lets_a_refused_node_in_within_seconds():
    account = with_cluster()
    launch(account)
    account.later(600)
    admit(account)
    account.later(15)
    assert len(account.nodes()) == 1


def test_a_line_in_aws_auth_lets_a_refused_node_in_within_seconds():
    account = with_cluster("CONFIG_MAP")
    launch(account)
    account.later(600)
    line = (
        f"- rolearn: {NODE_ROLE}\n  username: system:node:{{{{EC2PrivateDNSName}}}}\n"
        "  groups: [system:bootstrappers, system:nodes]\n"
    )
    body = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "aws-auth", "namespace": "kube-system"},
        "data": {"mapRoles": line},
    }
    account.kube("create", "configmaps", namespace="kube-system", body=body)
    account.later(15)
    assert len(account.nodes()) == 1


@pytest.mark.parametrize(
    ("arn", "username"),
    [
        (NODE_ROLE.replace("role/", "role/path/"), "system:node:{{EC2PrivateDNSName}}"),
        (
            NODE_ROLE.replace(":role/", ":instance-profile/"),
            "system:node:{{EC2PrivateDNSName}}",
        ),
        (NODE_ROLE, "nodes"),
    ],
)
def test_a_mapping_that_is_not_quite_right_lets_nobody_in(arn, username):
    account = with_cluster("CONFIG_MAP")
    line = f"- rolearn: {arn}\n  username: {username}\n  groups: [system:nodes]\n"
    body = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "aws-auth", "namespace": "kube-system"},
        "data": {"mapRoles": line},
    }
    account.kube("create", "configmaps", namespace="kube-system", body=body)
    launch(account)
    account.later(600)
    assert account.nodes() == []


def test_a_mistyped_cluster_name_never_joins():
    account = with_cluster()
    admit(account)
    launch(account, name="dmeo")
    account.later(600)
    assert account.nodes() == []
    (refused,) = told(account, "Unauthorized")
    assert "'dmeo'" in refused.message


def test_without_a_way_out_of_the_subnet_it_times_out_until_there_is_one():
    account = with_cluster()
    admit(account)
    ((table, _),) = account.world.list("ec2.RouteTable", REGION)
    where = {"RouteTableId": table.name, "DestinationCidrBlock": "0.0.0.0/0"}
    ((gateway, _),) = account.world.list("ec2.InternetGateway", REGION)
    account.call("ec2:DeleteRoute", **where)
    launch(account)
    account.later(600)
    assert account.nodes() == []
    (refused,) = told(account, "ApiServerUnreachable")
    assert refused.next == "you"
    account.call("ec2:CreateRoute", **where, GatewayId=gateway.name)
    account.later(15)
    assert len(account.nodes()) == 1


def test_without_an_instance_profile_it_has_nothing_to_show():
    account = with_cluster()
    admit(account)
    launch(account, IamInstanceProfile={})
    account.later(600)
    assert account.nodes() == []
    assert told(account, "NoCredentials")


def test_a_remade_role_of_the_same_name_is_somebody_else():
    account = with_cluster()
    admit(account)
    launch(account)
    role = Key("iam.Role", "", "AmazonEKSNodeRole")
    account.change(role, RoleId="AROAOTHER")
    account.later(600)
    assert account.nodes() == []
    assert told(account, "Unauthorized")


def test_while_nothing_can_be_written_it_waits_for_aws():
    account = with_cluster()
    admit(account)
    for name in ("1", "2"):
        account.fault("api-server-loss", Key("dc.ApiServer", account.cluster_id, name))
    launch(account)
    account.later(100)
    (refused,) = told(account, "ApiServerUnavailable")
    assert refused.next == "aws"
    account.later(300)
    assert len(account.nodes()) == 1


def test_a_label_that_the_api_refuses_keeps_it_out_in_the_apis_words():
    account = with_cluster()
    admit(account)
    config = node_config.written({"name": "demo"}, {}, ["--node-labels=a=not/valid!"])
    launch(account, UserData=base64.b64encode(config.encode()).decode())
    account.later(600)
    assert account.nodes() == []
    (refused,) = told(account, "RegistrationRefused")
    assert "not/valid!" in refused.message
    assert refused.next == "you"


def test_an_image_without_nodeadm_becomes_no_node():
    account = with_cluster()
    admit(account)
    plain = next(
        image.id
        for image in amis.images(REGION)
        if not image.release and image.architecture == "x86_64"
    )
    key = launch(account, image=plain)
    account.later(600)
    assert account.nodes() == []
    assert account.need(key)["_"]["boot"]["step"] == "none"


def test_a_deleted_cluster_leaves_its_nodes_alone():
    account = with_cluster()
    admit(account)
    key = launch(account)
    account.later(120)
    account.eks("DeleteCluster", name="demo")
    account.later(300)
    assert account.world.find(DEMO) is None
    assert account.need(key)["State"]["Name"] == "running"

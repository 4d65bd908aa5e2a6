"""Managed node groups: what they make, when they give up, what they leave."""

from __future__ import annotations

import base64

from clusters.sim.catalog import node_config
from clusters.sim.kube import aws_auth
from clusters.sim.world import Key
from tests.sim.aws.eks.account import (
    CLUSTER_ROLE,
    NODE_ROLE,
    NUMBER,
    REGION,
    WEB,
    with_cluster,
    with_nodegroup,
)


def scaling_group(account) -> Key:
    (resource,) = account.need(WEB)["resources"]["autoScalingGroups"]
    return Key("autoscaling.AutoScalingGroup", REGION, resource["name"])


def codes(account) -> list[str]:
    return [issue["code"] for issue in account.need(WEB)["health"]["issues"]]


def ordered(account, **request):
    account.order_nodegroup(**request)
    return account


def test_it_is_active_when_its_nodes_are_ready():
    account = with_nodegroup()
    doc = account.need(WEB)
    assert doc["status"] == "ACTIVE"
    zones = {
        n["metadata"]["labels"]["topology.kubernetes.io/zone"] for n in account.nodes()
    }
    assert zones == {f"{REGION}a", f"{REGION}b"}
    for node in account.nodes():
        assert node["metadata"]["labels"]["eks.amazonaws.com/nodegroup"] == "web"
        assert (
            node["metadata"]["labels"]["eks.amazonaws.com/capacityType"] == "ON_DEMAND"
        )


def test_its_role_is_let_in_by_an_access_entry():
    account = with_nodegroup()
    entry = account.need(Key("eks.AccessEntry", f"{REGION}/demo", NODE_ROLE))
    assert entry["type"] == "EC2_LINUX"
    assert account.world.find(aws_auth.key(account.cluster_id)) is None


def test_where_entries_are_not_looked_at_its_role_gets_a_line_in_aws_auth():
    account = ordered(with_cluster("CONFIG_MAP")).later(300)
    (line,) = aws_auth.read(account.world, account.cluster_id).lines
    assert line.arn == NODE_ROLE.lower()
    assert line.groups == ("system:bootstrappers", "system:nodes")
    assert account.need(WEB)["status"] == "ACTIVE"


def test_its_auto_scaling_group_spans_all_subnets_and_is_marked():
    account = with_nodegroup()
    group = account.need(scaling_group(account))
    assert group["VPCZoneIdentifier"] == ",".join(account.subnets[:2])
    tags = {tag["Key"]: tag["Value"] for tag in group["Tags"]}
    assert tags["eks:nodegroup-name"] == "web"
    assert tags["kubernetes.io/cluster/demo"] == "owned"


def test_its_instances_are_told_what_they_need_to_join():
    account = with_cluster()
    taint = {"key": "own", "effect": "NO_EXECUTE"}
    ordered(account, labels={"tier": "gold"}, taints=[taint]).later(40)
    ((_, template),) = account.world.list("ec2.LaunchTemplate", REGION)
    (version,) = template["_"]["versions"]
    data = version["LaunchTemplateData"]
    config = node_config.parsed(base64.b64decode(data["UserData"]).decode())
    assert config is not None
    assert config.cluster == "demo"
    assert config.endpoint.endswith(account.cluster_id)
    assert config.labels["tier"] == "gold"
    assert config.taints == [{"key": "own", "effect": "NoExecute"}]
    assert config.kubelet["maxPods"] == 17
    assert config.kubelet["clusterDNS"] == ["10.100.0.10"]


def test_nodes_that_never_join_end_it_after_twenty_minutes():
    account = with_cluster()
    account.call(
        "ec2:RevokeSecurityGroupEgress",
        GroupId=_cluster_group(account),
        IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
    )
    ordered(account).later(1200)
    assert account.need(WEB)["status"] == "CREATING"
    account.later(300)
    doc = account.need(WEB)
    assert doc["status"] == "CREATE_FAILED"
    (issue,) = doc["health"]["issues"]
    assert issue["code"] == "NodeCreationFailure"
    assert issue["message"] == "Instances failed to join the kubernetes cluster"
    assert len(issue["resourceIds"]) == 2


def _cluster_group(account) -> str:
    doc = account.need(Key("eks.Cluster", REGION, "demo"))
    return str(doc["resourcesVpcConfig"]["clusterSecurityGroupId"])


def test_a_full_subnet_shows_at_once_in_its_health():
    account = with_cluster()
    subnet = account.subnets[2]
    key = Key("ec2.Subnet", REGION, subnet)
    block = account.need(key)["CidrBlock"].partition("/")[0]
    account.change(key, CidrBlock=f"{block}/29")
    held = len(account.world.by("ec2.NetworkInterface", "subnet", subnet))
    for _ in range(3 - held):
        account.call("ec2:CreateNetworkInterface", SubnetId=subnet)
    ordered(account, subnets=[subnet]).later(200)
    assert account.need(WEB)["status"] == "CREATING"
    assert codes(account) == ["InsufficientFreeAddresses"]
    account.later(1400)
    assert account.need(WEB)["status"] == "CREATE_FAILED"


def test_a_public_subnet_that_gives_no_addresses_is_refused_as_eks_does():
    account = with_cluster()
    subnet = account.subnets[0]
    account.call(
        "ec2:ModifySubnetAttribute",
        SubnetId=subnet,
        MapPublicIpOnLaunch={"Value": False},
    )
    ordered(account).later(60)
    (issue,) = account.need(WEB)["health"]["issues"]
    assert issue["code"] == "Ec2SubnetInvalidConfiguration"
    assert (
        f"[{subnet}] for node group web does not automatically assign"
        in issue["message"]
    )


def test_a_launch_template_that_goes_meanwhile_ends_it():
    account = with_cluster()
    made = account.call(
        "ec2:CreateLaunchTemplate",
        LaunchTemplateName="mine",
        LaunchTemplateData={"InstanceType": "t3.large"},
    )["LaunchTemplate"]
    number = made["LaunchTemplateId"]
    ordered(account, launchTemplate={"id": number}).later(12)
    account.call("ec2:DeleteLaunchTemplate", LaunchTemplateId=number)
    account.later(60)
    assert codes(account) == ["Ec2LaunchTemplateNotFound"]


def test_eks_own_launch_template_that_goes_meanwhile_ends_it():
    account = ordered(with_cluster()).later(25)
    ((key, _),) = account.world.list("ec2.LaunchTemplate", REGION)
    account.call("ec2:DeleteLaunchTemplate", LaunchTemplateId=key.name)
    account.later(60)
    assert account.need(WEB)["status"] == "CREATE_FAILED"
    assert codes(account) == ["Ec2LaunchTemplateNotFound"]


def test_a_groups_instances_are_what_its_launch_template_says():
    account = with_cluster()
    account.call(
        "ec2:CreateLaunchTemplate",
        LaunchTemplateName="mine",
        LaunchTemplateData={"InstanceType": "t3.large"},
    )
    ordered(account, launchTemplate={"name": "mine"}).later(300)
    assert account.need(WEB)["status"] == "ACTIVE"
    labels = account.nodes()[0]["metadata"]["labels"]
    assert labels["node.kubernetes.io/instance-type"] == "t3.large"
    assert labels["eks.amazonaws.com/sourceLaunchTemplateVersion"] == "1"


def test_a_role_that_goes_meanwhile_ends_it():
    account = ordered(with_cluster())
    account.remove(Key("iam.Role", "", "AmazonEKSNodeRole"))
    account.later(60)
    assert codes(account) == ["IamNodeRoleNotFound"]
    assert account.need(WEB)["status"] == "CREATE_FAILED"


def test_without_its_auto_scaling_group_it_is_degraded():
    account = with_nodegroup()
    account.call(
        "autoscaling:DeleteAutoScalingGroup",
        AutoScalingGroupName=scaling_group(account).name,
        ForceDelete=True,
    )
    account.later(600)
    assert account.need(WEB)["status"] == "DEGRADED"
    assert codes(account) == ["AutoScalingGroupNotFound"]


def test_a_group_of_no_nodes_is_active_without_any():
    sizes = {"minSize": 0, "maxSize": 2, "desiredSize": 0}
    account = ordered(with_cluster(), scalingConfig=sizes).later(200)
    assert account.need(WEB)["status"] == "ACTIVE"
    assert account.nodes() == []


def test_deleting_it_takes_away_all_that_it_made():
    account = with_nodegroup()
    made = scaling_group(account)
    account.eks("DeleteNodegroup", clusterName="demo", nodegroupName="web")
    account.later(500)
    assert account.world.find(WEB) is None
    assert account.world.find(made) is None
    assert account.world.list("ec2.LaunchTemplate", REGION) == []
    assert account.world.list("iam.InstanceProfile") == []
    assert account.nodes() == []
    states = {d["State"]["Name"] for _, d in account.world.list("ec2.Instance", REGION)}
    assert states == {"terminated"}
    entry = Key("eks.AccessEntry", f"{REGION}/demo", NODE_ROLE)
    assert account.world.find(entry) is None


def test_the_role_stays_let_in_while_another_group_uses_it():
    account = with_nodegroup()
    account.order_nodegroup("api")
    account.later(300)
    account.eks("DeleteNodegroup", clusterName="demo", nodegroupName="web")
    account.later(500)
    entry = Key("eks.AccessEntry", f"{REGION}/demo", NODE_ROLE)
    assert account.world.find(entry) is not None


def test_a_failed_group_can_be_deleted():
    account = ordered(with_cluster())
    account.remove(Key("iam.Role", "", "AmazonEKSNodeRole"))
    account.later(60)
    account.eks("DeleteNodegroup", clusterName="demo", nodegroupName="web")
    account.later(300)
    assert account.world.find(WEB) is None


def test_its_instance_profile_carries_the_node_role():
    account = with_nodegroup()
    ((_, profile),) = account.world.list("iam.InstanceProfile")
    assert profile["Roles"] == ["AmazonEKSNodeRole"]
    assert NUMBER in profile["Arn"]
    assert CLUSTER_ROLE.rpartition("/")[2] not in profile["Roles"]

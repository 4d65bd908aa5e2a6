"""A cluster's life: built in order, failing where it must, deleted in order."""

from __future__ import annotations

import pytest

from clusters.sim.datacenter import control_plane
from clusters.sim.world import Key
from tests.sim.aws.eks.account import DEMO, REGION, an_account, with_cluster

ORDER = [
    "ServiceLinkedRole",
    "ClusterSecurityGroup",
    "ControlPlaneVpc",
    "Certificates",
    "Etcd",
    "ApiServers",
    "CrossAccountInterfaces",
    "Endpoint",
    "OidcIssuer",
    "Bootstrap",
    "DefaultAddons",
    "HealthGate",
]


def building(account, until: str):
    """The account at the moment a phase begins."""
    account.order_cluster()
    while f"{until}Started" not in account.reasons():
        account.later(1)
    return account


def test_each_phase_begins_and_ends_before_the_next():
    account = with_cluster()
    phases = [
        reason
        for reason in account.reasons()
        if reason.removesuffix("Started").removesuffix("Finished") in ORDER
    ]
    assert phases == [
        f"{name}{what}" for name in ORDER for what in ("Started", "Finished")
    ]


def test_it_takes_about_ten_minutes():
    hidden = with_cluster().need(DEMO)["_"]
    assert 520 < hidden["active"] - hidden["created"] < 690


def test_nothing_can_be_written_before_two_etcd_members_agree_and_a_server_answers():
    account = an_account()
    account.order_cluster()
    while not control_plane.writable(account.world, account.cluster_id):
        assert account.world.list("k8s.Namespace", account.cluster_id) == []
        account.later(1)
    assert "EtcdLeaderElected" in account.reasons()
    assert "ApiServerHealthy" in account.reasons()


def test_three_members_and_two_servers_stand_in_zones_of_their_own():
    account = with_cluster()
    members = account.world.list("dc.EtcdMember", account.cluster_id)
    servers = account.world.list("dc.ApiServer", account.cluster_id)
    assert len({doc["zone"] for _, doc in members}) == 3
    assert len({doc["zone"] for _, doc in servers}) == 2
    assert sorted(doc["state"] for _, doc in members) == [
        "follower",
        "follower",
        "leader",
    ]
    assert {doc["version"] for _, doc in servers} == {"1.35.6"}


def test_the_cluster_security_group_lets_its_own_members_talk():
    account = with_cluster()
    config = account.need(DEMO)["resourcesVpcConfig"]
    group = account.need(
        Key("ec2.SecurityGroup", REGION, config["clusterSecurityGroupId"])
    )
    assert group["GroupName"].startswith("eks-cluster-sg-demo-")
    (rule,) = group["IpPermissions"]
    assert [pair["GroupId"] for pair in rule["UserIdGroupPairs"]] == [group["GroupId"]]
    tags = {tag["Key"]: tag["Value"] for tag in group["Tags"]}
    assert tags["kubernetes.io/cluster/demo"] == "owned"


def test_the_interfaces_stand_in_two_zones_of_the_learners_subnets():
    account = with_cluster()
    cards = account.world.by("ec2.NetworkInterface", "cluster", account.cluster_id)
    assert len({doc["AvailabilityZone"] for _, doc in cards}) == 2
    for _, doc in cards:
        assert doc["Description"] == "Amazon EKS demo"
        assert doc["RequesterManaged"] is True
        assert doc["SubnetId"] in account.subnets


def test_the_default_add_ons_wait_for_nodes():
    account = with_cluster()
    here = account.cluster_id
    coredns = account.need(Key("k8s.Deployment", f"{here}/kube-system", "coredns"))
    assert coredns["spec"]["replicas"] == 2
    pods = [doc for _, doc in account.world.list("k8s.Pod", here)]
    assert [pod["status"]["phase"] for pod in pods] == ["Pending", "Pending"]
    dns = account.need(Key("k8s.Service", f"{here}/kube-system", "kube-dns"))
    assert dns["spec"]["clusterIP"] == "10.100.0.10"


def test_a_cluster_can_come_without_add_ons():
    account = an_account()
    account.order_cluster(bootstrapSelfManagedAddons=False)
    account.later(900)
    assert account.need(DEMO)["status"] == "ACTIVE"
    assert account.world.list("k8s.DaemonSet", account.cluster_id) == []


def test_a_role_that_goes_meanwhile_ends_it():
    account = building(an_account(), "ControlPlaneVpc")
    account.remove(Key("iam.Role", "", "eksClusterRole"))
    account.later(120)
    doc = account.need(DEMO)
    assert doc["status"] == "FAILED"
    assert [issue["code"] for issue in doc["health"]["issues"]] == ["IamRoleNotFound"]
    assert account.told("eks")[-1].next == "you"


def test_a_subnet_that_goes_meanwhile_ends_it():
    account = building(an_account(), "ControlPlaneVpc")
    account.remove(Key("ec2.Subnet", REGION, account.subnets[0]))
    account.later(120)
    (issue,) = account.need(DEMO)["health"]["issues"]
    assert issue["code"] == "Ec2SubnetNotFound"


def test_subnets_without_addresses_end_it_and_leave_no_interface():
    account = an_account()
    for subnet in account.subnets:
        key = Key("ec2.Subnet", REGION, subnet)
        block = account.need(key)["CidrBlock"].partition("/")[0]
        # Of eight addresses five are AWS's; three interfaces take the others.
        account.change(key, CidrBlock=f"{block}/29")
    for _ in range(3):
        for subnet in account.subnets:
            account.call("ec2:CreateNetworkInterface", SubnetId=subnet)
    account.order_cluster()
    account.later(900)
    doc = account.need(DEMO)
    assert doc["status"] == "FAILED"
    (issue,) = doc["health"]["issues"]
    assert issue["code"] == "InsufficientFreeAddresses"
    assert issue["resourceIds"] == account.subnets
    cards = account.world.by("ec2.NetworkInterface", "cluster", account.cluster_id)
    assert cards == []


def test_a_failed_cluster_can_be_deleted():
    account = building(an_account(), "ControlPlaneVpc")
    account.remove(Key("iam.Role", "", "eksClusterRole"))
    account.later(900)
    account.eks("DeleteCluster", name="demo")
    account.later(250)
    assert account.world.find(DEMO) is None


def test_a_deleted_cluster_leaves_nothing_of_its_own():
    account = with_cluster()
    number = account.cluster_id
    account.eks("DeleteCluster", name="demo")
    account.later(250)
    kept = [
        key
        for key, _ in account.world.documents()
        if number in key.scope
        or key.scope == f"{REGION}/demo"
        or key.kind == "eks.Cluster"
    ]
    assert kept == []
    assert [key for _, key in account.world.agenda if number in key.scope] == []
    names = [doc["GroupName"] for _, doc in account.world.list("ec2.SecurityGroup")]
    assert names == ["default"]
    assert account.world.by("ec2.NetworkInterface", "cluster", number) == []


def test_what_was_deleted_of_the_base_layer_leaves_nothing_either():
    account = with_cluster()
    account.kube("delete", "clusterroles.rbac.authorization.k8s.io", name="view")
    number = account.cluster_id
    account.eks("DeleteCluster", name="demo")
    account.later(250)
    assert [key for key, _ in account.world.documents() if key.scope == number] == []


def test_a_security_group_that_is_still_used_stays():
    account = with_cluster()
    group = account.need(DEMO)["resourcesVpcConfig"]["clusterSecurityGroupId"]
    account.call(
        "ec2:CreateNetworkInterface", SubnetId=account.subnets[0], Groups=[group]
    )
    account.eks("DeleteCluster", name="demo")
    account.later(250)
    assert account.world.find(Key("ec2.SecurityGroup", REGION, group)) is not None
    assert "DependencyViolation" in account.reasons("ec2")


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_other_worlds_take_other_times_and_come_to_the_same_end(seed):
    account = an_account(seed)
    account.order_cluster()
    account.later(900)
    assert account.need(DEMO)["status"] == "ACTIVE"

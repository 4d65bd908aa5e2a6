"""CreateCluster: what it refuses, and in which words; what it answers."""

from __future__ import annotations

import pytest

from clusters.sim.world import Key
from tests.sim.aws.eks.account import (
    CLUSTER_ROLE,
    DEMO,
    NODE_ROLE,
    NUMBER,
    REGION,
    an_account,
    with_cluster,
)
from tests.sim.aws.refusing import refuses

INVALID = "InvalidParameterException"


def test_the_answer_is_a_cluster_that_is_being_created_and_has_no_endpoint_yet():
    made = an_account().order_cluster(version="1.34", tags={"team": "a"})["cluster"]
    assert made["status"] == "CREATING"
    assert made["arn"] == f"arn:aws:eks:{REGION}:{NUMBER}:cluster/demo"
    assert made["version"] == "1.34"
    assert made["tags"] == {"team": "a"}
    assert made["certificateAuthority"] == {}
    assert "endpoint" not in made
    assert "identity" not in made


def test_what_is_not_asked_for_has_the_defaults_that_terraform_expects():
    made = an_account().order_cluster()["cluster"]
    assert made["version"] == "1.35"
    assert made["accessConfig"] == {"authenticationMode": "CONFIG_MAP"}
    assert made["upgradePolicy"] == {"supportType": "EXTENDED"}
    assert made["deletionProtection"] is False
    assert made["controlPlaneScalingConfig"] == {"tier": "standard"}
    assert made["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "10.100.0.0/16"
    assert made["kubernetesNetworkConfig"]["ipFamily"] == "ipv4"
    config = made["resourcesVpcConfig"]
    assert config["endpointPublicAccess"] is True
    assert config["endpointPrivateAccess"] is False
    assert config["publicAccessCidrs"] == ["0.0.0.0/0"]
    assert config["vpcId"].startswith("vpc-")
    (off,) = made["logging"]["clusterLogging"]
    assert off["enabled"] is False
    assert len(off["types"]) == 5


def test_in_a_vpc_of_10_the_services_get_addresses_elsewhere():
    account = an_account()
    vpc = account.call("ec2:CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        account.call(
            "ec2:CreateSubnet",
            VpcId=vpc,
            CidrBlock=f"10.0.{at}.0/24",
            AvailabilityZone=f"{REGION}{zone}",
        )["Subnet"]["SubnetId"]
        for at, zone in enumerate("ab")
    ]
    made = account.order_cluster(resourcesVpcConfig={"subnetIds": subnets})["cluster"]
    assert made["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "172.20.0.0/16"


def test_the_same_request_with_its_token_again_gets_the_first_cluster():
    account = an_account()
    first = account.order_cluster(clientRequestToken="abc")["cluster"]
    again = account.order_cluster(clientRequestToken="abc")["cluster"]
    assert again["createdAt"] == first["createdAt"]
    assert len(account.world.list("eks.Cluster")) == 1


def test_a_name_is_taken_once():
    account = with_cluster()
    with refuses(
        "ResourceInUseException", "Cluster already exists with name: demo", 409
    ):
        account.order_cluster()


@pytest.mark.parametrize("name", ["-demo", "de mo", "démo", "a" * 101, ""])
def test_a_name_has_letters_digits_hyphens_and_underscores(name):
    with refuses(INVALID, "The cluster name can contain only alphanumeric"):
        an_account().order_cluster(name)


def test_subnets_in_one_zone_are_refused():
    account = an_account()
    with refuses(INVALID, "Subnets specified must be in at least two different AZs"):
        account.order_cluster(resourcesVpcConfig={"subnetIds": account.subnets[:1]})


def test_no_subnets_are_refused():
    with refuses(INVALID, "Subnet Id is required"):
        an_account().order_cluster(resourcesVpcConfig={"subnetIds": []})


def test_an_unknown_subnet_is_refused_in_ec2s_words():
    with refuses(
        INVALID,
        "The subnet ID 'subnet-0nope' does not exist (Service: AmazonEC2; Status Code: "
        "400; Error Code: InvalidSubnetID.NotFound; Request ID: ",
    ):
        an_account().order_cluster(resourcesVpcConfig={"subnetIds": ["subnet-0nope"]})


def test_subnets_of_two_vpcs_are_refused():
    account = an_account()
    vpc = account.call("ec2:CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    other = account.call(
        "ec2:CreateSubnet",
        VpcId=vpc,
        CidrBlock="10.0.0.0/24",
        AvailabilityZone=f"{REGION}b",
    )["Subnet"]["SubnetId"]
    with refuses(INVALID, "Subnets are not in the same VPC"):
        account.order_cluster(
            resourcesVpcConfig={"subnetIds": [account.subnets[0], other]}
        )


def test_a_zone_that_eks_cannot_use_is_refused_with_those_that_it_can():
    account = an_account()
    key = Key("ec2.Subnet", REGION, account.subnets[2])
    account.change(key, AvailabilityZoneId="use1-az3")
    with refuses("UnsupportedAvailabilityZoneException", "us-west-2a, us-west-2b"):
        account.order_cluster()


@pytest.mark.parametrize("version", ["1.33.2", "1.12", "1.36", "latest"])
def test_a_version_that_is_not_offered_is_refused(version):
    with refuses(INVALID, "unsupported Kubernetes version"):
        an_account().order_cluster(version=version)


def test_a_version_that_is_offered_but_not_simulated_says_so():
    with refuses("NotImplemented", "Kubernetes 1.31 is not simulated", 501):
        an_account().order_cluster(version="1.31")


def test_a_malformed_role_is_refused():
    with refuses(INVALID, "Invalid Role Arn: 'admin'"):
        an_account().order_cluster(roleArn="admin")


@pytest.mark.parametrize("role", [CLUSTER_ROLE + "x", NODE_ROLE])
def test_a_role_that_is_not_there_or_does_not_trust_eks_is_refused(role):
    text = (
        f"Role with arn: {role}, could not be assumed because it does not exist or "
        "the trusted entity is not correct"
    )
    with refuses(INVALID, text):
        an_account().order_cluster(roleArn=role)


def test_a_role_without_the_policy_is_refused():
    account = an_account()
    account.change(Key("iam.Role", "", "eksClusterRole"), AttachedPolicies=[])
    with refuses(
        INVALID,
        "Please ensure the following policy is attached: arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    ):
        account.order_cluster()


def test_the_hundred_and_first_cluster_is_refused():
    account = an_account()
    for at in range(100):
        account.order_cluster(f"c{at}")
    with refuses(
        "ResourceLimitExceededException", "Cluster limit exceeded for account."
    ):
        account.order_cluster("one-more")


def test_without_access_entries_the_creator_must_be_let_in():
    with refuses(INVALID, "bootstrapClusterCreatorAdminPermissions must be true if"):
        an_account().order_cluster(
            accessConfig={"bootstrapClusterCreatorAdminPermissions": False}
        )


def test_an_endpoint_that_nobody_reaches_is_refused():
    config = {"endpointPublicAccess": False, "endpointPrivateAccess": False}
    with refuses(INVALID, "Private and public endpoint access cannot be false"):
        an_account().order_cluster(resourcesVpcConfig=config)


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "everywhere", "1.2.3.4/8"])
def test_public_access_is_for_blocks_of_the_internet(cidr):
    with refuses(
        INVALID, f"The following CIDRs are invalid in publicAccessCidrs: [{cidr}]"
    ):
        an_account().order_cluster(resourcesVpcConfig={"publicAccessCidrs": [cidr]})


def test_a_security_group_of_another_vpc_is_refused():
    account = an_account()
    vpc = account.call("ec2:CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ((group, _),) = account.world.by("ec2.SecurityGroup", "vpc", vpc)
    with refuses(INVALID, f"{group.name} is not in the same VPC as the subnets"):
        account.order_cluster(resourcesVpcConfig={"securityGroupIds": [group.name]})


@pytest.mark.parametrize(
    ("member", "what"),
    [
        ({"computeConfig": {"enabled": True}}, "EKS Auto Mode"),
        ({"kubernetesNetworkConfig": {"ipFamily": "ipv6"}}, "An IPv6 cluster"),
        ({"outpostConfig": {"outpostArns": ["arn"]}}, "EKS on Outposts"),
        ({"controlPlaneScalingConfig": {"tier": "tier-xl"}}, "tier-xl"),
    ],
)
def test_what_is_not_simulated_is_refused_by_name(member, what):
    with refuses("NotImplemented", what, 501):
        an_account().order_cluster(**member)


def test_a_refusal_changes_nothing():
    account = an_account()
    before = account.world.rv
    with refuses(INVALID):
        account.order_cluster(version="9.9")
    assert account.world.rv == before
    assert account.world.find(DEMO) is None

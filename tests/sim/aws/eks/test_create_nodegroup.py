"""CreateNodegroup: what it refuses, and in which words; what it answers."""

from __future__ import annotations

import pytest

from clusters.sim.world import Key
from tests.sim.aws.eks.account import (
    CLUSTER_ROLE,
    NODE_ROLE,
    REGION,
    an_account,
    with_cluster,
)
from tests.sim.aws.refusing import refuses

INVALID = "InvalidParameterException"


def test_what_is_not_asked_for_has_eks_defaults():
    made = with_cluster().order_nodegroup()["nodegroup"]
    assert made["status"] == "CREATING"
    assert made["instanceTypes"] == ["t3.medium"]
    assert made["amiType"] == "AL2023_x86_64_STANDARD"
    assert made["diskSize"] == 20
    assert made["capacityType"] == "ON_DEMAND"
    assert made["scalingConfig"] == {"minSize": 2, "maxSize": 2, "desiredSize": 2}
    assert made["updateConfig"] == {"maxUnavailable": 1}
    assert made["version"] == "1.35"
    assert made["releaseVersion"] == "1.35.6-20260714"
    assert made["health"] == {"issues": []}
    assert "remoteAccess" not in made
    assert "resources" not in made
    assert "_" not in made


def test_an_arm_type_gets_an_arm_image():
    made = with_cluster().order_nodegroup(instanceTypes=["t4g.medium"])["nodegroup"]
    assert made["amiType"] == "AL2023_ARM_64_STANDARD"


def test_the_same_request_with_its_token_again_gets_the_first_group():
    account = with_cluster()
    first = account.order_nodegroup(clientRequestToken="terraform-1")["nodegroup"]
    again = account.order_nodegroup(clientRequestToken="terraform-1")["nodegroup"]
    assert again["nodegroupArn"] == first["nodegroupArn"]


def test_a_name_is_taken_once():
    account = with_cluster()
    account.order_nodegroup()
    text = "NodeGroup already exists with name web and cluster name demo"
    with refuses("ResourceInUseException", text, 409):
        account.order_nodegroup()


def test_an_unknown_cluster_is_not_found():
    with refuses("ResourceNotFoundException", "No cluster found for name: demo."):
        an_account().order_nodegroup()


def test_a_cluster_that_is_not_ready_takes_no_group():
    account = an_account()
    account.order_cluster()
    with refuses("InvalidRequestException", "Cluster 'demo' is not in ACTIVE status"):
        account.order_nodegroup()


def test_a_role_that_instances_cannot_carry_is_refused():
    text = (
        "Following required service principals [ec2.amazonaws.com] were not found in the "
        f"trust relationships of nodeRole {CLUSTER_ROLE}"
    )
    with refuses(INVALID, text):
        with_cluster().order_nodegroup(nodeRole=CLUSTER_ROLE)


@pytest.mark.parametrize("role", ["AmazonEKSNodeRole", NODE_ROLE + "x"])
def test_a_role_that_is_not_there_is_refused(role):
    with refuses(INVALID):
        with_cluster().order_nodegroup(nodeRole=role)


@pytest.mark.parametrize(
    ("sizes", "text"),
    [
        (
            {"minSize": 3, "desiredSize": 2, "maxSize": 3},
            "Minimum capacity 3 can't be greater than desired size 2",
        ),
        (
            {"minSize": 1, "desiredSize": 5, "maxSize": 3},
            "desired capacity 5 can't be greater than max size 3",
        ),
    ],
)
def test_sizes_that_contradict_each_other_are_refused(sizes, text):
    with refuses(INVALID, text):
        with_cluster().order_nodegroup(scalingConfig=sizes)


def test_an_unknown_instance_type_is_refused():
    text = "The following supplied instance types do not exist: [t9.huge]"
    with refuses(INVALID, text):
        with_cluster().order_nodegroup(instanceTypes=["t9.huge"])


def test_another_version_than_the_clusters_is_refused():
    text = (
        "Requested Nodegroup release version 1.34.9-20260714 is invalid. Allowed release "
        "version is 1.35.6-20260714"
    )
    with refuses(INVALID, text):
        with_cluster().order_nodegroup(version="1.34")


def test_a_release_of_another_minor_is_refused():
    text = "Requested release version 1.31.3-20250103 is not valid for kubernetes version 1.35."
    with refuses("InvalidRequestException", text):
        with_cluster().order_nodegroup(releaseVersion="1.31.3-20250103")


def test_amazon_linux_2_is_over():
    with refuses(INVALID, "AL2_x86_64 is only supported for kubernetes versions 1.32"):
        with_cluster().order_nodegroup(amiType="AL2_x86_64")


def test_an_image_for_another_architecture_is_refused():
    with refuses(INVALID, "[t3.medium] is not a valid instance type"):
        with_cluster().order_nodegroup(amiType="AL2023_ARM_64_STANDARD")


def a_template(account, **data) -> dict:
    made = account.call(
        "ec2:CreateLaunchTemplate", LaunchTemplateName="mine", LaunchTemplateData=data
    )
    return {"id": made["LaunchTemplate"]["LaunchTemplateId"]}


@pytest.mark.parametrize(
    ("member", "text"),
    [
        ({"diskSize": 30}, "Disk size must be specified within the launch template."),
        (
            {"remoteAccess": {"ec2SshKey": "k"}},
            "Remote access configuration cannot be specified with a launch template.",
        ),
    ],
)
def test_what_a_launch_template_says_is_not_said_twice(member, text):
    account = with_cluster()
    template = a_template(account, InstanceType="t3.large")
    with refuses(INVALID, text):
        account.order_nodegroup(launchTemplate=template, **member)


def test_a_launch_templates_type_is_not_shown_as_the_groups_own():
    account = with_cluster()
    template = a_template(account, InstanceType="t3.large")
    made = account.order_nodegroup(launchTemplate=template)["nodegroup"]
    assert made["launchTemplate"] == {**template, "name": "mine", "version": "1"}
    assert "instanceTypes" not in made
    assert "diskSize" not in made


def test_subnets_of_another_vpc_are_refused():
    account = with_cluster()
    vpc = account.call("ec2:CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = account.call("ec2:CreateSubnet", VpcId=vpc, CidrBlock="10.0.0.0/24")[
        "Subnet"
    ]
    with refuses(INVALID, "Subnets are not in the same VPC as the cluster"):
        account.order_nodegroup(subnets=[subnet["SubnetId"]])


def test_the_thirty_first_group_is_refused():
    account = with_cluster()
    for at in range(30):
        account.order_nodegroup(f"g{at}")
    with refuses("ResourceLimitExceededException"):
        account.order_nodegroup("one-more")


def test_a_refusal_changes_nothing():
    account = with_cluster()
    before = account.world.rv
    with refuses(INVALID):
        account.order_nodegroup(amiType="AL2_x86_64")
    assert account.world.rv == before
    assert account.world.find(Key("eks.Nodegroup", f"{REGION}/demo", "web")) is None

from __future__ import annotations

import base64

import pytest

from clusters.sim.catalog import amis
from tests.sim.aws.cloud import IMAGE, REGION, a_cloud
from tests.sim.aws.refusing import refuses


@pytest.fixture
def cloud():
    return a_cloud()


def described(cloud, name):
    found = cloud.ec2("DescribeInstances", InstanceIds=[name])["Reservations"]
    return found[0]["Instances"][0]


def state(cloud, name):
    return described(cloud, name)["State"]["Name"]


def status(cloud, name):
    found = cloud.ec2("DescribeInstanceStatus", InstanceIds=[name])["InstanceStatuses"]
    return found[0]["InstanceStatus"]["Status"] if found else None


def test_an_instance_starts_runs_and_passes_its_checks(cloud):
    made = cloud.run()["InstanceId"]
    assert state(cloud, made) == "pending"
    assert status(cloud, made) is None

    cloud.later(10)
    assert state(cloud, made) == "running"
    assert status(cloud, made) == "initializing"

    cloud.later(200)
    assert status(cloud, made) == "ok"


def test_an_instance_in_a_public_subnet_has_a_public_address(cloud):
    made = cloud.run()

    assert made["PublicDnsName"].startswith("ec2-")
    assert (
        made["NetworkInterfaces"][0]["Association"]["PublicIp"]
        == made["PublicIpAddress"]
    )


def test_an_instance_has_a_root_volume_which_goes_with_it(cloud):
    made = cloud.run()["InstanceId"]
    (volume,) = cloud.ec2("DescribeVolumes")["Volumes"]
    assert (volume["Size"], volume["VolumeType"]) == (20, "gp3")

    cloud.ec2("TerminateInstances", InstanceIds=[made])
    cloud.later(100)

    assert cloud.ec2("DescribeVolumes")["Volumes"] == []


def test_a_terminated_instance_is_shown_for_an_hour_without_its_address(cloud):
    subnet = cloud.small_subnet()
    made = cloud.run(SubnetId=subnet)["InstanceId"]
    cloud.later(10)

    changed = cloud.ec2("TerminateInstances", InstanceIds=[made])
    assert changed["TerminatingInstances"][0]["PreviousState"]["Name"] == "running"
    cloud.later(100)

    assert state(cloud, made) == "terminated"
    assert "PrivateIpAddress" not in described(cloud, made)
    assert cloud.free(subnet) == 11
    cloud.later(3700)
    with refuses(
        "InvalidInstanceID.NotFound", f"The instance ID '{made}' does not exist"
    ):
        described(cloud, made)


def test_a_stopped_instance_loses_its_public_address_and_gets_another(cloud):
    made = cloud.run()
    name = made["InstanceId"]
    cloud.later(10)

    cloud.ec2("StopInstances", InstanceIds=[name])
    cloud.later(60)
    assert "PublicIpAddress" not in described(cloud, name)
    assert described(cloud, name)["PrivateIpAddress"] == made["PrivateIpAddress"]

    cloud.ec2("StartInstances", InstanceIds=[name])
    cloud.later(60)
    assert state(cloud, name) == "running"
    assert described(cloud, name)["PublicIpAddress"]


def test_a_terminated_instance_cannot_be_started(cloud):
    made = cloud.run()["InstanceId"]
    cloud.ec2("TerminateInstances", InstanceIds=[made])

    with refuses("IncorrectInstanceState", "is not in a state from which"):
        cloud.ec2("StartInstances", InstanceIds=[made])


@pytest.mark.parametrize(
    ("request_", "code", "message"),
    [
        (
            {"InstanceType": "t9.huge"},
            "InvalidParameterValue",
            "Invalid value 't9.huge'",
        ),
        (
            {"InstanceType": "t4g.medium"},
            "InvalidParameterValue",
            "does not match the architecture",
        ),
        (
            {"ImageId": "ami-0123456789abcdef0"},
            "InvalidAMIID.NotFound",
            "does not exist",
        ),
        ({"ImageId": "linux"}, "InvalidAMIID.Malformed", 'Invalid id: "linux"'),
        ({"SubnetId": "subnet-0"}, "InvalidSubnetID.NotFound", "subnet-0"),
        (
            {"SecurityGroupIds": ["sg-0"]},
            "InvalidGroup.NotFound",
            "'sg-0' does not exist",
        ),
        (
            {"IamInstanceProfile": {"Name": "nobody"}},
            "InvalidParameterValue",
            "Value (nobody) for parameter iamInstanceProfile.name is invalid. Invalid IAM",
        ),
        (
            {"UserData": "not base64!"},
            "InvalidParameterValue",
            "Invalid BASE64 encoding",
        ),
    ],
)
def test_what_cannot_run_is_refused(cloud, request_, code, message):
    with refuses(code, message):
        cloud.run(**request_)


def test_a_refused_launch_leaves_nothing_behind(cloud):
    subnet = cloud.small_subnet()
    for _ in range(11):
        cloud.ec2("CreateNetworkInterface", SubnetId=subnet)

    with refuses("InsufficientFreeAddressesInSubnet"):
        cloud.run(SubnetId=subnet)

    assert cloud.ec2("DescribeVolumes")["Volumes"] == []


def test_as_many_are_launched_as_fit_when_fewer_will_do(cloud):
    subnet = cloud.small_subnet()
    for _ in range(9):
        cloud.ec2("CreateNetworkInterface", SubnetId=subnet)

    made = cloud.ec2(
        "RunInstances",
        ImageId=IMAGE,
        InstanceType="t3.micro",
        SubnetId=subnet,
        MinCount=1,
        MaxCount=5,
    )

    assert len(made["Instances"]) == 2
    assert len({one["InstanceId"] for one in made["Instances"]}) == 2


def test_the_same_token_launches_once(cloud):
    assert cloud.run(ClientToken="once") == cloud.run(ClientToken="once")


def test_an_account_has_64_vcpus(cloud):
    for _ in range(4):
        cloud.run(InstanceType="m5.4xlarge")

    with refuses("VcpuLimitExceeded", "your current vCPU limit of 64"):
        cloud.run()


def test_the_console_output_is_what_the_boot_wrote(cloud):
    made = cloud.run()["InstanceId"]

    answer = cloud.ec2("GetConsoleOutput", InstanceId=made)

    assert base64.b64decode(answer["Output"]) == b""


def test_a_launch_template_says_what_the_request_does_not(cloud):
    template = cloud.launch_template(
        InstanceType="m5.large",
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "of", "Value": "template"}]}
        ],
    )

    made = cloud.ec2(
        "RunInstances",
        LaunchTemplate={"LaunchTemplateId": template},
        InstanceType="t3.small",
        MinCount=1,
        MaxCount=1,
    )["Instances"][0]

    assert made["InstanceType"] == "t3.small"
    assert made["Tags"] == [{"Key": "of", "Value": "template"}]


def test_images_are_the_ones_that_the_public_parameters_name(cloud):
    path = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard"
    named = cloud.call("ssm:GetParameter", Name=f"{path}/recommended/image_id")

    found = cloud.ec2(
        "DescribeImages",
        Owners=["amazon"],
        Filters=[
            {"Name": "name", "Values": ["amazon-eks-node-al2023-x86_64-*-1.35-*"]}
        ],
    )["Images"]

    assert [image["ImageId"] for image in found] == [named["Parameter"]["Value"]]
    assert amis.find(REGION, found[0]["ImageId"]) is not None

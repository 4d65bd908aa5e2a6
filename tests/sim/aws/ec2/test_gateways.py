from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses


@pytest.fixture
def cloud():
    return a_cloud()


@pytest.fixture
def vpc(cloud):
    return cloud.ec2("CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture
def gateway(cloud):
    made = cloud.ec2("CreateInternetGateway")["InternetGateway"]
    return made["InternetGatewayId"]


def nat(cloud, **request):
    if "AllocationId" not in request and request.get("ConnectivityType") != "private":
        request["AllocationId"] = cloud.ec2("AllocateAddress")["AllocationId"]
    given = {"SubnetId": cloud.subnets[0], **request}
    return cloud.ec2("CreateNatGateway", **given)["NatGateway"]["NatGatewayId"]


def state(cloud, name):
    found = cloud.ec2("DescribeNatGateways", NatGatewayIds=[name])["NatGateways"]
    return found[0]["State"]


def test_a_vpc_has_one_internet_gateway(cloud, gateway):
    with refuses("InvalidParameterValue", "already has an internet gateway attached"):
        cloud.ec2("AttachInternetGateway", InternetGatewayId=gateway, VpcId=cloud.vpc)


def test_a_gateway_serves_one_vpc(cloud, vpc, gateway):
    cloud.ec2("AttachInternetGateway", InternetGatewayId=gateway, VpcId=vpc)

    with refuses("Resource.AlreadyAssociated", f"is already attached to network {vpc}"):
        cloud.ec2("AttachInternetGateway", InternetGatewayId=gateway, VpcId=cloud.vpc)


def test_an_attached_gateway_is_not_deleted(cloud, vpc, gateway):
    cloud.ec2("AttachInternetGateway", InternetGatewayId=gateway, VpcId=vpc)
    with refuses("DependencyViolation"):
        cloud.ec2("DeleteInternetGateway", InternetGatewayId=gateway)

    cloud.ec2("DetachInternetGateway", InternetGatewayId=gateway, VpcId=vpc)
    cloud.ec2("DeleteInternetGateway", InternetGatewayId=gateway)

    with refuses("InvalidInternetGatewayID.NotFound"):
        cloud.ec2("DescribeInternetGateways", InternetGatewayIds=[gateway])


def test_a_gateway_is_not_detached_while_something_has_a_public_address(cloud):
    cloud.run()
    found = cloud.ec2("DescribeInternetGateways")["InternetGateways"][0]

    with refuses("DependencyViolation", "has some mapped public address(es)"):
        cloud.ec2(
            "DetachInternetGateway",
            InternetGatewayId=found["InternetGatewayId"],
            VpcId=cloud.vpc,
        )


def test_what_is_not_attached_cannot_be_detached(cloud, vpc, gateway):
    with refuses("Gateway.NotAttached", f"resource {gateway} is not attached"):
        cloud.ec2("DetachInternetGateway", InternetGatewayId=gateway, VpcId=vpc)


def test_a_nat_gateway_takes_its_time(cloud):
    made = nat(cloud)
    assert state(cloud, made) == "pending"

    cloud.later(150)

    assert state(cloud, made) == "available"


def test_a_nat_gateway_needs_an_address_that_nobody_uses(cloud):
    used = cloud.ec2("AllocateAddress")["AllocationId"]
    nat(cloud, AllocationId=used)

    with refuses("Resource.AlreadyAssociated", f"[{used}] is already associated"):
        nat(cloud, AllocationId=used)


def test_the_same_token_gives_the_same_nat_gateway(cloud):
    allocation = cloud.ec2("AllocateAddress")["AllocationId"]

    one = nat(cloud, AllocationId=allocation, ClientToken="once")
    other = nat(cloud, AllocationId=allocation, ClientToken="once")

    assert one == other


def test_a_nat_gateway_in_a_vpc_without_internet_gateway_fails(cloud, vpc):
    subnet = cloud.ec2("CreateSubnet", VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]
    made = nat(cloud, SubnetId=subnet["SubnetId"])

    cloud.later(150)

    found = cloud.ec2("DescribeNatGateways", NatGatewayIds=[made])["NatGateways"][0]
    assert found["State"] == "failed"
    assert found["FailureCode"] == "Gateway.NotAttached"
    assert found["FailureMessage"] == f"Network {vpc} has no Internet gateway attached"
    assert "AssociationId" not in cloud.ec2("DescribeAddresses")["Addresses"][0]


def test_a_deleted_nat_gateway_gives_back_its_addresses_and_is_forgotten(cloud):
    subnet = cloud.small_subnet()
    made = nat(cloud, SubnetId=subnet)
    cloud.later(150)

    cloud.ec2("DeleteNatGateway", NatGatewayId=made)
    cloud.later(100)

    assert state(cloud, made) == "deleted"
    assert cloud.free(subnet) == 11
    address = cloud.ec2("DescribeAddresses")["Addresses"][0]["AllocationId"]
    cloud.ec2("ReleaseAddress", AllocationId=address)
    cloud.later(3700)
    assert cloud.ec2("DescribeNatGateways")["NatGateways"] == []


def test_the_sixth_nat_gateway_of_a_zone_is_refused(cloud):
    for _ in range(5):
        nat(cloud, ConnectivityType="private")

    with refuses("NatGatewayLimitExceeded", "in availability zone us-west-2a."):
        nat(cloud, ConnectivityType="private")


def test_the_sixth_address_is_refused(cloud):
    for _ in range(5):
        cloud.ec2("AllocateAddress")

    with refuses("AddressLimitExceeded", "The maximum number of addresses"):
        cloud.ec2("AllocateAddress")


def test_an_address_in_use_is_not_released(cloud):
    made = cloud.ec2("AllocateAddress")
    instance = cloud.run()["InstanceId"]
    cloud.later(30)
    cloud.ec2(
        "AssociateAddress", AllocationId=made["AllocationId"], InstanceId=instance
    )
    found = cloud.ec2("DescribeInstances", InstanceIds=[instance])["Reservations"][0]
    assert found["Instances"][0]["PublicIpAddress"] == made["PublicIp"]

    with refuses("InvalidIPAddress.InUse"):
        cloud.ec2("ReleaseAddress", AllocationId=made["AllocationId"])

    held = cloud.ec2("DescribeAddresses")["Addresses"][0]["AssociationId"]
    cloud.ec2("DisassociateAddress", AssociationId=held)
    cloud.ec2("ReleaseAddress", AllocationId=made["AllocationId"])
    assert cloud.ec2("DescribeAddresses")["Addresses"] == []

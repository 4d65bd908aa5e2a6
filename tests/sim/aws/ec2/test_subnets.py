from __future__ import annotations

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses


def test_a_subnet_has_its_size_less_five_addresses_to_give():
    cloud = a_cloud()

    assert cloud.free(cloud.small_subnet()) == 11


def test_each_interface_takes_an_address():
    cloud = a_cloud()
    subnet = cloud.small_subnet()

    cloud.ec2("CreateNetworkInterface", SubnetId=subnet)

    assert cloud.free(subnet) == 10


def test_a_block_that_another_subnet_has_is_refused():
    cloud = a_cloud()
    text = "The CIDR '172.31.0.0/24' conflicts with another subnet"

    with refuses("InvalidSubnet.Conflict", text):
        cloud.ec2("CreateSubnet", VpcId=cloud.vpc, CidrBlock="172.31.0.0/24")


def test_a_block_outside_the_vpc_is_refused():
    cloud = a_cloud()

    with refuses("InvalidSubnet.Range", "The CIDR '10.0.0.0/24' is invalid."):
        cloud.ec2("CreateSubnet", VpcId=cloud.vpc, CidrBlock="10.0.0.0/24")


def test_a_zone_of_another_region_is_refused_with_the_zones_there_are():
    cloud = a_cloud()

    with refuses("InvalidParameterValue", "us-west-2a, us-west-2b, us-west-2c."):
        cloud.ec2(
            "CreateSubnet",
            VpcId=cloud.vpc,
            CidrBlock="172.31.200.0/24",
            AvailabilityZone="eu-west-1a",
        )


def test_a_subnet_with_an_interface_is_not_deleted():
    cloud = a_cloud()
    subnet = cloud.small_subnet()
    cloud.ec2("CreateNetworkInterface", SubnetId=subnet)

    with refuses("DependencyViolation", f"The subnet '{subnet}' has dependencies"):
        cloud.ec2("DeleteSubnet", SubnetId=subnet)


def test_a_deleted_subnet_is_gone_from_its_route_table():
    cloud = a_cloud()
    subnet = cloud.small_subnet()
    table = cloud.ec2("CreateRouteTable", VpcId=cloud.vpc)["RouteTable"]["RouteTableId"]
    cloud.ec2("AssociateRouteTable", RouteTableId=table, SubnetId=subnet)

    cloud.ec2("DeleteSubnet", SubnetId=subnet)

    cloud.ec2("DeleteRouteTable", RouteTableId=table)
    with refuses(
        "InvalidSubnetID.NotFound", f"The subnet ID '{subnet}' does not exist"
    ):
        cloud.ec2("DescribeSubnets", SubnetIds=[subnet])


def test_public_addresses_on_launch_can_be_switched():
    cloud = a_cloud()
    subnet = cloud.subnets[0]

    cloud.ec2(
        "ModifySubnetAttribute", SubnetId=subnet, MapPublicIpOnLaunch={"Value": False}
    )

    assert "PublicIpAddress" not in cloud.run(SubnetId=subnet)

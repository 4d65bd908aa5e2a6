from __future__ import annotations

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses


def test_a_new_account_has_a_default_vpc_with_a_public_subnet_in_each_zone():
    cloud = a_cloud()

    vpc = cloud.ec2("DescribeVpcs")["Vpcs"][0]
    subnets = cloud.ec2("DescribeSubnets")["Subnets"]
    tables = cloud.ec2("DescribeRouteTables")["RouteTables"]

    assert (vpc["CidrBlock"], vpc["IsDefault"]) == ("172.31.0.0/16", True)
    assert sorted(s["AvailabilityZone"][-1] for s in subnets) == ["a", "b", "c"]
    assert all(s["MapPublicIpOnLaunch"] for s in subnets)
    assert tables[0]["Routes"][1]["GatewayId"].startswith("igw-")


def test_a_vpc_comes_with_a_main_route_table_and_a_default_group():
    cloud = a_cloud()

    made = cloud.ec2("CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

    here = [{"Name": "vpc-id", "Values": [made]}]
    (table,) = cloud.ec2("DescribeRouteTables", Filters=here)["RouteTables"]
    (group,) = cloud.ec2("DescribeSecurityGroups", Filters=here)["SecurityGroups"]
    assert table["Associations"][0]["Main"]
    assert table["Routes"] == [
        {
            "DestinationCidrBlock": "10.0.0.0/16",
            "GatewayId": "local",
            "Origin": "CreateRouteTable",
            "State": "active",
        }
    ]
    assert group["GroupName"] == "default"


def test_a_vpc_too_large_is_refused():
    with refuses("InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid."):
        a_cloud().ec2("CreateVpc", CidrBlock="10.0.0.0/8")


def test_what_is_no_block_is_refused():
    with refuses("InvalidParameterValue", "Value (ten) for parameter cidrBlock"):
        a_cloud().ec2("CreateVpc", CidrBlock="ten")


def test_the_sixth_vpc_is_refused():
    cloud = a_cloud()
    for number in range(4):
        cloud.ec2("CreateVpc", CidrBlock=f"10.{number}.0.0/16")

    with refuses("VpcLimitExceeded", "The maximum number of VPCs has been reached."):
        cloud.ec2("CreateVpc", CidrBlock="10.9.0.0/16")


def test_a_vpc_with_a_subnet_is_not_deleted():
    cloud = a_cloud()
    vpc = cloud.vpc

    with refuses("DependencyViolation", f"The vpc '{vpc}' has dependencies"):
        cloud.ec2("DeleteVpc", VpcId=vpc)


def test_an_empty_vpc_goes_with_its_table_and_group():
    cloud = a_cloud()
    made = cloud.ec2("CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

    cloud.ec2("DeleteVpc", VpcId=made)

    assert len(cloud.ec2("DescribeRouteTables")["RouteTables"]) == 1
    with refuses("InvalidVpcID.NotFound", f"The vpc ID '{made}' does not exist"):
        cloud.ec2("DescribeVpcs", VpcIds=[made])


def test_dns_attributes_are_switched_one_at_a_time():
    cloud = a_cloud()
    made = cloud.ec2("CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

    cloud.ec2("ModifyVpcAttribute", VpcId=made, EnableDnsHostnames={"Value": True})

    found = cloud.ec2(
        "DescribeVpcAttribute", VpcId=made, Attribute="enableDnsHostnames"
    )
    assert found["EnableDnsHostnames"] == {"Value": True}
    with refuses("InvalidParameterCombination"):
        cloud.ec2("ModifyVpcAttribute", VpcId=made)

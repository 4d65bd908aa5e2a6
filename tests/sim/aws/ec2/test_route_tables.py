from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses


@pytest.fixture
def cloud():
    return a_cloud()


@pytest.fixture
def table(cloud):
    return cloud.ec2("CreateRouteTable", VpcId=cloud.vpc)["RouteTable"]["RouteTableId"]


def gateway(cloud):
    found = cloud.ec2("DescribeInternetGateways")["InternetGateways"]
    return found[0]["InternetGatewayId"]


def add(cloud, table, destination="0.0.0.0/0", **target):
    cloud.ec2(
        "CreateRoute",
        RouteTableId=table,
        DestinationCidrBlock=destination,
        **(target or {"GatewayId": gateway(cloud)}),
    )


def routes(cloud, table):
    found = cloud.ec2("DescribeRouteTables", RouteTableIds=[table])["RouteTables"]
    return found[0]["Routes"]


def test_a_second_route_to_the_same_block_is_refused(cloud, table):
    add(cloud, table)
    interface = cloud.ec2("CreateNetworkInterface", SubnetId=cloud.subnets[0])
    other = interface["NetworkInterface"]["NetworkInterfaceId"]

    with refuses(
        "RouteAlreadyExists", "The route identified by 0.0.0.0/0 already exists."
    ):
        add(cloud, table, NetworkInterfaceId=other)


def test_the_same_route_again_is_no_error(cloud, table):
    add(cloud, table)
    add(cloud, table)

    assert len(routes(cloud, table)) == 2


def test_a_route_to_a_gateway_of_another_vpc_is_refused(cloud):
    vpc = cloud.ec2("CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = cloud.ec2("CreateRouteTable", VpcId=vpc)["RouteTable"]["RouteTableId"]

    with refuses("InvalidParameterValue", "belong to different networks"):
        add(cloud, made)


def test_a_route_needs_exactly_one_target(cloud, table):
    with refuses("InvalidParameterCombination", "exactly one of gatewayId"):
        cloud.ec2("CreateRoute", RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")


def test_a_route_whose_target_is_gone_is_a_black_hole(cloud, table):
    interface = cloud.ec2("CreateNetworkInterface", SubnetId=cloud.subnets[0])
    name = interface["NetworkInterface"]["NetworkInterfaceId"]
    add(cloud, table, NetworkInterfaceId=name)

    cloud.ec2("DeleteNetworkInterface", NetworkInterfaceId=name)

    assert routes(cloud, table)[1]["State"] == "blackhole"


def test_the_local_route_stays(cloud, table):
    with refuses("InvalidParameterValue", "cannot remove local route 172.31.0.0/16"):
        cloud.ec2(
            "DeleteRoute", RouteTableId=table, DestinationCidrBlock="172.31.0.0/16"
        )


def test_what_is_not_there_cannot_be_deleted(cloud, table):
    with refuses("InvalidRoute.NotFound", "no route with destination-cidr-block"):
        cloud.ec2("DeleteRoute", RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")


def test_a_replaced_route_leads_elsewhere(cloud, table):
    add(cloud, table)
    interface = cloud.ec2("CreateNetworkInterface", SubnetId=cloud.subnets[0])
    name = interface["NetworkInterface"]["NetworkInterfaceId"]

    cloud.ec2(
        "ReplaceRoute",
        RouteTableId=table,
        DestinationCidrBlock="0.0.0.0/0",
        NetworkInterfaceId=name,
    )

    assert routes(cloud, table)[1]["NetworkInterfaceId"] == name


def test_a_subnet_has_one_table(cloud, table):
    other = cloud.ec2("CreateRouteTable", VpcId=cloud.vpc)["RouteTable"]["RouteTableId"]
    subnet = cloud.subnets[0]
    made = cloud.ec2("AssociateRouteTable", RouteTableId=table, SubnetId=subnet)

    with refuses(
        "Resource.AlreadyAssociated", "conflicts with an existing association"
    ):
        cloud.ec2("AssociateRouteTable", RouteTableId=other, SubnetId=subnet)

    moved = cloud.ec2(
        "ReplaceRouteTableAssociation",
        AssociationId=made["AssociationId"],
        RouteTableId=other,
    )
    cloud.ec2("DisassociateRouteTable", AssociationId=moved["NewAssociationId"])
    cloud.ec2("DeleteRouteTable", RouteTableId=other)


def test_a_table_in_use_is_not_deleted(cloud, table):
    cloud.ec2("AssociateRouteTable", RouteTableId=table, SubnetId=cloud.subnets[0])

    with refuses("DependencyViolation", f"The routeTable '{table}' has dependencies"):
        cloud.ec2("DeleteRouteTable", RouteTableId=table)


def test_another_table_can_become_the_main_one(cloud, table):
    (main,) = cloud.ec2(
        "DescribeRouteTables",
        Filters=[{"Name": "association.main", "Values": ["true"]}],
    )["RouteTables"]
    association = main["Associations"][0]["RouteTableAssociationId"]

    cloud.ec2(
        "ReplaceRouteTableAssociation", AssociationId=association, RouteTableId=table
    )

    cloud.ec2("DeleteRouteTable", RouteTableId=main["RouteTableId"])

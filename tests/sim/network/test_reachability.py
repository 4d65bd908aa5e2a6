from __future__ import annotations

from typing import Any

import pytest

from clusters.sim.network import reachability
from clusters.sim.tx import Tx
from clusters.sim.world import Key
from tests.sim.aws.cloud import REGION, SITE, Cloud, a_cloud

CLUSTER = Key("eks.Cluster", REGION, "demo")
HTTPS = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
EVERYTHING = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


class Lab:
    """A VPC with a public and a private subnet, a cluster's interface, and a node."""

    def __init__(self) -> None:
        self.cloud: Cloud = a_cloud()
        self.overlay: dict[Key, dict[str, Any]] = {}
        self.vpc = self.cloud.vpc
        self.public = self.cloud.subnets[0]
        self.private = self.cloud.small_subnet()
        table = self.ec2("CreateRouteTable", VpcId=self.vpc)["RouteTable"]
        self.private_table = table["RouteTableId"]
        self.ec2(
            "AssociateRouteTable",
            RouteTableId=self.private_table,
            SubnetId=self.private,
        )
        self.cluster_group = self.group("cluster")
        self.node_group = self.group("node")
        self.let_in(self.cluster_group, self.node_group)

    def ec2(self, operation: str, **request: Any) -> Any:
        return self.cloud.ec2(operation, **request)

    def group(self, name: str) -> str:
        made = self.ec2("CreateSecurityGroup", GroupName=name, Description=name)
        return str(made["GroupId"])

    def let_in(self, group: str, source: str, port: int = 443) -> None:
        rule = {
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            "UserIdGroupPairs": [{"GroupId": source}],
        }
        self.ec2("AuthorizeSecurityGroupIngress", GroupId=group, IpPermissions=[rule])

    def close_egress(self, group: str) -> None:
        self.ec2("RevokeSecurityGroupEgress", GroupId=group, IpPermissions=[EVERYTHING])

    def cluster(self, *, public=True, private=False, cidrs=("0.0.0.0/0",)) -> None:
        """A cluster of this endpoint mode, with one interface in the VPC."""
        settings = {
            "endpointPublicAccess": public,
            "endpointPrivateAccess": private,
            "publicAccessCidrs": list(cidrs),
            "vpcId": self.vpc,
        }
        doc = {"name": "demo", "resourcesVpcConfig": settings, "_": {"id": "c" * 32}}
        self.overlay[CLUSTER] = doc

    def interface(self) -> None:
        made = self.ec2(
            "CreateNetworkInterface",
            SubnetId=self.private,
            Groups=[self.cluster_group],
            Description="Amazon EKS demo",
        )["NetworkInterface"]
        key = Key("ec2.NetworkInterface", REGION, made["NetworkInterfaceId"])
        self.overlay[key] = {**self.cloud.need(key), "_": {"cluster": "c" * 32}}

    def node(self, subnet: str) -> Key:
        made = self.cloud.run(SubnetId=subnet, SecurityGroupIds=[self.node_group])
        self.cloud.later(20)
        return Key("ec2.Instance", REGION, made["InstanceId"])

    def nat(self) -> str:
        """A NAT gateway in the public subnet, and the private subnet's route to it."""
        address = self.ec2("AllocateAddress")
        made = self.ec2(
            "CreateNatGateway",
            SubnetId=self.public,
            AllocationId=address["AllocationId"],
        )["NatGateway"]["NatGatewayId"]
        self.ec2(
            "CreateRoute",
            RouteTableId=self.private_table,
            DestinationCidrBlock="0.0.0.0/0",
            NatGatewayId=made,
        )
        self.cloud.later(150)
        return str(address["PublicIp"])

    @property
    def view(self) -> Tx:
        """The account with the cluster in it, whose own controllers do nothing here."""
        tx = Tx(self.cloud.world, SITE)
        for key, doc in self.overlay.items():
            tx.put(key, doc)
        return tx

    def to_internet(self, node: Key) -> reachability.Path:
        return reachability.to_internet(self.view, node)

    def to_api(self, node: Key) -> reachability.Path:
        return reachability.node_to_api(self.view, CLUSTER, node)


@pytest.fixture
def lab():
    return Lab()


# -- to the internet --------------------------------------------------------------


def test_a_public_subnet_with_a_public_address_leads_out(lab):
    found = lab.to_internet(lab.node(lab.public))

    assert found.ok
    assert [hop.owner for hop in found.hops] == ["you", "you", "you"]
    assert found.reason == ""


def test_a_subnet_without_a_route_does_not(lab):
    found = lab.to_internet(lab.node(lab.private))

    assert not found.ok
    assert (
        f"The route table of {lab.private} has no route to the internet" in found.reason
    )


def test_a_public_subnet_is_no_way_out_without_a_public_address(lab):
    lab.ec2(
        "ModifySubnetAttribute",
        SubnetId=lab.public,
        MapPublicIpOnLaunch={"Value": False},
    )

    found = lab.to_internet(lab.node(lab.public))

    assert "has no public address" in found.reason
    assert "auto-assign public IPv4 addresses" in found.reason


def test_a_nat_gateway_leads_out_of_a_private_subnet(lab):
    lab.nat()

    assert lab.to_internet(lab.node(lab.private)).ok


def test_a_nat_gateway_that_is_not_up_yet_does_not(lab):
    lab.ec2("AllocateAddress")
    address = lab.ec2("DescribeAddresses")["Addresses"][0]["AllocationId"]
    made = lab.ec2("CreateNatGateway", SubnetId=lab.public, AllocationId=address)
    gateway = made["NatGateway"]["NatGatewayId"]
    lab.ec2(
        "CreateRoute",
        RouteTableId=lab.private_table,
        DestinationCidrBlock="0.0.0.0/0",
        NatGatewayId=gateway,
    )

    found = lab.to_internet(lab.node(lab.private))

    assert found.reason == f"NAT gateway {gateway} is pending, not available."


def test_the_most_specific_route_decides(lab):
    lab.nat()
    card = lab.ec2("CreateNetworkInterface", SubnetId=lab.public)["NetworkInterface"]
    lab.ec2(
        "CreateRoute",
        RouteTableId=lab.private_table,
        DestinationCidrBlock="198.51.100.0/24",
        NetworkInterfaceId=card["NetworkInterfaceId"],
    )

    found = lab.to_internet(lab.node(lab.private))

    assert "does not lead to the internet" in found.reason


def test_a_nat_gateway_that_is_gone_leaves_a_black_hole(lab):
    lab.nat()
    node = lab.node(lab.private)
    (gateway,) = lab.ec2("DescribeNatGateways")["NatGateways"]

    lab.ec2("DeleteNatGateway", NatGatewayId=gateway["NatGatewayId"])
    lab.cloud.later(120)

    found = lab.to_internet(node)
    assert "is a black hole" in found.reason


def test_a_nat_gateway_in_a_private_subnet_leads_nowhere(lab):
    address = lab.ec2("AllocateAddress")["AllocationId"]
    made = lab.ec2("CreateNatGateway", SubnetId=lab.private, AllocationId=address)
    lab.ec2(
        "CreateRoute",
        RouteTableId=lab.private_table,
        DestinationCidrBlock="0.0.0.0/0",
        NatGatewayId=made["NatGateway"]["NatGatewayId"],
    )
    lab.cloud.later(150)

    found = lab.to_internet(lab.node(lab.private))

    assert "a NAT gateway needs a public subnet" in found.reason


def test_a_closed_egress_stops_it_first(lab):
    lab.close_egress(lab.node_group)

    found = lab.to_internet(lab.node(lab.public))

    assert len(found.hops) == 1
    assert f"No egress rule of {lab.node_group} lets i-" in found.reason


# -- node to API server ------------------------------------------------------------


def test_a_public_endpoint_is_reached_by_the_internet(lab):
    lab.cluster()

    assert lab.to_api(lab.node(lab.public)).ok
    assert not lab.to_api(lab.node(lab.private)).ok


def test_the_interfaces_are_not_on_the_way_to_a_public_endpoint(lab):
    lab.cluster()
    lab.interface()
    lab.ec2(
        "RevokeSecurityGroupIngress",
        GroupId=lab.cluster_group,
        IpPermissions=[{**HTTPS, "UserIdGroupPairs": [{"GroupId": lab.node_group}]}],
    )

    assert lab.to_api(lab.node(lab.public)).ok


def test_the_public_list_must_hold_the_nat_gateways_address(lab):
    address = lab.nat()
    lab.cluster(cidrs=["198.51.100.0/24"])
    node = lab.node(lab.private)

    found = lab.to_api(node)
    assert f"publicAccessCidrs [198.51.100.0/24] do not hold {address}" in found.reason
    assert found.hops[-1].owner == "you"

    lab.cluster(cidrs=[f"{address}/32"])
    assert lab.to_api(node).ok


@pytest.fixture
def private(lab):
    lab.cluster(private=True)
    lab.interface()
    lab.ec2("ModifyVpcAttribute", VpcId=lab.vpc, EnableDnsHostnames={"Value": True})
    return lab


def test_with_private_access_a_node_needs_no_way_out(private):
    found = private.to_api(private.node(private.private))

    assert found.ok
    assert [hop.name for hop in found.hops] == [
        f"DNS of {private.vpc}",
        f"egress of {private.node_group}",
        f"ingress of {private.cluster_group}",
    ]


def test_with_private_access_the_clusters_group_decides(private):
    private.ec2(
        "RevokeSecurityGroupIngress",
        GroupId=private.cluster_group,
        IpPermissions=[
            {**HTTPS, "UserIdGroupPairs": [{"GroupId": private.node_group}]}
        ],
    )

    found = private.to_api(private.node(private.private))

    assert f"No ingress rule of {private.cluster_group} lets" in found.reason
    assert "reach the API server on TCP 443" in found.reason


def test_with_private_access_the_vpc_needs_its_dns(private):
    private.ec2(
        "ModifyVpcAttribute", VpcId=private.vpc, EnableDnsHostnames={"Value": False}
    )

    found = private.to_api(private.node(private.private))

    assert found.reason.startswith(f"enableDnsHostnames of {private.vpc} is off")


def test_without_an_interface_it_is_awss_move(lab):
    lab.cluster(private=True)

    found = lab.to_api(lab.node(lab.private))

    assert found.hops[-1].owner == "aws"
    assert "AWS puts it back" in found.reason


def test_a_node_that_does_not_run_reaches_nothing(lab):
    lab.cluster()
    node = lab.node(lab.public)

    lab.ec2("StopInstances", InstanceIds=[node.name])

    assert lab.to_api(node).reason == f"Instance {node.name} is not running."


# -- API server to node, laptop to API server ---------------------------------------


def test_the_api_server_needs_the_kubelets_port(lab):
    lab.cluster()
    lab.interface()
    node = lab.node(lab.public)
    world = lab.view
    assert "on TCP 10250" in reachability.api_to_node(world, CLUSTER, node).reason

    lab.let_in(lab.node_group, lab.cluster_group, port=10250)

    assert reachability.api_to_node(lab.view, CLUSTER, node).ok
    assert not reachability.api_to_node(lab.view, CLUSTER, node, port=9443).ok


def test_one_interface_that_gets_through_is_enough(lab):
    lab.cluster()
    lab.interface()
    node = lab.node(lab.public)
    assert not reachability.api_to_node(lab.view, CLUSTER, node).ok

    other = lab.group("other")
    lab.let_in(lab.node_group, other, port=10250)
    lab.cluster_group = other
    lab.interface()

    assert reachability.api_to_node(lab.view, CLUSTER, node).ok


def test_a_laptop_reaches_a_public_endpoint_that_lists_it(lab):
    lab.cluster(cidrs=["203.0.113.0/24"])

    world = lab.view
    assert reachability.laptop_to_api(world, CLUSTER).ok
    assert not reachability.laptop_to_api(world, CLUSTER, "192.0.2.1").ok


def test_a_laptop_does_not_reach_a_private_endpoint(lab):
    lab.cluster(public=False, private=True)

    found = reachability.laptop_to_api(lab.view, CLUSTER)

    assert "The endpoint is private only" in found.reason

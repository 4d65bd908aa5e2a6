from __future__ import annotations

import ipaddress

import pytest

from clusters.sim.aws.ec2 import network_interface
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key
from tests.sim.aws.cloud import REGION, SITE, a_cloud
from tests.sim.aws.refusing import refuses


def card(cloud, subnet, **request):
    made = cloud.ec2("CreateNetworkInterface", SubnetId=subnet, **request)
    return made["NetworkInterface"]


def test_an_interface_has_an_address_of_its_subnet_and_the_default_group():
    cloud = a_cloud()

    made = card(cloud, cloud.small_subnet(), Description="mine")

    block = ipaddress.ip_network("172.31.255.0/28")
    assert ipaddress.ip_address(made["PrivateIpAddress"]) in block
    assert made["PrivateDnsName"].endswith(".us-west-2.compute.internal")
    assert made["Groups"][0]["GroupName"] == "default"
    assert made["Status"] == "available"


def test_a_full_subnet_refuses_the_next_one():
    cloud = a_cloud()
    subnet = cloud.small_subnet()
    addresses = {card(cloud, subnet)["PrivateIpAddress"] for _ in range(11)}

    assert len(addresses) == 11
    with refuses("InsufficientFreeAddressesInSubnet", "not have enough free addresses"):
        card(cloud, subnet)


def test_more_addresses_count_against_the_subnet_and_come_back():
    cloud = a_cloud()
    subnet = cloud.small_subnet()
    key = Key("ec2.NetworkInterface", REGION, card(cloud, subnet)["NetworkInterfaceId"])
    tx = Tx(cloud.world, SITE)

    taken = network_interface.assign_addresses(tx, key, 5)
    cloud.world = tx.world()
    assert cloud.free(subnet) == 5

    network_interface.unassign_addresses(tx, key, taken)
    cloud.world = tx.world()
    assert cloud.free(subnet) == 10
    with pytest.raises(Refusal):
        network_interface.assign_addresses(tx, key, 11)


def test_an_interface_of_an_instance_is_not_deleted():
    cloud = a_cloud()
    cloud.run()
    found = cloud.ec2("DescribeNetworkInterfaces")["NetworkInterfaces"][0]

    with refuses("InvalidParameterValue", "is currently in use."):
        cloud.ec2(
            "DeleteNetworkInterface", NetworkInterfaceId=found["NetworkInterfaceId"]
        )


def test_other_groups_show_on_the_instance_too():
    cloud = a_cloud()
    instance = cloud.run()
    group = cloud.ec2("CreateSecurityGroup", GroupName="x", Description="x")["GroupId"]

    cloud.ec2(
        "ModifyNetworkInterfaceAttribute",
        NetworkInterfaceId=instance["NetworkInterfaces"][0]["NetworkInterfaceId"],
        Groups=[group],
    )

    found = cloud.ec2("DescribeInstances")["Reservations"][0]["Instances"][0]
    assert found["SecurityGroups"] == [{"GroupId": group, "GroupName": "x"}]


def test_an_unknown_subnet_is_refused():
    cloud = a_cloud()

    with refuses("InvalidSubnetID.NotFound", "The subnet ID 'subnet-0' does not exist"):
        card(cloud, "subnet-0")

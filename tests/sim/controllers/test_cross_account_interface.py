"""Cross-account interfaces: a lost one comes back, when there is room for it."""

from __future__ import annotations

from clusters.sim.aws.eks import cross_account
from clusters.sim.world import Key
from tests.sim.aws.eks.account import DEMO, REGION, with_cluster


def cards(account):
    return cross_account.attached(account.world, DEMO)


def test_a_lost_interface_comes_back_in_its_zone():
    account = with_cluster()
    key, lost = cards(account)[0]
    account.fault("cross-account-interface-loss", key)
    assert len(cards(account)) == 1
    account.later(120)
    assert len(cards(account)) == 2
    assert lost["AvailabilityZone"] in {
        d["AvailabilityZone"] for _, d in cards(account)
    }
    assert "CrossAccountInterfaceReplaced" in account.reasons("ec2")


def test_without_a_free_address_the_clusters_health_says_so_until_there_is_one():
    account = with_cluster()
    account.fault("cross-account-interface-loss", cards(account)[0][0])
    for subnet in account.subnets:
        shrink(account, subnet)
    account.later(120)
    (issue,) = account.need(DEMO)["health"]["issues"]
    assert issue["code"] == "InsufficientFreeAddresses"
    assert len(cards(account)) == 1
    ours = account.call("ec2:DescribeNetworkInterfaces")["NetworkInterfaces"]
    free = next(card for card in ours if card["Status"] == "available")
    account.call(
        "ec2:DeleteNetworkInterface", NetworkInterfaceId=free["NetworkInterfaceId"]
    )
    account.later(200)
    assert len(cards(account)) == 2
    assert account.need(DEMO)["health"]["issues"] == []


def shrink(account, subnet: str) -> None:
    """Make a subnet that has no address left."""
    key = Key("ec2.Subnet", REGION, subnet)
    block = account.need(key)["CidrBlock"].partition("/")[0]
    account.change(key, CidrBlock=f"{block}/29")
    held = account.world.by("ec2.NetworkInterface", "subnet", subnet)
    for _ in range(3 - len(held)):
        account.call("ec2:CreateNetworkInterface", SubnetId=subnet)

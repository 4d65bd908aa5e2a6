"""DescribeUpdate and ListUpdates."""

from __future__ import annotations

from tests.sim.aws.eks.account import with_cluster
from tests.sim.aws.refusing import refuses


def test_updates_are_listed_newest_first():
    account = with_cluster()
    ids = []
    for on in (True, False):
        made = account.eks("UpdateClusterConfig", name="demo", deletionProtection=on)
        ids.append(made["update"]["id"])
        account.later(60)
    assert account.eks("ListUpdates", name="demo")["updateIds"] == ids[::-1]


def test_an_update_of_a_cluster_is_not_one_of_its_node_group():
    account = with_cluster()
    account.order_nodegroup()
    made = account.eks("UpdateClusterConfig", name="demo", deletionProtection=True)
    number = made["update"]["id"]
    assert account.eks("ListUpdates", name="demo", nodegroupName="web") == {
        "updateIds": []
    }
    with refuses("ResourceNotFoundException", f"No update found for ID: {number}"):
        account.eks("DescribeUpdate", name="demo", updateId=number, nodegroupName="web")

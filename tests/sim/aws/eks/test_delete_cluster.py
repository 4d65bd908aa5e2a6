"""DeleteCluster."""

from __future__ import annotations

from tests.sim.aws.eks.account import DEMO, an_account, with_cluster
from tests.sim.aws.refusing import refuses


def test_describe_says_deleting_at_once():
    account = with_cluster()
    assert account.eks("DeleteCluster", name="demo")["cluster"]["status"] == "DELETING"
    shown = account.eks("DescribeCluster", name="demo")["cluster"]
    assert shown["status"] == "DELETING"


def test_asking_twice_is_asking_once():
    account = with_cluster()
    account.eks("DeleteCluster", name="demo")
    account.later(20)
    account.eks("DeleteCluster", name="demo")
    account.later(160)
    assert account.world.find(DEMO) is None


def test_a_cluster_with_nodegroups_cannot_be_deleted():
    account = with_cluster()
    account.order_nodegroup()
    with refuses("ResourceInUseException", "Cluster has nodegroups attached", 409):
        account.eks("DeleteCluster", name="demo")


def test_a_protected_cluster_cannot_be_deleted():
    account = with_cluster()
    account.eks("UpdateClusterConfig", name="demo", deletionProtection=True)
    account.later(60)
    with refuses(
        "InvalidRequestException",
        "Cannot delete cluster, deletion protection is enabled",
    ):
        account.eks("DeleteCluster", name="demo")


def test_a_cluster_in_the_middle_of_an_update_cannot_be_deleted():
    account = with_cluster()
    account.eks("UpdateClusterConfig", name="demo", deletionProtection=False)
    with refuses("ResourceInUseException", "in progress"):
        account.eks("DeleteCluster", name="demo")


def test_a_cluster_that_is_being_created_cannot_be_deleted():
    account = an_account()
    account.order_cluster()
    with refuses("ResourceInUseException", "in progress"):
        account.eks("DeleteCluster", name="demo")

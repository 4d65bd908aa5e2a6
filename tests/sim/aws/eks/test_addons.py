"""Add-ons: those that EKS manages, and those that it merely applied."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.aws.eks.account import REGION, with_cluster
from tests.sim.aws.refusing import refuses

COREDNS = {"clusterName": "demo", "addonName": "coredns"}
KEY = Key("eks.Addon", f"{REGION}/demo", "coredns")


def test_the_default_add_ons_of_a_new_cluster_are_not_managed():
    account = with_cluster()
    assert account.eks("ListAddons", clusterName="demo") == {"addons": []}
    with refuses(
        "ResourceNotFoundException", "No addon: coredns found in cluster: demo"
    ):
        account.eks("DescribeAddon", **COREDNS)


def test_eks_can_be_put_in_charge_of_one():
    account = with_cluster()
    made = account.eks("CreateAddon", **COREDNS)["addon"]
    assert made["status"] == "CREATING"
    assert made["addonVersion"] == "v1.14.3-eksbuild.11"
    assert account.eks("ListAddons", clusterName="demo") == {"addons": ["coredns"]}
    with refuses("ResourceInUseException", "Addon already exists."):
        account.eks("CreateAddon", **COREDNS)


def test_one_that_needs_nodes_is_degraded_after_long_enough_without_them():
    account = with_cluster()
    account.eks("CreateAddon", **COREDNS)
    account.later(1300)
    shown = account.eks("DescribeAddon", **COREDNS)["addon"]
    assert shown["status"] == "DEGRADED"
    assert shown["health"]["issues"][0]["code"] == "InsufficientNumberOfReplicas"


def test_one_that_needs_no_nodes_is_active_without_them():
    account = with_cluster()
    account.eks("CreateAddon", clusterName="demo", addonName="vpc-cni")
    account.later(60)
    shown = account.eks("DescribeAddon", clusterName="demo", addonName="vpc-cni")[
        "addon"
    ]
    assert shown["status"] == "ACTIVE"


def test_deleting_one_takes_its_objects_or_leaves_them():
    for preserve, left in ((True, True), (False, False)):
        account = with_cluster()
        account.eks("CreateAddon", **COREDNS)
        account.later(60)
        account.eks("DeleteAddon", **COREDNS, preserve=preserve)
        account.later(60)
        deployment = Key(
            "k8s.Deployment", f"{account.cluster_id}/kube-system", "coredns"
        )
        assert account.world.find(KEY) is None
        assert (account.world.find(deployment) is not None) is left


def test_what_does_not_fit_is_refused():
    account = with_cluster()
    with refuses(
        "InvalidParameterException", "Addon version specified is not supported"
    ):
        account.eks("CreateAddon", **COREDNS, addonVersion="v0")
    with refuses(
        "InvalidParameterException", "preserve is not supported for operation"
    ):
        account.eks("CreateAddon", **COREDNS, resolveConflicts="PRESERVE")
    with refuses("NotImplemented", "aws-ebs-csi-driver", 501):
        account.eks("CreateAddon", clusterName="demo", addonName="aws-ebs-csi-driver")


def test_the_catalogue_names_a_version_for_each_minor():
    account = with_cluster()
    found = account.eks("DescribeAddonVersions", kubernetesVersion="1.34")["addons"]
    assert [entry["addonName"] for entry in found] == [
        "coredns",
        "kube-proxy",
        "vpc-cni",
    ]
    (version,) = found[0]["addonVersions"]
    assert version["addonVersion"] == "v1.13.2-eksbuild.19"
    assert version["compatibilities"] == [
        {"clusterVersion": "1.34", "platformVersions": ["*"], "defaultVersion": True}
    ]
    assert account.eks("DescribeAddonVersions", addonName="nope") == {"addons": []}

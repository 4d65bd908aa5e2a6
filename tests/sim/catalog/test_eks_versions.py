"""The calendar of EKS's versions."""

from __future__ import annotations

from clusters.sim.catalog import amis, eks_versions


def test_another_day_offers_other_versions():
    assert eks_versions.find("1.36") is None
    assert eks_versions.find("1.36", "2026-06-02") is not None
    assert eks_versions.find("1.30", "2026-07-24") is None


def test_support_ends_in_two_steps():
    version = eks_versions.VERSIONS["1.33"]
    assert version.support("2026-07-29") == "STANDARD_SUPPORT"
    assert version.support("2026-07-30") == "EXTENDED_SUPPORT"
    assert version.support("2027-07-30") == "UNSUPPORTED"


def test_the_default_is_offered_and_simulated():
    assert eks_versions.DEFAULT in eks_versions.SIMULATED
    assert all(eks_versions.find(minor) for minor in eks_versions.SIMULATED)


def test_the_newest_node_image_carries_the_servers_patch():
    for minor, version in eks_versions.VERSIONS.items():
        assert amis.RELEASES[minor].startswith(f"{version.patch}-")


def test_the_version_text_is_that_of_kubectl():
    assert eks_versions.VERSIONS["1.33"].git_version == "v1.33.13-eks-ac9a4e3"

"""DescribeClusterVersions: the calendar."""

from __future__ import annotations

from tests.sim.aws.eks.account import an_account


def versions(**request) -> list[dict]:
    return an_account().eks("DescribeClusterVersions", **request)["clusterVersions"]


def test_it_names_what_is_offered_newest_first_with_its_support():
    found = {v["clusterVersion"]: v["versionStatus"] for v in versions()}
    assert list(found) == ["1.35", "1.34", "1.33", "1.32", "1.31", "1.30"]
    assert [v for v, s in found.items() if s == "STANDARD_SUPPORT"] == [
        "1.35",
        "1.34",
        "1.33",
    ]


def test_there_is_one_default():
    (found,) = versions(defaultOnly=True)
    assert found["clusterVersion"] == "1.35"
    assert found["defaultVersion"] is True
    assert found["kubernetesPatchVersion"].startswith("1.35.")


def test_both_spellings_of_the_status_filter_alike():
    new, old = (
        versions(versionStatus="EXTENDED_SUPPORT"),
        versions(status="extended-support"),
    )
    assert new == old
    assert [v["clusterVersion"] for v in new] == ["1.32", "1.31", "1.30"]


def test_versions_can_be_named():
    assert [v["clusterVersion"] for v in versions(clusterVersions=["1.33"])] == ["1.33"]

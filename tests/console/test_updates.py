"""Updates: versions, their calendar, and the history of changes."""

from __future__ import annotations

import pytest

from clusters.console import version_words
from clusters.sim.catalog import eks_versions


@pytest.fixture
def place(sandbox, cluster):
    return f"/s/{sandbox.id}/cluster/demo/updates/"


def shown(client, place):
    return client.get(place).content.decode()


def test_the_page_says_which_version_runs_and_until_when(owner, place):
    page = shown(owner, place)
    version = eks_versions.VERSIONS[eks_versions.DEFAULT]

    assert version.git_version in page
    assert version.standard_until in page
    assert "No update yet" in page


def test_each_change_of_the_configuration_is_in_the_history(owner, place):
    owner.post(f"{place}protection/", {"value": "on"})
    page = shown(owner, place)

    assert "DeletionProtectionUpdate" in page
    assert "Successful" in page
    assert "No update yet" not in page


def test_the_support_type_changes_the_shown_next_one(owner, place, world, cluster):
    before = world().find(cluster)["upgradePolicy"]["supportType"]
    other = {"STANDARD": "EXTENDED", "EXTENDED": "STANDARD"}[before]
    assert f"Move to {other}" in shown(owner, place)

    owner.post(f"{place}support/", {"value": other})

    assert world().find(cluster)["upgradePolicy"]["supportType"] == other
    assert f"Move to {before}" in shown(owner, place)


def test_what_is_no_support_type_is_refused(owner, place, world):
    before = world().rv
    answer = owner.post(f"{place}support/", {"value": "ETERNAL"})

    assert answer.status_code == 422
    assert "enum value set: [STANDARD, EXTENDED]" in answer.content.decode()
    assert world().rv == before


def test_there_is_no_other_act(owner, place):
    assert owner.post(f"{place}explode/").status_code == 404


@pytest.mark.parametrize(
    ("kubelet", "tone", "told"),
    [
        ("v1.35.6-eks-3cfe0ce", "ok", "The same minor"),
        ("v1.34.9", "ok", "1 behind"),
        ("v1.32.1", "warn", "update the nodes before"),
        ("v1.31.1", "bad", "not supported"),
        ("v1.36.0", "bad", "Ahead"),
        ("", "wait", "not told"),
    ],
)
def test_the_skew_of_a_kubelet_is_judged(kubelet, tone, told):
    found = version_words._skew("1.35", kubelet)

    assert found["tone"] == tone
    assert told in found["words"]


def test_the_calendar_marks_the_clusters_own_version():
    own = [row["minor"] for row in version_words.calendar("1.34") if row["current"]]

    assert own == ["1.34"]


def test_a_version_that_is_not_offered_yet_is_not_the_next_one():
    newest = eks_versions.offered()[0].minor

    assert version_words.next_minor(newest) == ""
    assert version_words.next_minor("1.33") == "1.34"

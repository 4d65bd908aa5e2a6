"""While you were away: the events since a number, summed up by component."""

from __future__ import annotations

import pytest

from clusters import runtime
from clusters.live import digest


def asked(client, sandbox, after, name="demo"):
    return client.get(f"/s/{sandbox.id}/digest/?cluster={name}&after={after}")


def test_sums_up_what_happened(owner, sandbox, cluster, world):
    found = digest.of(sandbox.id, world(), "demo", 0)
    told = runtime.events(sandbox.id, limit=1000)

    assert found["count"] == len(told)
    assert sum(int(one["text"].split()[0]) for one in found["components"]) == len(told)
    assert [row["reason"] for row in found["troubles"]][:1] == ["FailedScheduling"]
    assert found["text"].endswith("need attention")


def test_what_was_read_is_not_told_again(owner, sandbox, cluster, world):
    told = runtime.events(sandbox.id, limit=3)

    found = digest.of(sandbox.id, world(), "demo", told[2].number)

    assert found["count"] == 2


def test_the_page_opens_without_script_and_is_a_line_with_it(owner, sandbox, cluster):
    assert b'id="away" open' in asked(owner, sandbox, 0).content
    answer = owner.get(
        f"/s/{sandbox.id}/digest/?cluster=demo&after=0", headers={"HX-Request": "true"}
    )
    assert b'id="away">' in answer.content


def test_nothing_new_says_so_and_leads_back(owner, sandbox, cluster, world):
    text = asked(owner, sandbox, world().rv).content.decode()

    assert "Nothing has happened since" in text
    assert "Back to demo" in text


@pytest.mark.parametrize(
    "after", ["", "x", "-1", "1" * 50, "\N{ARABIC-INDIC DIGIT ONE}"]
)
def test_nonsense_is_the_beginning(owner, sandbox, cluster, after):
    assert b"While you were away:" in asked(owner, sandbox, after).content


def test_a_cluster_that_is_not_there_sums_up_all(owner, sandbox, cluster):
    assert asked(owner, sandbox, 0, name="nope").status_code == 200


def test_only_who_may_look_is_told(cast, sandbox, cluster):
    codes = {who: asked(client, sandbox, 0).status_code for who, client in cast.items()}

    assert codes == {"owner": 200, "teacher": 200, "classmate": 404, "outsider": 404}

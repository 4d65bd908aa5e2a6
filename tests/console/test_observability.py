"""Observability: log types on and off, and lines that are real changes."""

from __future__ import annotations

import pytest

from clusters import callers, runtime
from clusters.console import control_plane_logs as logs
from clusters.console.pages.observability import log_news
from clusters.live import links
from clusters.runtime import past
from clusters.sim.commands import AwsCall
from tests.console.words import text_of


@pytest.fixture
def address(sandbox, cluster):
    return f"/s/{sandbox.id}/cluster/demo/observability/"


@pytest.fixture
def logged(sandbox, cluster):
    """All five types switched on."""
    world = runtime.read(sandbox.id)
    request = {"name": "demo", "logging": logs.logging(logs.LOG_TYPES)}
    call = AwsCall(callers.learner(world, "sdk"), "eks:UpdateClusterConfig", request)
    runtime.execute(sandbox.id, call)


def found(sandbox, cluster, *types, **more):
    here = links.where(sandbox.id, runtime.read(sandbox.id))
    wanted = logs.Wanted(frozenset(types or logs.LOG_TYPES), **more)
    commits = past.commits_before(sandbox.id, wanted.before)
    return logs.lines(here, cluster, commits, wanted)


def test_all_types_are_off_at_first_and_the_page_says_what_to_do(owner, address):
    text = text_of(owner.get(address).content.decode())

    assert "All five log types are off" in text
    assert "aws eks update-cluster-config --region us-west-2 --name demo" in text


def test_switching_types_on_is_an_update_of_the_cluster(owner, address, world, cluster):
    answer = owner.post(f"{address}switch/", {"types": ["audit", "scheduler"]})

    assert answer.status_code == 302
    assert logs.enabled(world().find(cluster)) == {"audit", "scheduler"}


def test_switching_what_is_so_already_is_refused_word_for_word(owner, address):
    answer = owner.post(f"{address}switch/", {})

    assert answer.status_code == 422
    assert b"No changes needed for the logging config provided" in answer.content


def test_only_types_that_exist_can_be_switched(owner, address, world, cluster):
    owner.post(f"{address}switch/", {"types": ["audit", "<b>"]})

    assert logs.enabled(world().find(cluster)) == {"audit"}


def test_every_line_is_a_change_of_the_log(sandbox, cluster):
    lines, _ = found(sandbox, cluster)
    steps = {s.rv for commit in past.commits_before(sandbox.id, 0) for s in commit}

    assert lines != []
    assert {line.number for line in lines} <= steps
    assert [line.number for line in lines] == sorted(
        (line.number for line in lines), reverse=True
    )


def test_the_scheduler_says_why_a_pod_found_no_node(sandbox, cluster):
    lines, _ = found(sandbox, cluster, "scheduler")

    told = next(line.text for line in lines if "no fit" in line.text)
    assert told.startswith(
        '"Unable to schedule pod; no fit; waiting" pod="kube-system/'
    )
    assert 'err="no nodes available to schedule pods"' in told


def test_the_audit_log_says_who_asked_for_what(sandbox, cluster):
    lines, _ = found(sandbox, cluster, "audit", find="resource=replicasets.apps")

    assert any(
        line.text.startswith(
            "verb=create user=system:serviceaccount:kube-system:deployment-controller "
            "resource=replicasets.apps namespace=kube-system name=coredns-"
        )
        and line.text.endswith("code=201")
        for line in lines
    )


def test_lines_go_on_where_a_page_ends(sandbox, cluster, monkeypatch):
    monkeypatch.setattr(logs, "PAGE", 5)
    first, earlier = found(sandbox, cluster)
    second, _ = found(sandbox, cluster, before=earlier)
    numbers = [line.number for line in (*first, *second)]

    assert len(numbers) >= 10
    assert numbers == sorted(set(numbers), reverse=True)


def test_another_clusters_changes_are_not_shown(sandbox, cluster):
    other = cluster._replace(name="other")

    assert found(sandbox, other) == ([], 0)


@pytest.mark.usefixtures("logged")
def test_lines_are_shown_with_their_why_and_searched(owner, address):
    html = owner.get(f"{address}?type=scheduler&find=coredns").content.decode()

    assert "Unable to schedule pod" in html
    assert "data-why" in html
    assert "Clear filters" in html
    assert "No line matches" in owner.get(f"{address}?find=zzz").content.decode()


def test_a_type_that_is_off_says_so(owner, address):
    owner.post(f"{address}switch/", {"types": ["audit"]})

    assert b"scheduler is off" in owner.get(f"{address}?type=scheduler").content


@pytest.mark.parametrize(
    "query", ["type=x", "since=9", "before=x", "before=" + "9" * 17, "find=%00<b>"]
)
@pytest.mark.usefixtures("logged")
def test_nonsense_in_the_address_does_no_harm(owner, address, query):
    assert owner.get(f"{address}?{query}").status_code == 200


def test_a_teacher_may_look_but_not_switch(cast, address):
    looks = {who: client.get(address).status_code for who, client in cast.items()}
    asked = {"types": ["api"]}
    acts = {
        who: client.post(f"{address}switch/", asked).status_code
        for who, client in cast.items()
    }

    assert looks == {"owner": 200, "teacher": 200, "classmate": 404, "outsider": 404}
    assert acts == {"owner": 302, "teacher": 403, "classmate": 404, "outsider": 404}


def test_newer_changes_are_offered_not_pushed_in(owner, address, world):
    now = world()
    assert log_news(now, "demo", str(now.rv))["news_text"] == ""
    assert log_news(now, "demo", str(now.rv - 3))["news_text"] == "3 newer changes"

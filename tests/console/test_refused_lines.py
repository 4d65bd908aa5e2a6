"""Refused requests in the logs' words, on the pages that tell of them."""

from __future__ import annotations

import json

import pytest

from clusters import callers, runtime
from clusters.console import control_plane_logs as logs
from clusters.console import refused_lines
from clusters.live import links
from clusters.runtime import refused
from clusters.runtime.refused import Request
from clusters.sim.commands import AwsCall
from tests.console.words import text_of

DENIED = 'arn="arn:aws:iam::1:user/eve" error="ARN is not mapped"'
FORBIDDEN = 'pods "web" is forbidden: User "ada" cannot delete resource "pods"'


@pytest.fixture
def logged(sandbox, cluster):
    """All five types switched on."""
    world = runtime.read(sandbox.id)
    request = {"name": "demo", "logging": logs.logging(logs.LOG_TYPES)}
    call = AwsCall(callers.learner(world, "sdk"), "eks:UpdateClusterConfig", request)
    runtime.execute(sandbox.id, call)


@pytest.fixture
def here(sandbox, cluster, world):
    return world().find(cluster)["_"]["id"]


@pytest.fixture
def note(sandbox, here):
    def noted(code, reason, **more):
        given = {"verb": "delete", "what": "pods", "who": "ada", "cluster": here}
        given |= {"door": "kubernetes", "namespace": "default", "name": "web", **more}
        request = Request(code=code, reason=reason, **given)
        refused.note(sandbox.id, runtime.read(sandbox.id), request)

    return noted


def lines(sandbox, here, *types, down_to=0, **more):
    at = links.where(sandbox.id, runtime.read(sandbox.id))
    wanted = logs.Wanted(frozenset(types or logs.LOG_TYPES), **more)
    return refused_lines.lines(at, here, "demo", wanted, down_to=down_to)


def test_the_audit_line_tells_code_reason_and_decision(sandbox, here, note):
    note(403, "Forbidden", message=FORBIDDEN)

    [line] = lines(sandbox, here)
    assert (line.type, line.href) == ("audit", "")
    assert line.text == (
        "verb=delete user=ada resource=pods namespace=default name=web "
        f"code=403 reason=Forbidden decision=forbid message={json.dumps(FORBIDDEN)}"
    )
    assert line.means.startswith("The API server knows who you are")


def test_the_authenticator_tells_what_the_client_is_not_told(sandbox, here, note):
    note(401, "Unauthorized", who="", message="Unauthorized", denied=DENIED)

    assert [line.text for line in lines(sandbox, here, "authenticator")] == [
        f"access denied: {DENIED}"
    ]
    [audit] = lines(sandbox, here, "audit")
    assert "user=" not in audit.text
    assert "code=401 reason=Unauthorized" in audit.text


def test_equal_refusals_are_one_line_that_counts(sandbox, here, note):
    for _ in range(12):
        note(403, "Forbidden")

    [line] = lines(sandbox, here)
    assert "12 since " in line.times


def test_an_object_that_was_to_be_changed_is_led_to(sandbox, here, note):
    note(422, "Invalid", verb="update", message="spec is wrong")

    [line] = lines(sandbox, here)
    assert line.href.endswith("/objects/pods/default/web/")


def test_lines_keep_to_their_page_and_to_what_is_looked_for(sandbox, here, note, world):
    note(403, "Forbidden")
    rv = world().rv

    assert lines(sandbox, here, before=rv) == []
    assert lines(sandbox, here, down_to=rv + 1) == []
    assert lines(sandbox, here, find="zebra") == []
    assert lines(sandbox, here, since=1e9) == []
    assert lines(sandbox, "another", find="web") == []
    assert len(lines(sandbox, here, find="WEB", before=rv + 1, down_to=rv)) == 1


@pytest.mark.usefixtures("logged")
def test_the_page_shows_them_among_the_changes_with_their_meaning(owner, sandbox, note):
    note(403, "Forbidden", message=FORBIDDEN)
    page = owner.get(f"/s/{sandbox.id}/cluster/demo/observability/?type=audit")

    text = text_of(page.content.decode())
    assert "code=403 reason=Forbidden" in text
    assert "code=201" in text
    assert "Refused The API server knows who you are" in text


@pytest.mark.usefixtures("logged")
def test_newer_refusals_are_offered(owner, sandbox, note):
    path = f"/s/{sandbox.id}/cluster/demo/observability/"
    assert "Look again" not in owner.get(path).content.decode()
    shown = refused_lines.count(sandbox.id)
    note(403, "Forbidden")
    refused.write()

    assert refused_lines.count(sandbox.id) == shown + 1


def test_a_type_that_is_off_shows_none(owner, sandbox, note):
    note(403, "Forbidden", message=FORBIDDEN)
    page = owner.get(f"/s/{sandbox.id}/cluster/demo/observability/")

    assert b"code=403" not in page.content


@pytest.mark.parametrize(
    ("refusal", "station"),
    [
        ({"code": 401, "denied": DENIED}, "Access entry"),
        ({"code": 401, "denied": 'error="too large"'}, "Authenticator and STS"),
        ({"code": 403}, "Access policies and RBAC"),
    ],
)
def test_the_way_in_names_the_station_that_turned_somebody_away(
    owner, sandbox, note, refusal, station
):
    note(reason="Refused", **refusal)

    page = owner.get(f"/s/{sandbox.id}/cluster/demo/kubeconfig/").content.decode()

    text = text_of("<main>" + page[page.index("Turned away lately") :])
    assert station in text.partition("The whole story")[0]


def test_the_way_in_of_a_cluster_that_turned_nobody_away_says_nothing(
    owner, sandbox, cluster
):
    page = owner.get(f"/s/{sandbox.id}/cluster/demo/kubeconfig/").content.decode()

    assert "Turned away lately" not in page


def test_denied_aws_calls_are_told_as_cloudtrail_does(owner, sandbox, cluster):
    request = Request(
        door=refused.AWS,
        who="arn:aws:iam::1:user/eve",
        what="eks:DeleteCluster",
        code=403,
        reason="AccessDeniedException",
        message="User: eve is not authorized to perform: eks:DeleteCluster",
    )
    refused.note(sandbox.id, runtime.read(sandbox.id), request)

    page = owner.get(f"/s/{sandbox.id}/cluster/demo/observability/").content.decode()

    text = text_of("<main>" + page[page.index("AWS calls that IAM denied") :])
    assert "eks:DeleteCluster" in text
    assert "AccessDeniedException" in text


def test_what_a_page_of_ours_was_refused_is_noted_too(owner, sandbox, here):
    body = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Not A Name}\n"
    owner.post(f"/s/{sandbox.id}/cluster/demo/apply/", {"yaml": body, "act": "apply"})

    assert [line.text.split()[0] for line in lines(sandbox, here)] != []

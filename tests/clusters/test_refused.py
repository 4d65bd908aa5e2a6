"""Refused requests: noted once for many, bounded, and gone with their sandbox."""

from __future__ import annotations

import pytest

from clusters import callers, runtime
from clusters.models import RefusedRequest
from clusters.runtime import refused
from clusters.runtime.refused import Request
from clusters.sim.commands import AwsCall, KubeCall, User
from clusters.sim.errors import Refusal

pytestmark = pytest.mark.django_db
READ = Request("kubernetes", "ada", "pods", 403, "Forbidden", verb="list", cluster="c")


@pytest.fixture
def sandbox():
    return runtime.create(speed="instant", seed=3)


@pytest.fixture(autouse=True)
def _nothing_waits():
    refused.write()


def note(sandbox, request=READ):
    return refused.note(sandbox.id, runtime.read(sandbox.id), request)


def kept(sandbox, door="kubernetes"):
    return refused.refusals(sandbox.id, door)


def test_a_refusal_is_there_for_whoever_reads_and_commits_nothing(sandbox):
    before = runtime.version(sandbox.id)
    note(sandbox)

    [one] = kept(sandbox)
    assert (one.request, one.count) == (READ, 1)
    assert one.rv == runtime.read(sandbox.id).rv
    assert runtime.version(sandbox.id) == before


def test_equal_ones_are_one_that_counts_them_however_they_are_worded(sandbox):
    for at in range(30):
        note(sandbox, Request(**{**as_dict(READ), "message": f"refused at {at}"}))
    refused.write()
    note(sandbox)

    [one] = kept(sandbox)
    assert one.count == 31
    assert one.first <= one.sim
    assert refused.count(sandbox.id) == 31


def as_dict(request):
    return {name: getattr(request, name) for name in Request.__slots__}


def test_what_waits_is_bounded_and_nothing_is_written_for_each(
    sandbox, django_assert_num_queries
):
    world = runtime.read(sandbox.id)
    with django_assert_num_queries(0):
        for at in range(500):
            named = Request(**{**as_dict(READ), "name": f"pod-{at}"})
            refused.note(sandbox.id, world, named)

    assert len(kept(sandbox)) == refused.NEW_AT_ONCE


def test_only_the_first_that_waits_asks_to_be_written(sandbox):
    assert note(sandbox)
    assert not note(sandbox)
    assert not note(sandbox, Request(**{**as_dict(READ), "name": "other"}))


def test_a_sandbox_keeps_the_last_ones(sandbox, monkeypatch):
    monkeypatch.setattr(refused, "KEPT", 3)
    for at in range(5):
        note(sandbox, Request(**{**as_dict(READ), "name": f"pod-{at}"}))
        refused.write()

    assert [one.request.name for one in kept(sandbox)] == ["pod-4", "pod-3", "pod-2"]


def test_a_loop_of_one_refusal_pushes_no_other_out(sandbox, monkeypatch):
    monkeypatch.setattr(refused, "KEPT", 2)
    note(sandbox, Request(**{**as_dict(READ), "who": "bob"}))
    for _ in range(20):
        note(sandbox)
        refused.write()

    assert {one.request.who for one in kept(sandbox)} == {"ada", "bob"}


def test_no_client_makes_a_note_long_and_none_holds_what_a_secret_was_to_hold(sandbox):
    note(sandbox, Request(**{**as_dict(READ), "name": "x" * 5000}))
    secret = {"what": "secrets", "code": 422, "message": "data: hunter2"}
    note(sandbox, Request(**{**as_dict(READ), **secret}))

    found = [one.request for one in kept(sandbox)]
    assert max(len(one.name) for one in found) == refused.LONGEST
    assert [one.message for one in found if one.what == "secrets"] == [""]


def test_notes_go_with_their_sandbox(sandbox):
    note(sandbox)
    refused.write()
    runtime.reset(sandbox.id)
    assert kept(sandbox) == []

    note(sandbox)
    runtime.delete(sandbox.id)
    refused.write()
    assert not RefusedRequest.objects.exists()


def test_two_sandboxes_do_not_read_each_others(sandbox):
    note(sandbox)

    assert kept(runtime.create(speed="instant", seed=4)) == []


@pytest.mark.parametrize(
    ("code", "status", "noted"),
    [("AccessDeniedException", 400, 1), ("ResourceInUseException", 409, 0)],
)
def test_of_aws_calls_those_are_noted_that_iam_denies(sandbox, code, status, noted):
    caller = callers.learner(runtime.read(sandbox.id), "sdk")
    call = AwsCall(caller, "eks:DeleteCluster", {})

    refused.note_command(sandbox.id, call, Refusal(code, "no", status))

    assert len(kept(sandbox, "aws")) == noted


@pytest.mark.parametrize(("status", "noted"), [(403, 1), (422, 1), (404, 0), (503, 0)])
def test_of_kubernetes_calls_those_are_noted_that_are_refused_for_what_they_are(
    sandbox, status, noted
):
    call = KubeCall(User("ada"), "c", "create", "apps", "v1", "deployments", "default")

    refused.note_command(sandbox.id, call, Refusal("Reason", "no", status))

    found = [one.request for one in kept(sandbox)]
    assert [one.what for one in found] == ["deployments.apps"] * noted

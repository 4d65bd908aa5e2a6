"""The terminal's page: for the owner to type, with script and without."""

from __future__ import annotations

import asyncio
import json

import pytest

from clusters import runtime
from clusters.callers import grants
from clusters.console import limits
from clusters.models import TerminalEntry
from clusters.terminal import pace, people, runner, store
from tests.console.conftest import (
    browser,
    cast,
    classmate,
    outsider,
    owner,
    teacher,
)
from tests.terminal.typed import done, ended, name, typed, until

__all__ = ["cast", "classmate", "outsider", "owner", "teacher"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _forgetful():
    pace.forget_all()
    grants.forget_all()
    limits.forget_all()


@pytest.fixture
def sandbox():
    return runtime.create(speed="instant", seed=5)


@pytest.fixture
def at(sandbox):
    return f"/s/{sandbox.id}/terminal/"


def text(answer):
    return answer.content.decode()


def told(answer):
    """The messages of a form that a script sent, read as a server reads them."""

    async def read():
        return [piece async for piece in answer]

    return [json.loads(line) for line in b"".join(asyncio.run(read())).splitlines()]


def test_the_page_shows_what_was_typed_and_what_came_of_it(sandbox, owner, at):
    done(sandbox.id, "echo '<i>hello</i>'; nothing-there")

    page = text(owner.get(at))

    assert "echo &#x27;&lt;i&gt;hello&lt;/i&gt;&#x27;; nothing-there" in page
    assert "<pre>&lt;i&gt;hello&lt;/i&gt;\n" in page
    assert 'class="t-bad">bash: nothing-there: command not found' in page


def test_a_linked_line_is_typed_in_and_not_run(sandbox, owner, at):
    page = text(owner.get(f"{at}?line=kubectl+get+%3Cpods%3E"))

    assert ">kubectl get &lt;pods&gt;</textarea>" in page
    assert not TerminalEntry.objects.exists()


def test_who_looks_on_sees_nothing_of_what_was_typed(sandbox, teacher, at):
    done(sandbox.id, "echo topsecret")

    for address in (at, f"{at}panel/"):
        answer = teacher.get(address)
        assert answer.status_code == 200
        assert people.LOOKS_ON in text(answer)
        assert "topsecret" not in text(answer)
        assert "term-form" not in text(answer)


@pytest.mark.parametrize("who", ["classmate", "outsider", "teacher"])
@pytest.mark.parametrize("where", ["", "file/", "stop/"])
def test_nobody_but_the_owner_types(who, where, cast, sandbox, at):
    fields = {"line": "echo ran", "id": name(), "path": "/home/learner/a", "text": "x"}
    answer = cast[who].post(f"{at}{where}", fields)

    assert answer.status_code == (403 if who == "teacher" else 404)
    assert not TerminalEntry.objects.exists()
    assert store.look(sandbox.id).files == {}


def test_one_learners_page_knows_nothing_of_anothers_line(sandbox, classmate, at):
    run = typed(sandbox.id, "sleep 60")
    theirs = classmate.get("/clusters/").url

    classmate.post(f"{theirs.replace('clusters/', 'terminal/stop/')}", {"id": run.name})

    assert not run.session.stop.is_set()
    runner.stop(run)
    ended(run)


def test_without_script_a_line_runs_and_the_next_page_shows_it(sandbox, owner, at):
    answer = owner.post(at, {"line": "echo hello", "id": "a" * 32})

    assert (answer.status_code, answer.url) == (302, f"{at}#entry-{'a' * 32}")
    assert "<pre>hello\n</pre>" in text(owner.get(at))


def test_a_form_that_is_sent_twice_runs_once(sandbox, owner, at):
    for _ in range(2):
        owner.post(at, {"line": "echo x >> ~/a", "id": "a" * 32})

    assert store.look(sandbox.id).files["/home/learner/a"] == "x\n"


def test_each_page_has_an_id_of_its_own_for_the_next_line(owner, at):
    first, second = (text(owner.get(at)) for _ in range(2))

    def of(page):
        return page.partition('name="id" value="')[2][:32]

    assert of(first) != of(second)


def test_without_script_a_line_that_goes_on_can_be_looked_at_and_stopped(
    sandbox, owner, at, monkeypatch
):
    monkeypatch.setattr("clusters.terminal.views.WAIT_SECONDS", 0.1)
    owner.post(at, {"line": "watch -n 1 echo tick", "id": "a" * 32})
    run = runner.find(sandbox.id, "a" * 32)
    until(run, lambda run: "tick" in run.screen.text())

    page = text(owner.get(at))
    assert "Still running." in page
    assert "tick" in page
    owner.post(f"{at}stop/", {"id": "a" * 32})

    assert ended(run).code == 130


def test_a_line_that_is_refused_stays_in_its_field(sandbox, owner, at):
    for _ in range(pace.BURST):
        pace.check(sandbox.id, name(), "true")

    answer = owner.post(at, {"line": "echo typed", "id": name()})

    assert answer.status_code == 422
    assert "60 lines a minute" in text(answer)
    assert ">echo typed</textarea>" in text(answer)


def test_an_empty_line_is_no_line(owner, at):
    assert owner.post(at, {"line": " \r\n", "id": name()}).url == at
    assert not TerminalEntry.objects.exists()


def test_a_script_without_a_socket_is_told_the_same(owner, at):
    fields, of = {"line": "echo hello", "id": "a" * 32}, "a" * 32
    answer = owner.post(at, fields, headers={"X-Terminal": "1"})

    assert answer["Content-Type"] == "application/x-ndjson"
    news = told(answer)
    assert news[0]["lines"] == "hello\n"
    assert [m.get("end") for m in news if "end" in m] == [0]
    assert {m["id"] for m in news} == {of}


def test_a_script_hears_why_its_line_was_refused(sandbox, owner, at):
    answer = owner.post(at, {"line": "ls", "id": "x"}, headers={"X-Terminal": "1"})

    assert "Load the page again" in answer.json()["refused"]


def test_a_file_is_saved(sandbox, owner, at):
    answer = owner.post(
        f"{at}file/", {"path": "/home/learner/a.yaml", "text": "a: 1\r\nb: 2"}
    )

    assert answer.status_code == 302
    assert store.look(sandbox.id).files == {"/home/learner/a.yaml": "a: 1\nb: 2"}
    page = text(owner.get(f"{at}?edit=~/a.yaml"))
    assert "a: 1\nb: 2</textarea>" in page


def test_a_file_that_cannot_be_saved_says_why_and_keeps_what_was_typed(owner, at):
    answer = owner.post(f"{at}file/", {"path": "/etc/passwd", "text": "kept"})

    assert answer.status_code == 422
    assert "No such file or directory" in text(answer)
    assert "kept</textarea>" in text(answer)


def test_a_file_goes_to_the_line_that_waits_for_it(sandbox, owner, at):
    run = typed(sandbox.id, "sleep 60")
    fields = {"path": "/home/learner/a.yaml", "text": "new", "id": run.name}
    owner.post(f"{at}file/", fields, headers={"X-Terminal": "1"})

    assert run.session.edits.get(timeout=5) == ("/home/learner/a.yaml", "new")
    owner.post(f"{at}file/", {**fields, "closed": "1"})
    assert run.session.edits.get(timeout=5) == ("/home/learner/a.yaml", None)
    runner.stop(run)
    ended(run)


def test_a_line_whose_server_was_restarted_says_so(sandbox, owner, at):
    store.begin(sandbox.id, "a" * 32, "kubectl get pods -w")

    assert "The server was restarted while this ran" in text(owner.get(at))


def test_the_export_holds_the_owners_lines_and_not_for_who_looks_on(
    sandbox, owner, teacher
):
    done(sandbox.id, "echo mine")

    mine = json.loads(text(owner.get(f"/s/{sandbox.id}/settings/export/")))
    seen = json.loads(text(teacher.get(f"/s/{sandbox.id}/settings/export/")))

    assert mine["terminal"] == ["echo mine"]
    assert "terminal" not in seen


def test_commands_elsewhere_can_be_run(sandbox, owner):
    page = text(owner.get(f"/s/{sandbox.id}/connect/"))

    assert f"/s/{sandbox.id}/terminal/?line=kubectl%20get%20nodes" in page


def test_a_browser_that_owns_nothing_finds_nothing(at):
    assert browser().get(at).status_code == 404

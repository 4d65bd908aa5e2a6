"""A code from one device opens the sandbox on another."""

from __future__ import annotations

from clusters import callers
from clusters.console import limits


def test_a_code_opens_the_sandbox_elsewhere(sandbox, owner, outsider):
    shown = owner.post(f"/s/{sandbox.id}/settings/resume-code/")
    code = shown.context["code"]
    assert code in shown.content.decode()

    answer = outsider.post("/resume/", {"code": f" {code.upper()} "})

    assert answer.url == f"/s/{sandbox.id}/clusters/"
    assert outsider.get(answer.url).status_code == 200


def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed(sandbox, outsider):
    answer = outsider.post("/resume/", {"code": "bcdfg-hjkmn-pqrst"})

    assert answer.status_code == 422
    assert "Make a new one" in answer.content.decode()
    assert "bcdfg-hjkmn-pqrst" in answer.content.decode()


def test_guessing_is_slowed_down(sandbox, outsider):
    tries = range(limits.GUESSES + 1)
    answers = [outsider.post("/resume/", {"code": "x"}) for _ in tries]

    assert [answer.status_code for answer in answers[-2:]] == [422, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert "Wait a little" in answers[-1].content.decode()


def test_a_new_code_replaces_the_old_one(sandbox, outsider):
    old = callers.issue_resume_code(sandbox.id)
    callers.issue_resume_code(sandbox.id)

    assert outsider.post("/resume/", {"code": old}).status_code == 422

"""`manage.py terminal`: a line as the page runs it, for scripts and authors."""

from __future__ import annotations

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clusters import runtime
from clusters.terminal import store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sandbox(db):
    return runtime.create("mine", speed="instant")


def ran(*words):
    """What it prints on both streams, and the code that it exits with."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("terminal", *words, stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        code = end.code
    return out.getvalue(), err.getvalue(), code


def test_a_line_prints_and_exits_as_in_the_page():
    assert ran("echo a; ls nothere; exit 3") == (
        "a\n",
        "ls: cannot access 'nothere': No such file or directory\n",
        3,
    )


def test_files_and_variables_are_those_of_the_page(sandbox):
    assert ran("--sandbox", "mine", "echo a > x; v=1; cd /home")[2] == 0
    kept = store.look(sandbox.id)
    assert (kept.files["/home/learner/x"], kept.folder) == ("a\n", "/home")
    assert ran("cat ~/x; echo $v; pwd")[0] == "a\n1\n/home\n"


def test_lines_are_read_from_standard_input_each_as_far_as_it_goes(monkeypatch):
    text = "for i in 1 2\ndo echo $i\ndone\ncat <<EOF\nhere\nEOF\nfalse\necho $?\n"
    monkeypatch.setattr(sys, "stdin", StringIO(text))
    assert ran() == ("1\n2\nhere\n1\n", "", 0)


def test_the_doors_answer_as_they_do_a_page():
    out, _, code = ran("aws ec2 describe-vpcs --query 'length(Vpcs)'")
    assert (out, code) == ("1\n", 0)
    assert ran("kubectl version --client")[2] == 0


def test_an_editor_is_said_not_to_be_there():
    out, err, _ = ran("nano x")
    assert out == ""
    assert err.startswith("There is no editor here.")


def test_a_sandbox_that_is_not_there_is_said_so():
    with pytest.raises(CommandError, match="There is no sandbox called 'nobodys'"):
        ran("--sandbox", "nobodys", "ls")

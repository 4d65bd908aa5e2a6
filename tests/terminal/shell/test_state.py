"""What a line leaves to the next: variables, functions, aliases, the folder, files."""

from __future__ import annotations

import pytest

from clusters.terminal.session import Session
from clusters.terminal.shell import run, whole
from tests.terminal.lines import alone, out, said


@pytest.fixture
def session() -> Session:
    return alone()


def test_variables_functions_and_aliases_last(session):
    said(session, "x=1; export Y=2; f() { echo f $1; }; alias ll='ls -l'")
    assert out(session, "echo $x $Y; f a") == "1 2\nf a\n"
    assert out(session, "ll") == "total 0\n"


def test_they_are_kept_in_the_sessions_variables_alone(session):
    said(session, "x=1; f() { echo f; }; alias a=b; export Y=2")
    another = alone(variables=dict(session.variables))
    assert out(another, "echo $x; f") == "1\nf\n"


def test_programs_see_only_what_is_exported(session):
    assert said(session, "x=1; printenv x").code == 1
    assert out(session, "export x; printenv x") == "1\n"
    assert out(session, "x=3; printenv x") == "3\n"
    assert said(session, "export -n x; printenv x").code == 1
    assert "x" not in session.variables


def test_a_variable_before_a_word_is_for_that_word(session):
    assert out(session, "x=1 printenv x; echo [$x]") == "1\n[]\n"


def test_an_alias_counts_from_the_next_line_on(session):
    assert said(session, "alias g='echo hi'; g").code == 127
    assert out(session, "g you") == "hi you\n"
    assert said(session, "unalias g; g").code == 0
    assert said(session, "g").code == 127


def test_an_alias_may_hold_a_pipe(session):
    said(session, "alias top2='sort -rn | head -2'")
    assert out(session, "seq 5 | top2") == "5\n4\n"


def test_a_pipe_and_brackets_change_nothing_outside(session):
    said(session, "(cd /tmp; x=1); cd /tmp | cat; echo a | read y")
    assert session.folder == "/home/learner"
    assert out(session, "echo [$x$y]") == "[]\n"


def test_the_folder_lasts_and_goes_back(session):
    said(session, "mkdir d; cd d")
    assert session.folder == "/home/learner/d"
    assert out(session, "cd -; pwd") == "/home/learner\n/home/learner\n"
    assert out(session, "cd d; echo $OLDPWD $PWD") == "/home/learner /home/learner/d\n"


def test_files_that_a_line_wrote_are_noted_as_changed(session):
    said(session, "echo a > x; echo b >> x; rm x; touch y")
    assert session.files.changed == {"/home/learner/x", "/home/learner/y"}


def test_files_of_process_substitution_end_with_the_line(session):
    said(session, "cat <(echo a); while read x; do :; done < <(echo b); sleep nonsense")
    assert session.files.texts == {}
    assert session.files.changed == set()


def test_what_was_written_until_ctrl_c_is_there(session):
    pieces = said(session, "{ echo a; false; } > x").code
    assert pieces == 1
    assert session.files.texts["/home/learner/x"] == "a\n"


def test_the_quota_of_files_is_said_and_nothing_breaks(session):
    found = said(session, "seq 300000 > big; echo $?")
    assert found.out == "1\n"
    assert "Disk quota exceeded (1 MiB for all files together)" in found.err


def test_variables_have_room_for_so_much(session):
    found = said(session, "x=$(seq 50000)")
    assert found.code == 1
    assert "may hold 120,000 letters together" in found.err


def test_options_of_set_end_with_the_line(session):
    said(session, "set -e")
    assert out(session, "false; echo still") == "still\n"


def test_random_differs_and_seconds_count(session):
    drawn = out(session, "echo $RANDOM $RANDOM $RANDOM").split()
    assert len(set(drawn)) > 1
    assert all(0 <= int(number) < 32768 for number in drawn)
    assert out(session, "echo $SECONDS") == "0\n"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("echo a", True),
        ("echo 'a", False),
        ("for i in a; do", False),
        ("cat <<EOF\nx", False),
        ("cat <<EOF\nx\nEOF", True),
        ("a \\", False),
        ("a \\\\", True),
        ("ls | | x", True),
        ("ls |", False),
        ("echo $(", False),
    ],
)
def test_it_is_known_whether_a_text_goes_on(text, ends):
    assert whole(text) is ends


def test_output_comes_as_it_is_made(session):
    pieces = run(session, "echo a; echo x > f; echo b")
    assert next(pieces) == "a\n"
    assert "/home/learner/f" not in session.files.texts
    assert list(pieces) == ["b\n"]


def test_a_program_that_nobody_reads_any_more_ends(session):
    assert out(session, "seq 1000000000 | head -2") == "1\n2\n"


def test_a_writer_that_nobody_reads_still_begins(session):
    assert out(session, "echo a > f | true; cat f") == "a\n"


def test_standard_error_goes_past_the_pipe(session):
    found = said(session, "ls nothere | wc -l")
    assert (found.out, found.err.startswith("ls: cannot access")) == ("0\n", True)


def test_names_stand_side_by_side_on_the_page_alone(session):
    said(session, "touch a b")
    assert out(session, "ls; ls | cat; echo $(ls)") == "a  b\na\nb\na b\n"

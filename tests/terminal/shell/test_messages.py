"""What is said of lines that cannot run, and the codes that tell of it."""

from __future__ import annotations

import pytest

from tests.terminal.lines import alone, said


@pytest.mark.parametrize(
    ("line", "code", "first"),
    [
        ("nosuch", 127, "bash: nosuch: command not found"),
        ("./nosuch", 127, "bash: ./nosuch: No such file or directory"),
        ("/home", 126, "bash: /home: Is a directory"),
        ("ls |", 2, "bash: syntax error: unexpected end of file"),
        ("ls | | wc", 2, "bash: syntax error near unexpected token `|'"),
        ("done", 2, "bash: syntax error near unexpected token `done'"),
        ("if true; then", 2, "bash: syntax error: unexpected end of file"),
        ("for 1x in a; do :; done", 1, "bash: `1x': not a valid identifier"),
        ("echo 'a", 2, "bash: unexpected EOF while looking for matching `''"),
        ("echo $(ls", 2, "bash: unexpected EOF while looking for matching `)'"),
        ("echo ${x", 2, "bash: unexpected EOF while looking for matching `}'"),
        ("echo ${x*y}", 1, "bash: ${x*y}: bad substitution"),
        ("cat <<EOF", 2, "bash: here-document delimited by end-of-file (wanted `EOF')"),
        ("echo > /nowhere/x", 1, "bash: /nowhere/x: No such file or directory"),
        ("echo > $x", 1, "bash: : ambiguous redirect"),
        ("echo hi >&7", 1, "bash: 7: Bad file descriptor"),
        ("read x", 1, "bash: read: nobody is asked here: pipe a line in, or use `<<<'"),
        (
            "break",
            0,
            "bash: break: only meaningful in a `for', `while', or `until' loop",
        ),
    ],
)
def test_what_is_wrong_is_said_in_bashs_words(line, code, first):
    found = said(alone(), line)
    assert (found.code, found.err.splitlines()[0]) == (code, first)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "sleep 1 &",
            "background jobs (&) are not in this terminal yet; run it without",
        ),
        ("for ((i=0;i<3;i++)); do :; done", "`for ((…))' is not in this terminal yet"),
        ("select x in a b; do :; done", "`select' is not in this terminal yet"),
        ("coproc cat", "`coproc' is not in this terminal yet; use a pipe"),
        ("a=(1 2); echo ${a[0]}", "syntax error near unexpected token `('"),
        ("echo ${a[0]}", "arrays are not in this terminal yet"),
        ("tee >(cat)", "`>( )' is not in this terminal yet; use a pipe"),
        ("echo $$", "`$$' is not in this terminal: nothing here runs as a process"),
        ("jobs", "background jobs are not in this terminal yet"),
        ("trap x EXIT", "signals are not in this terminal yet"),
        ("mapfile x", "arrays are not in this terminal yet"),
        ("declare -a x", "arrays are not in this terminal yet"),
    ],
)
def test_what_is_not_here_is_said_in_one_clear_sentence(line, told):
    found = said(alone(), line)
    assert found.code != 0
    assert told in found.err
    assert found.err.count("\n") == 1


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("grpe", "Did you mean `grep'? `help' lists what there is."),
        ("LS", "Did you mean `ls'? `help' lists what there is."),
        (
            "eksctl",
            "eksctl is not in this terminal yet; it works from your own computer: see Connect.",
        ),
        (
            "sudo",
            "sudo is not in this terminal: you may do here all that there is; leave `sudo' out.",
        ),
        ("qqqq", "`help' lists what there is."),
    ],
)
def test_an_unknown_word_is_followed_by_what_is_known(word, told):
    found = said(alone(), word)
    assert (found.code, found.err.splitlines()[1]) == (127, told)


def test_nothing_of_a_line_runs_that_is_broken_in_itself():
    assert said(alone(), "echo a; done").out == ""


def test_lines_before_a_broken_one_have_run():
    found = said(alone(), "echo a\nls | |\necho b")
    assert (found.out, found.code) == ("a\n", 2)


def test_the_status_of_a_line_is_kept_for_the_next():
    session = alone()
    said(session, "false")
    assert said(session, "echo $?").out == "1\n"


def test_exit_says_that_there_is_nothing_to_leave():
    found = said(alone(), "exit 3")
    assert found.code == 3
    assert found.err.startswith("There is nothing to leave")
    assert said(alone(), "true || exit 1").err == ""

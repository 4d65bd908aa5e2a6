"""Programs over the terminal's own files."""

from __future__ import annotations

import pytest

from clusters.terminal.session import EDIT
from clusters.terminal.shell import run
from tests.terminal.lines import alone, out, said


@pytest.fixture
def session():
    found = alone()
    said(found, "mkdir -p app/conf; echo a > app/one.yaml; echo bb > app/conf/two.yaml")
    return found


def test_files_are_listed_in_the_ways_of_ls(session):
    assert out(session, "ls app") == "conf  one.yaml\n"
    assert (
        out(session, "ls -R app | cat")
        == "app:\nconf\none.yaml\n\napp/conf:\ntwo.yaml\n"
    )
    assert (
        out(session, "ls -l app/one.yaml")
        == "-rw-r--r-- 1 learner learner 2 app/one.yaml\n"
    )
    assert out(session, "ls -d app; ls -F app") == "app\nconf/  one.yaml\n"
    assert said(session, "ls nothere app").code == 2


def test_a_tree_is_drawn_and_counted(session):
    assert out(session, "tree app") == (
        "app\n├── conf\n│   └── two.yaml\n└── one.yaml\n\n2 directories, 2 files\n"
    )
    assert out(session, "find app -name '*.yaml' -type f") == (
        "app/conf/two.yaml\napp/one.yaml\n"
    )


def test_files_and_folders_are_copied_moved_and_removed(session):
    assert out(session, "cp -r app copy; cat copy/conf/two.yaml") == "bb\n"
    assert out(session, "mv copy moved; ls moved; ls copy 2>&1 | cat") == (
        "conf  one.yaml\nls: cannot access 'copy': No such file or directory\n"
    )
    assert (
        said(session, "rm moved").err == "rm: cannot remove 'moved': Is a directory\n"
    )
    assert out(session, "rm -r moved; ls") == "app\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("mkdir app", "mkdir: cannot create directory 'app': File exists"),
        (
            "mkdir x/y",
            "mkdir: cannot create directory 'x/y': No such file or directory",
        ),
        ("cp app x", "cp: -r not specified; omitting directory 'app'"),
        ("cp app/one.yaml app/one.yaml", "are the same file"),
        ("mv app app/conf", "cannot move 'app' to a subdirectory of itself"),
        ("rmdir app", "rmdir: failed to remove 'app': Directory not empty"),
        (
            "touch app/one.yaml/x",
            "touch: cannot touch 'app/one.yaml/x': Not a directory",
        ),
        ("cat app", "cat: app: Is a directory"),
        ("cp a b nothere", "cp: target 'nothere': No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_said_as_gnu_says_it(session, line, told):
    found = said(session, line)
    assert found.code == 1
    assert told in found.err


def test_nothing_is_lost_when_there_is_no_room(session):
    session.files.texts["/home/learner/big"] = "x" * ((1 << 20) - 100)
    found = said(
        session, "cp big big2; cp app/one.yaml small; mv big renamed; ls | cat"
    )
    assert "Disk quota exceeded" in found.err
    assert found.out == "app\nrenamed\nsmall\n"


def test_diff_prints_plain_and_unified(session):
    said(session, "printf 'a\\nb\\nc\\n' > x; printf 'a\\nB\\nc\\n' > y")
    plain = said(session, "diff x y")
    assert (plain.code, plain.out) == (1, "2c2\n< b\n---\n> B\n")
    assert said(session, "diff -u x y").out == (
        "--- x\n+++ y\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
    )
    assert said(session, "diff x x").code == 0


def test_an_editor_opens_the_pages_own(session):
    for word in ("nano", "vi", "edit"):
        assert list(run(session, f"{word} app/one.yaml")) == [
            f"{EDIT}/home/learner/app/one.yaml"
        ]
    assert list(run(session, "nano new")) == [f"{EDIT}/home/learner/new"]
    assert said(session, "nano app").code == 1


def test_history_prints_what_the_page_hands_in(session):
    session.files.texts["/home/learner/.history"] = "ls\ncat x\nhistory\n"
    assert out(session, "history") == "    1  ls\n    2  cat x\n    3  history\n"
    assert out(session, "history 1") == "    3  history\n"


def test_clear_and_watch_empty_the_page(session):
    assert out(session, "clear") == "\f"
    session.limits.seconds = 1.2
    pieces = [
        piece
        for piece in run(session, "watch -n 0.5 echo hi")
        if piece.startswith("\f")
    ]
    assert len(pieces) == 3
    assert pieces[0].startswith("\fEvery 0.5s: echo hi")
    assert pieces[0].endswith("\n\nhi\n")


def test_help_names_all_that_there_is(session):
    text = out(session, "help")
    for name in ("kubectl", "aws", "grep", "curl", "alias", "jq"):
        assert f"{name} " in text
    assert out(session, "help cd") == (
        "cd is a shell builtin. Stand in another folder of the terminal's files.\n"
    )
    assert said(session, "man nosuch").code == 16


def test_words_are_told_what_they_run(session):
    said(session, "alias l=ls; f() { :; }")
    told = said(session, "type cd ls if l f nosuch")
    assert told.out == (
        "cd is a shell builtin\nls is /usr/bin/ls\nif is a shell keyword\n"
        "l is aliased to `ls'\nf is a function\nf () { :; }\n"
    )
    assert (told.code, told.err) == (1, "bash: type: nosuch: not found\n")
    assert out(session, "/usr/bin/echo by path; which ls") == "by path\n/usr/bin/ls\n"

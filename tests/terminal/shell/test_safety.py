"""Whatever is typed: an answer within limits, no traceback, nothing of the host."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.terminal.limits import Limits
from clusters.terminal.program import Err, programs
from clusters.terminal.shell import LONGEST_LINE, run, whole
from clusters.terminal.shell.builtin import builtins
from tests.examples import examples
from tests.terminal.lines import alone, said

OTHERS_CODE = {"kubectl", "k", "aws", "jq", "ssh", "curl", "dig", "host", "nslookup"}
"""Programs that ask doors or the box; their own tests say what these may do."""
HARMFUL = (
    "open", "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
    "os.system", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir",
    "os.rmdir", "os.chmod", "os.kill", "os.putenv", "shutil.", "glob.", "tempfile.",
    "ctypes.", "import", "exec", "compile", "pty.", "urllib.",
)  # fmt: skip
WORDS = (
    *sorted({*programs, *builtins} - OTHERS_CODE),
    *["|", "||", "&&", ";", "&", ">", ">>", "<", "<<", "<<<", "2>&1", "&>", "(", ")", "{", "}", "((", "))", "$((", "))", "$(", "`", '"', "'", "$'", "${", "}", "$", "*", "?", "~", "!", "#"],
    "\n", "\\", "=", "x=1", "x=$x$x$x", "$x", "${x:-", "${x//a/b}", "${x%%*}", "$@", "$?", "$$",
    *["if", "then", "else", "fi", "for", "x", "in", "do", "done", "while", "until", "case", "esac", ";;", "f()", "function", "select", "time"],
    "{1..9}", "{1..99999999}", "{a,b}", "[a-z]", "a[0]", "-n", "-r", "-e", "-i", "-v", "-E", "-c",
    "s/a/b/g", "s/\\(.*\\)/\\1\\1/", "{print $1}", "(a*)*b", "[[:alpha:]", "a{1,1000}", "%s",
    "%99999d", "%*d", "+%s", "--", "--help", "1/0", "x**99", "99999999999999999999", "-1",
    "/etc/passwd", "../../../../etc/passwd", "/proc/self/environ", "~root", "/dev/null",
    "\x1b[31m", "\x1b]0;title\x07", "\u202e", "\u200f", "\x00", "\ud800", "\r\n", "é", "😀",
)  # fmt: skip

_seen: list[tuple[str, tuple]] = []
_watched: list[int] = []


def _hook(event, args):
    if threading.get_ident() in _watched and event.startswith(HARMFUL):
        _seen.append((event, args))


sys.addaudithook(_hook)


def run_watched(line):
    """All that a line prints; what it did to the host is in `_seen`."""
    session = alone(limits=Limits(seconds=0.5, processor_seconds=0.5))
    _seen.clear()
    _watched.append(threading.get_ident())
    try:
        pieces = list(run(session, line))
    finally:
        _watched.clear()
    return session, pieces


@pytest.fixture(scope="module", autouse=True)
def _warm():
    """Everything is imported that any line imports."""
    for line in (
        "help; date; echo a | sort | awk 1 | sed p | wc",
        "nosuch",
        "diff <(:) <(:)",
        "k",
    ):
        said(alone(), line)


def check(line):
    session, pieces = run_watched(line)
    assert _seen == []
    assert all(isinstance(piece, str) for piece in pieces)
    assert 0 <= session.status < 256
    assert sum(len(piece) for piece in pieces) < session.limits.printed + 1000
    assert "Traceback" not in "".join(pieces)
    assert session.files.size() <= 1 << 20
    assert len(line) > 2000 or isinstance(whole(line), bool)


SLOW = settings(
    max_examples=examples(2000),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.property
@given(st.text(max_size=200))
@SLOW
def test_any_letters_are_answered(line):
    check(line)


@pytest.mark.property
@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from(["", " "]))
@SLOW
def test_any_words_are_answered(words, joint):
    check(joint.join(words))


@pytest.mark.property
@given(st.sampled_from(WORDS), st.integers(1, 4000))
@SLOW
def test_any_word_very_often_is_answered(word, times):
    check(word * times)


@pytest.mark.property
@given(st.binary(max_size=300))
@SLOW
def test_any_bytes_are_answered(data):
    check(data.decode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(
    "line",
    [
        "$(" * 5000,
        "(" * 60_000,
        "{" * 60_000,
        "[" * 60_000,
        "'" * 59_999,
        '"$(' * 15_000,
        "`" * 59_999,
        "${x:-" * 10_000,
        "$((" * 20_000,
        "if " * 20_000,
        "! " * 30_000,
        "a|" * 30_000,
        "a;" * 30_000,
        "{a,b}" * 12_000,
        "{a," * 20_000,
        "\\" * 65_535,
        "<<a " * 16_000,
        "echo " + "*" * 60_000,
        "echo $((" + "(" * 900 + "1" + ")" * 900 + "))",
        "echo $((" + "-" * 1900 + "1))",
        "[[ " + "( " * 20_000 + "]]",
        "case x in " + "a|" * 20_000,
        "f() { f; }; f",
        "f() { f | f; }; f",
        "f() { $(f); }; f",
        "alias a='b;a'; \na\n",
        "x=a; while :; do x=$x$x; done",
        "while :; do :; done",
        "while :; do echo a lot of text that goes on and on; done",
        "while :; do echo a; done | sort | tail",
        "seq 99999999 | sort",
        "printf '%9999d' {1..9999}",
        "echo {1..9999}{1..9999}",
        "watch -n 0 echo",
        "eval " + "eval " * 3000,
        "bash -c 'bash -c \"bash -c ls\"'",
        "grep -E '" + "(a|b|ab|ba)*" * 200 + "c' <<< " + "ab" * 20_000,
        "grep -E '(a{1,100}){1,10}' <<< a",
        "sed 's/.*/&&&&&&&&/;s/.*/&&&&&&&&/;s/.*/&&&&&&&&/;s/.*/&&&&&&&&/' <<< "
        + "a" * 30_000,
        "awk 'BEGIN{" + "(" * 5000 + "1}'",
        "awk 'BEGIN{x=" + "1+" * 5000 + "1}'",
        "awk '" + "{" * 5000 + "'",
        "awk 'BEGIN{$99999999=1}'",
        "x=" + "a" * 60_000 + "; echo ${x//a/" + "b" * 4000 + "}",
        "echo ${x:=" + "a" * 60_000 + "}${x//a/$x}",
        "tr a-\U0010ffff b-z <<< a",
        "for i in {1..9999}; do for j in {1..9999}; do :; done; done",
        "cat <(cat <(cat <(cat <(echo deep))))",
        "mkdir -p " + "a/" * 20_000,
        "touch " + "a" * 300,
        "cd " + "../" * 10_000,
        "diff <(seq 3000) <(seq 2 3001)",
        "find / -name '*[' ",
        "set -x; " + "a " * 1000,
        "xargs -n1 echo <<< '" + "a " * 20_000 + "'",
        "sleep 99999999",
        "date -d '" + "9" * 5000 + " days'",
        "test " + "( " * 1000,
        "jobs; fg; bg; wait; trap x INT; exec ls; ulimit -a",
        "\ud800\udfff | cat",
        "echo \x00\x01\x02\x1b[2J\x07",
    ],
    ids=lambda line: repr(line[:24]),
)
def test_hostile_lines_are_answered(line):
    check(line)


def test_a_line_of_a_megabyte_is_refused_in_words():
    found = said(alone(), "echo " + "a" * (1 << 20))
    assert found.code == 2
    assert found.err.startswith(f"bash: a line may hold {LONGEST_LINE >> 10} KiB")


def test_a_megabyte_of_output_is_cut_with_a_note():
    session = alone()
    pieces = list(run(session, "seq 1000000"))
    assert session.status == 137
    assert sum(len(p) for p in pieces if not isinstance(p, Err)) == 1 << 20
    assert pieces[-1].startswith("bash: stopped: a line may print 1 MiB")


@pytest.mark.parametrize(
    "line",
    [
        "cat /etc/passwd",
        "cat < /etc/passwd",
        "cat ../../../../../../etc/passwd",
        "cat /proc/self/environ",
        "source /etc/profile",
        "bash /etc/profile",
        "sed p /etc/hosts",
        "ls /usr/bin/",
        "cp /etc/passwd x",
        "diff /etc/passwd /etc/group",
        "/bin/busybox",
    ],
)
def test_files_of_the_host_are_not_there(line):
    _, pieces = run_watched(line)
    assert _seen == []
    assert "No such file or directory" in "".join(pieces)


def test_writing_stays_in_the_terminals_files():
    session, _ = run_watched(
        "echo a > ~/x; mkdir -p /etc/cron.d; echo b > /etc/cron.d/y"
    )
    assert _seen == []
    assert session.files.texts["/home/learner/x"] == "a\n"
    assert "/etc/cron.d/y" in session.files.texts


def test_the_watch_sees_what_it_should():
    """The audit hook that these tests trust is not blind."""
    _watched.append(threading.get_ident())
    try:
        with Path(__file__).open() as file:
            file.read(1)
    finally:
        _watched.clear()
    assert [event for event, _ in _seen] == ["open"]
    _seen.clear()


def test_stop_ends_a_line_that_computes_and_one_that_waits():
    endless = Limits(seconds=60, processor_seconds=60, starts=1 << 40)
    for line in ("while :; do :; done", "sleep 60", "while :; do echo a; done | sort"):
        session = alone(limits=endless)
        threading.Timer(0.1, session.stop.set).start()
        began = time.monotonic()
        assert said(session, line).code == 130
        assert time.monotonic() - began < 5

"""Programs that change lines on their way."""

from __future__ import annotations

import pytest

from clusters.terminal.files import HOME
from clusters.terminal.gnu.options import manuals
from clusters.terminal.program import programs
from tests.terminal.lines import alone, out, said

PODS = "NAME READY STATUS\nweb-1 1/1 Running\nweb-2 0/1 Pending\ndb-0 1/1 Running\n"


@pytest.fixture
def session():
    found = alone()
    found.files.texts[f"{HOME}/pods"] = PODS
    return found


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("grep -c Running pods", "2\n"),
        ("grep -n web-2 pods", "3:web-2 0/1 Pending\n"),
        ("grep -A1 web-2 pods | tail -1", "db-0 1/1 Running\n"),
        ("grep -oE '[a-z]+-[0-9]' pods | head -1", "web-1\n"),
        ("grep -vE '^(NAME|web)' pods", "db-0 1/1 Running\n"),
        ("grep -F '0/1' pods", "web-2 0/1 Pending\n"),
        ("grep -w db pods", "db-0 1/1 Running\n"),
        ("grep -P '\\d/1\\s+Pend' pods", "web-2 0/1 Pending\n"),
        ("grep -r Pending . ", "pods:web-2 0/1 Pending\n"),
        ("sed -n '/web-2/,$p' pods", "web-2 0/1 Pending\ndb-0 1/1 Running\n"),
        ("sed -E 's/([a-z]+)-([0-9]).*/\\2\\1/;1d' pods", "1web\n2web\n0db\n"),
        ("sed '2,3d' pods", "NAME READY STATUS\ndb-0 1/1 Running\n"),
        ("awk 'NR>1 && $3==\"Running\" {print $1}' pods", "web-1\ndb-0\n"),
        ("awk '{s+=length($1)} END {print s, NR}' pods", "18 4\n"),
        ("awk -F/ '{print $2}' pods | tail -1", "1 Running\n"),
        ("sort -k2,2 -k1,1r pods | head -2", "web-2 0/1 Pending\nweb-1 1/1 Running\n"),
        (
            "tail -n +2 pods | cut -d' ' -f3 | sort | uniq -c",
            "      1 Pending\n      2 Running\n",
        ),
        ("printf '2K\\n1G\\n3M\\n' | sort -h", "2K\n3M\n1G\n"),
        ("tr '[:lower:]' '[:upper:]' <<< abc", "ABC\n"),
        ("head -n -3 pods", "NAME READY STATUS\n"),
        ("wc -l < pods", "4\n"),
        ("column -t pods | head -2", "NAME   READY  STATUS\nweb-1  1/1    Running\n"),
        ("base64 <<< hello | base64 -d", "hello\n"),
        ("tail -n +2 pods | cut -c1-3 | xargs -n2 echo -", "- web web\n- db-\n"),
        ("printf '%-6s|%04d|%.2f\\n' a 7 2.5", "a     |0007|2.50\n"),
        (
            "echo 'Hi $NAME, ${OTHER}.' | NAME=you envsubst '$NAME'",
            "Hi you, ${OTHER}.\n",
        ),
        ("date -d @0 '+%F %T %Z'", "1970-01-01 00:00:00 UTC\n"),
        ("seq -s, 1 2 7", "1,3,5,7\n"),
        ("tee copy < pods > /dev/null; cmp_=$(diff pods copy); echo $?", "0\n"),
    ],
)
def test_a_line_comes_out_as_it_should(session, line, wanted):
    assert out(session, line) == wanted


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("grep '\\(a' pods", 2, "grep: Unmatched ( or \\("),
        (
            "grep -E '(a)\\1' pods",
            2,
            "grep: back-references (\\1) are not in this terminal",
        ),
        ("grep x", 1, "grep: nothing is piped in, and nobody is asked here"),
        ("grep x nothere", 2, "grep: nothere: No such file or directory"),
        ("grep -q nothing pods", 1, ""),
        ("sed 's/a' pods", 1, "unterminated `s' command"),
        ("sed 'w file' pods", 1, "the command `w' is not in this terminal yet"),
        ("awk 'while(1){}' pods", 2, "awk: `while' is not in this terminal yet"),
        (
            "awk '{print > \"x\"}' pods",
            2,
            "print into files and pipes is not in this terminal",
        ),
        ("sort --nonsense pods", 2, "sort: unrecognized option '--nonsense'"),
        ("tail -f pods", 1, "To follow a log: kubectl logs -f"),
        ("xargs nosuch < pods", 127, "bash: nosuch: command not found"),
        ("xargs false < pods", 123, ""),
        ("timeout 0.1 sleep 5", 124, ""),
        ("ping web", 2, "ICMP is not simulated"),
    ],
)
def test_what_cannot_be_done_is_said(session, line, code, told):
    found = said(session, line)
    assert told in found.err
    assert found.code == code


def test_an_abbreviated_flag_is_known_where_it_is_one_alone(session):
    assert out(session, "cat --show-e pods | head -1") == "NAME READY STATUS$\n"
    assert "ambiguous" in said(session, "cat --show pods").err


def test_each_program_with_flags_tells_of_itself():
    list(programs)
    for name in manuals:
        text = out(alone(), f"{name} --help")
        assert text.startswith("Usage: "), name
        assert out(alone(), f"man {name}") == text


def test_a_pattern_that_would_take_for_ever_elsewhere_takes_no_time(session):
    session.files.texts[f"{HOME}/a"] = "a" * 5000 + "!\n"
    assert said(session, "grep -E '(a*)*b' a").code == 1
    assert said(session, "sed -E 's/(a|aa)+$/x/' a").code == 0
    assert said(session, "[[ $(cat a) =~ ^(a+)+$ ]]").code == 1

"""The little shell and its programs, line by line beside bash and GNU's."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from clusters.terminal.files import HOME
from tests.terminal.lines import Said, alone, said

pytestmark = [pytest.mark.e2e, pytest.mark.needs("bash")]
LINES = Path(__file__).with_name("shell_lines")
FILES = {
    "pods": (
        "NAME READY STATUS RESTARTS\nweb-1 1/1 Running 0\nweb-2 0/1 Pending 3\n"
        "api-1 1/1 Running 12\ndb-0 0/1 CrashLoopBackOff 140\n"
    ),
    "numbers": "10\n9\n2\n33\n1\n2\n",
    "sizes": "2K\n1G\n512M\n3K\n",
    "words": "the quick brown fox\njumps over the lazy dog\n\nThe End\n",
    "csv": "a,1,x\nb,22,y\nc,3,\n",
    "conf.yaml": "kind: Deployment\nmetadata:\n  name: web\n  labels: {app: web}\n",
}


def lines() -> list[str]:
    """Each file holds lines that are alike; a line of dashes parts those of several."""
    found = []
    for path in sorted(LINES.glob("*.txt")):
        for block in path.read_text().split("\n---\n"):
            found += [block] if "\n" in block.strip("\n") else [block.strip("\n")]
    return [line for line in found if line]


def real(line: str, folder: Path) -> Said:
    """What bash says."""
    for name, text in FILES.items():
        (folder / name).write_text(text)
    run = subprocess.run(
        ["bash", "-c", line, "bash"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    return Said(run.returncode, run.stdout, run.stderr)


def ours(line: str) -> Said:
    session = alone()
    for name, text in FILES.items():
        session.files.texts[f"{HOME}/{name}"] = text
    return said(session, line, screen=False)


@pytest.mark.parametrize("line", lines())
def test_a_line_prints_what_bash_prints(line, tmp_path):
    wanted, found = real(line, tmp_path), ours(line)
    shown = wanted.out.replace(str(tmp_path), HOME)
    assert (found.code, found.out) == (wanted.code, shown), (found.err, wanted.err)


@pytest.mark.parametrize(
    "line",
    [
        "cat nothere",
        "cat /tmp",
        "ls nothere",
        "head -n x pods",
        "sort -k 0 pods",
        "cut pods",
        "cut -d ab -f1 pods",
        "mkdir a/b",
        "rm nothere",
        "rmdir nothere",
        "cp nothere b",
        "mv nothere b",
        "tr a",
        "grep -E 'a(' pods",
        "sed 's/a/b' pods",
        "seq x",
        "base64 -d <<< '!!'",
        "sleep x",
        "tail -n 1 nothere",
        "wc nothere",
        "uniq nothere",
        "diff pods nothere",
        "printf '%d\\n' abc",
        "date -d nonsense",
        "cat --nonsense",
        "cat -J",
        "sort -J",
        "xargs -n x < pods",
        "basename",
        "touch nothere/x",
    ],
)
def test_a_complaint_is_worded_as_gnu_words_it(line, tmp_path):
    wanted, found = real(line, tmp_path), ours(line)
    spelt = wanted.err.replace("bash: line 1: ", "bash: ").replace(str(tmp_path), HOME)
    spelt = spelt.replace("\u2018", "'").replace("\u2019", "'")
    assert (found.code, found.err) == (wanted.code, spelt)


@pytest.mark.parametrize(
    "line",
    [
        "nosuchprogram_",
        "cd nothere",
        "cd pods",
        "cat < nothere",
        "echo > nothere/x",
        "echo ${x:?is missing}",
        "export 1x=2",
        "unset -f x; return 3",
        "[ a -eq 1 ]",
        "[ a b ]",
        "test a = b c",
        "echo $((1/0))",
        "alias nothere",
        "shift 5",
        "type nothere",
        "./nothere",
        "/home",
    ],
)
def test_the_shell_complains_as_bash_does(line, tmp_path):
    wanted, found = real(line, tmp_path), ours(line)
    spelt = wanted.err.replace("bash: line 1: ", "bash: ").splitlines()[:1]
    assert found.err.splitlines()[:1] == spelt
    assert found.code == wanted.code

"""Programs are started in stages, restarted when they end, and stopped in order."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eksconsole.children import last_lines
from eksconsole.supervisor import KeepsDying, Program, supervise

# Says its number in the log and then lives on, or ends when told by its argument.
LIVES = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
ENDS = "print('I cannot go on'); raise SystemExit(3)"


def program(folder: Path, name: str, source: str) -> Program:
    log = folder / f"{name}.log"

    async def has_spoken(_pid: int) -> bool:
        return bool(log.read_text())

    return Program(
        name, (sys.executable, "-c", source), has_spoken, log, first_pause=0.001
    )


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pids(log: Path) -> list[int]:
    return [int(line) for line in log.read_text().split()]


async def run(*stages: list[Program], when_ready, say=print) -> None:
    await supervise(
        stages, environment=dict(os.environ), say=say, when_ready=when_ready
    )


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


async def test_ctrl_c_ends_everything_that_runs(tmp_path):
    first, second = program(tmp_path, "a", LIVES), program(tmp_path, "b", LIVES)

    await run([first], [second], when_ready=press_ctrl_c)

    ended = pids(first.log) + pids(second.log)
    assert len(ended) == 2
    assert [pid for pid in ended if is_alive(pid)] == []


async def test_a_stage_starts_when_the_one_before_answers(tmp_path):
    first = program(tmp_path, "a", LIVES)
    sees = f"import os, time; print(os.path.getsize({str(first.log)!r}), flush=True); time.sleep(600)"
    second = program(tmp_path, "b", sees)

    await run([first], [second], when_ready=press_ctrl_c)

    assert int(second.log.read_text()) > 0


async def test_a_program_that_ends_is_started_again_and_that_is_said(tmp_path):
    restless = program(tmp_path, "a", LIVES)
    said = []

    def hear(line: str) -> None:
        said.append(line)
        if line == "a answers again.":
            press_ctrl_c()

    await run(
        [restless],
        say=hear,
        when_ready=lambda: os.kill(pids(restless.log)[0], signal.SIGKILL),
    )

    assert said == [
        "a was ended by SIGKILL; starting it again in 0.001 s.",
        "a answers again.",
    ]
    assert [pid for pid in pids(restless.log) if is_alive(pid)] == []


async def test_a_program_that_keeps_ending_is_given_up(tmp_path):
    hopeless, other = program(tmp_path, "a", ENDS), program(tmp_path, "b", LIVES)

    with pytest.raises(KeepsDying, match="a ended 5 times within a minute"):
        await run([hopeless, other], when_ready=lambda: None)

    assert last_lines(hopeless.log, 1) == ["I cannot go on"]
    assert [pid for pid in pids(other.log) if is_alive(pid)] == []


async def test_a_programs_children_end_with_it(tmp_path):
    ours, theirs = os.pipe()
    parent = program(
        tmp_path,
        "a",
        "import subprocess, sys\n"
        f"child = [sys.executable, '-c', {LIVES!r}]\n"
        "subprocess.Popen(child, close_fds=False).wait()",
    )

    await run([replace(parent, descriptors=(theirs,))], when_ready=press_ctrl_c)

    # The pipe ends when nobody holds its other end any more.
    os.close(theirs)
    assert os.read(ours, 1) == b""
    os.close(ours)

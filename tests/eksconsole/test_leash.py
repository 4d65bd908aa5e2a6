"""Whoever is on the leash ends with its parent, even when that is killed."""

from __future__ import annotations

import os
import select
import subprocess
import sys

import pytest

from eksconsole.children import LEASH

PARENT = f"""
import os, subprocess, sys, time
leashed = [sys.executable, "-c", "import time; time.sleep(600)"]
subprocess.Popen([sys.executable, {str(LEASH)!r}, str(os.getpid()), *leashed], pass_fds=[int(sys.argv[1])])
os.close(int(sys.argv[1]))
print("started", flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the call")
def test_a_killed_parent_takes_its_child_along():
    ours, theirs = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(theirs)],
        pass_fds=[theirs],
        stdout=subprocess.PIPE,
    ) as parent:
        os.close(theirs)
        assert parent.stdout is not None
        parent.stdout.readline()
        parent.kill()

    # Only the child still holds the pipe's other end: it closes when the child ends.
    ended, _, _ = select.select([ours], [], [], 10)
    os.close(ours)
    assert ended


def test_a_child_whose_parent_is_gone_already_does_not_start():
    done = subprocess.run(
        [sys.executable, str(LEASH), "1", sys.executable, "-c", "print('here')"],
        capture_output=True,
        check=True,
    )

    assert done.stdout == b""

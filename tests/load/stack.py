"""The product, started by its own command in a state folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Stack:
    """A running installation."""

    home: Path
    url: str
    kube_url: str
    pid: int

    def processes(self) -> list[int]:
        """`up` and everything below it."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError, ValueError):
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
        found, todo = [], [self.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            todo += children.get(pid, [])
        return found

    def pss(self) -> int:
        """Bytes of memory of all processes, shared pages counted once."""
        total = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) * 1024
        return total

    def cpu_seconds(self) -> float:
        """Processor time that all processes have used so far."""
        ticks = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def running(port: int = 22080, kube_port: int = 22443) -> Iterator[Stack]:
    """An installation that lives as long as the block."""
    home = Path(tempfile.mkdtemp(prefix="bench-"))
    os.environ |= {
        "HALFPLANE_HOME": str(home),
        "PORT": str(port),
        "KUBE_PORT": str(kube_port),
        "DJANGO_SETTINGS_MODULE": "eksconsole.settings",
    }
    log = (home / "up.log").open("w")
    up = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(f"http://127.0.0.1:{port}/healthz", up, home)
        url, kube = f"http://localhost:{port}", f"https://localhost:{kube_port}"
        yield Stack(home, url, kube, up.pid)
    finally:
        up.send_signal(signal.SIGINT)
        up.wait(STOP_SECONDS)
        shutil.rmtree(home, ignore_errors=True)


def _await(url: str, up: subprocess.Popen[bytes], home: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and up.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            if (home / "run" / "site.json").exists():
                return
        time.sleep(0.2)
    raise SystemExit((home / "up.log").read_text())

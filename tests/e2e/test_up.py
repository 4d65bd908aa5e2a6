"""`up` for real: it answers, mends itself, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import re
import selectors
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from eksconsole.home import REPOSITORY
from eksconsole.ports import listeners

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis")]

PATIENCE = 90.0


class Up:
    """A running `up` and what it says."""

    def __init__(self, home: Path, port: int, kube_port: int) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=REPOSITORY,
            env=environment(home, port, kube_port),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.said = ""

    def hear(self, pattern: str) -> str:
        """Wait until it says this; the first group of what it said."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + PATIENCE
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not (found := re.search(pattern, self.said)):
                assert selector.select(deadline - time.monotonic()), self.said
                heard = os.read(self.process.stdout.fileno(), 65536).decode()
                assert heard, f"it ended without saying {pattern}: {self.said}"
                self.said += heard
        return found.group(1) if found.groups() else ""

    def url(self) -> str:
        return self.hear(r"ready:\s+(http://\S+)/\n")

    def kube_url(self) -> str:
        return self.hear(r"endpoint: (https://\S+)\n")

    def children(self) -> dict[str, int]:
        """Process ids by the name of what runs."""
        found = re.findall(
            r"^ *(\d+) (.*)$",
            subprocess.run(
                ["ps", "-ww", "--ppid", str(self.process.pid), "-o", "pid=,args="],
                capture_output=True,
                text=True,
                check=True,
            ).stdout,
            re.MULTILINE,
        )
        words = {"wake": "waker", "celery": "worker", "valkey-server": "redis"}
        return {
            name: int(pid)
            for pid, command in found
            for word, name in words.items()
            if word in command
        }


def environment(home: Path, port: int, kube_port: int) -> dict[str, str]:
    ours = {"HALFPLANE_HOME": str(home), "PORT": str(port), "KUBE_PORT": str(kube_port)}
    kept = {k: v for k, v in os.environ.items() if k not in {"SECRET_KEY", "REDIS_URL"}}
    return {**kept, **ours, "DJANGO_SETTINGS_MODULE": "eksconsole.settings"}


def free_port() -> int:
    (listening,) = listeners("0.0.0.0", 0)  # noqa: S104
    with listening:
        return int(listening.getsockname()[1])


@contextmanager
def up(home: Path, port: int, kube_port: int) -> Iterator[Up]:
    running = Up(home, port, kube_port)
    try:
        yield running
    finally:
        running.process.terminate()
        running.process.wait(timeout=30)
        if running.process.stdout:
            running.process.stdout.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """One that had to look for another port."""
    home = tmp_path_factory.mktemp("home")
    (taken,) = listeners("0.0.0.0", 0)  # noqa: S104
    with taken, up(home, taken.getsockname()[1], free_port()) as found:
        found.url()
        yield found


def belonging_to(home: Path) -> list[str]:
    """The processes whose state folder this is."""
    mark = f"HALFPLANE_HOME={home}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().decode())
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return found


def wait_until_gone(home: Path) -> None:
    deadline = time.monotonic() + 20
    while left := belonging_to(home):
        assert time.monotonic() < deadline, left


def get(url: str, context: ssl.SSLContext | None = None) -> int:
    with urllib.request.urlopen(url, timeout=5, context=context) as answer:  # noqa: S310
        return int(answer.status)


def test_the_console_answers_on_the_address_it_names(running: Up):
    assert get(f"{running.url()}/healthz") == 200


def test_the_kubernetes_door_answers_by_a_certificate_that_its_ca_vouches_for(running):
    trusting = ssl.create_default_context(cafile=str(running.home / "ca" / "ca.pem"))

    assert get(f"{running.kube_url()}/readyz", trusting) == 200


def test_a_taken_port_is_replaced_and_that_is_said(running: Up):
    running.hear(r"Port \d+ is taken; using \d+\.")


def test_commands_beside_it_know_where_it_is(running: Up):
    facts = json.loads((running.home / "run" / "site.json").read_text())

    assert (facts["public_url"], facts["kube_url"]) == (
        running.url(),
        running.kube_url(),
    )


def test_a_second_one_on_the_same_state_says_so_and_stops(running: Up):
    second = Up(running.home, free_port(), free_port())
    output, _ = second.process.communicate(timeout=PATIENCE)

    assert second.process.returncode == 1
    assert f"already runs on {running.home}: {running.url()}" in output.decode()


@pytest.mark.parametrize("name", ["waker", "worker", "redis"])
def test_a_process_that_dies_is_started_again(running: Up, name):
    os.kill(running.children()[name], signal.SIGKILL)

    running.hear(f"{name} was ended by SIGKILL; starting it again")
    running.hear(f"{name} answers again")


def test_nothing_in_the_state_folder_is_for_others(running: Up):
    open_to_others = [
        path
        for path in running.home.rglob("*")
        if not path.is_socket()
        and path.stat().st_mode & 0o077
        and running.home / "static" not in path.parents
    ]

    assert open_to_others == []


def test_ctrl_c_leaves_nothing_running(tmp_path):
    with up(tmp_path, free_port(), free_port()) as found:
        found.url()
        # As a terminal does: to the whole group.
        os.killpg(found.process.pid, signal.SIGINT)
        found.hear("Stopped")
        assert found.process.wait(timeout=30) == 0

    assert belonging_to(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the leash")
def test_a_killed_up_leaves_nothing_running(tmp_path):
    with up(tmp_path, free_port(), free_port()) as found:
        found.url()
        found.process.kill()

    wait_until_gone(tmp_path)


@pytest.mark.proof
def test_a_server_that_cannot_start_ends_it_with_its_last_lines(tmp_path):
    (tmp_path / "ca").mkdir(mode=0o700)
    with up(tmp_path, free_port(), free_port()) as found:
        found.url()
        (tmp_path / "ca" / "server.key").write_text("spoilt")
        for line in (
            Path(f"/proc/{found.process.pid}/task/{found.process.pid}/children")
            .read_text()
            .split()
        ):
            if b"kubernetes" in Path(f"/proc/{line}/cmdline").read_bytes():
                os.kill(int(line), signal.SIGKILL)
        found.hear(
            "kubernetes ended 5 times within a minute, so everything was stopped"
        )
        found.hear("The whole log is ")
        assert found.process.wait(timeout=30) == 1

    assert belonging_to(tmp_path) == []

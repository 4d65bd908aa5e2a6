"""What all tests share: a Redis of their own, real programs, golden files."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from eksconsole import redis_server

PROGRAMS = {
    "bash": ("bash",),
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "kubectl": ("kubectl",),
    "aws": ("aws",),
    "redis": ("valkey-server", "redis-server"),
    "postgres": ("postgres",),
}


def program(name: str) -> str | None:
    """Where a program is that a test needs; None when this machine has none."""
    if name == "redis":
        return redis_server.find_server()
    found = (shutil.which(candidate) for candidate in PROGRAMS[name])
    return next(filter(None, found), None)


def pytest_configure() -> None:
    """Emptying the database after a test need not write permissions anew: none are used."""
    post_migrate.disconnect(
        dispatch_uid="django.contrib.auth.management.create_permissions"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage takes a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write the golden files anew"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            if program(name) is None:
                pytest.skip(f"needs {name}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was not run for want of a program, in the last lines."""
    missing = Counter(
        reason.removeprefix("Skipped: needs ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
        and (reason := report.longrepr[2]).startswith("Skipped: needs ")
    )
    for name, count in sorted(missing.items()):
        terminalreporter.write_line(
            f"not run: {count} tests that need {name}, which is not on this machine"
        )


_elsewhere: list[tuple[threading.Thread, BaseDatabaseWrapper]] = []


@receiver(connection_created)
def _note(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if threading.current_thread() is not threading.main_thread():
        _elsewhere.append((threading.current_thread(), connection))


@pytest.fixture(autouse=True)
def _no_connection_is_left_open() -> Iterator[None]:
    """Threads that end with a test's event loop leave their connections to us."""
    yield
    # One that is at work may not lose it: a server's thread lives longer than a test.
    ended = [pair for pair in _elsewhere if not pair[0].is_alive()]
    for pair in ended:
        _elsewhere.remove(pair)
        left = pair[1]
        left.inc_thread_sharing()
        try:
            left.close()
        finally:
            left.dec_thread_sharing()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path."""
    found = program("chromium")
    if found is None:
        pytest.skip("needs chromium")
    return found


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis server of this worker's own, where the settings expect it."""
    server = redis_server.find_server()
    if server is None:
        pytest.skip("needs redis")
    command = redis_server.command(
        server, settings.REDIS_SOCKET, settings.HOME / "redis"
    )
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while not redis_server.answers(settings.REDIS_URL):
            assert process.poll() is None, "the Redis server ended"
            assert time.monotonic() < deadline, "the Redis server does not answer"
        yield settings.REDIS_URL
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session", autouse=True)
def _state_folder() -> Iterator[None]:
    settings.HOME.mkdir(parents=True, exist_ok=True)
    yield
    shutil.rmtree(settings.HOME, ignore_errors=True)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that holds it, or write the file anew."""
    rewrite = request.config.getoption("--rewrite-golden")

    def compare(path: Path, text: str) -> None:
        if rewrite:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        assert path.read_text() == text, f"{path} differs; `make golden` writes it anew"

    return compare


@pytest.fixture
def unsafe_async(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in the test's thread, where the ORM would refuse."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")

"""The real aws and the terminal's at one sandbox: they must print the same.

What they make is called otherwise, by names of one length (NAME in a line), and each has
a home of its own; ids and times that differ therefore are masked.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from clusters import callers
from clusters.models import Sandbox
from clusters.terminal.files import HOME
from clusters.terminal.program import Call, Err, Exit
from clusters.terminal.programs.aws import aws
from clusters.terminal.session import Session
from tests.gateway.door import application
from tests.terminal.at_work import Said

AWS = Path(sys.executable).with_name("aws")
PATIENCE = 60.0
MASKS = (
    (
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)",
        "TIME",
    ),
    (r"\b1[78]\d{8}(?:\.\d+)?\b", "TIME"),
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "UUID"),
    (r"\b([a-z]+)-[0-9a-f]{17}\b", r"\1-ID"),
    (r"\b[0-9A-F]{32}\b", "ID"),
    (r"\b(A[A-Z]{3})[A-Z2-7]{16,17}\b", r"\1ID"),
)


def terminal_says(session: Session, words: list[str], stdin: str | None = None) -> Said:
    """What the terminal's aws prints, and its code."""
    out: list[str] = []
    err: list[str] = []
    piped = None if stdin is None else iter([stdin])
    code = 0
    session.limits.begin()
    try:
        for piece in aws(Call("aws", words, session, piped, dict(session.variables))):
            (err if isinstance(piece, Err) else out).append(piece)
    except Exit as end:
        code = end.code
        err.append(end.text)
    return Said(code, "".join(out), "".join(err))


@contextmanager
def served() -> Iterator[str]:
    """The AWS door behind a real server; its address."""
    config = uvicorn.Config(
        application, port=0, log_config=None, access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    end = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < end, "the server does not start"
        threading.Event().wait(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/aws"
    server.should_exit = True
    thread.join(PATIENCE)


@dataclass(frozen=True)
class Real:
    """The real program with a home of its own, as Connect says to use it."""

    sandbox: Sandbox
    url: str
    home: Path

    def __call__(self, words: list[str], stdin: str | None, **changes: str) -> Said:
        key = callers.learner_key(self.sandbox.id)
        environment = {
            "HOME": str(self.home),
            "PYTHONWARNINGS": "ignore",
            "LANG": "C.UTF-8",
            "PATH": "",
            "AWS_ACCESS_KEY_ID": key.access_key_id,
            "AWS_SECRET_ACCESS_KEY": key.secret_access_key,
            "AWS_DEFAULT_REGION": "us-west-2",
            "AWS_ENDPOINT_URL": self.url,
        }
        done = subprocess.run(
            [AWS, *words],
            env=environment | changes,
            cwd=self.home,
            input=(stdin or "").encode(),
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass(frozen=True)
class Judge:
    """Both, side by side."""

    real: Real
    ours: Session

    def write(self, name: str, text: str) -> None:
        """A file in both homes."""
        (self.real.home / name).write_text(text)
        self.ours.files.write(f"{HOME}/{name}", text)

    def read(self, name: str) -> str:
        """A file that must be the same in both homes."""
        real = self.masked((self.real.home / name).read_text())
        ours = self.masked(self.ours.files.read(f"{HOME}/{name}"))
        assert ours == real
        return ours

    def both(self, line: str, stdin: str | None = None) -> tuple[Said, Said]:
        """What the real one says to a line, and what ours says."""
        line = line.replace("ACCOUNT", self.real.sandbox.account)
        real = self.real(shlex.split(line.replace("NAME", "real")), stdin)
        words = shlex.split(line.replace("NAME", "ours"))
        return self._masked(real), self._masked(terminal_says(self.ours, words, stdin))

    def same(self, line: str, stdin: str | None = None) -> Said:
        """They must agree. What they said."""
        real, ours = self.both(line, stdin)
        assert ours == real, f"aws {line}\n--- real {real}\n--- ours {ours}"
        return ours

    def ok(self, line: str, stdin: str | None = None) -> str:
        """They must agree and succeed. What they printed."""
        said = self.same(line, stdin)
        assert said.code == 0, said
        return said.out

    def masked(self, text: str) -> str:
        text = text.replace(str(self.real.home), HOME)
        text = re.sub(r"\b(real|ours)\b", "NAME", text)
        for pattern, name in MASKS:
            text = re.sub(pattern, name, text)
        return text

    def _masked(self, said: Said) -> Said:
        return Said(said.code, self.masked(said.out), self.masked(said.err))

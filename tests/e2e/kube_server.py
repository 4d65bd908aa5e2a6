"""The Kubernetes door over TLS in a thread, and real kubectl against it."""

from __future__ import annotations

import json
import os
import re
import selectors
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from eksconsole import serve
from eksconsole.certificates import ensure_certificates, wall_clock
from eksconsole.ports import listen
from tests.apiserver.door import REGION, Door

VERSIONED = Path("/usr/lib/google-cloud-sdk/bin")
FIRST_PORT = 21710
PATIENCE = 30.0


def kubectls() -> list[str]:
    """The oldest and the newest kubectl of this machine, or the only one."""
    found = sorted(
        VERSIONED.glob("kubectl.1.*"), key=lambda path: int(path.suffix.lstrip("."))
    )
    if found:
        return [str(path) for path in dict.fromkeys((found[0], found[-1]))]
    only = shutil.which("kubectl")
    return [only] if only else []


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The door on a port of its own; its address."""
    ensure_certificates(home / "ca", ["localhost", "127.0.0.1", "::1"], wall_clock())
    port, sockets = listen("localhost", FIRST_PORT)
    server = uvicorn.Server(serve.config("kubernetes"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets})
    thread.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not server.started:
            assert thread.is_alive(), "the server ended"
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.02)
        yield f"https://localhost:{port}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        for listening in sockets:
            listening.close()


def kubeconfig(door: Door, url: str, home: Path) -> str:
    """A kubeconfig with a token in it, as JSON (which is YAML)."""
    server = {
        "server": f"{url}/k8s/{REGION}/{door.cluster}",
        "certificate-authority": str(home / "ca" / "ca.pem"),
    }
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "demo", "cluster": server}],
            "users": [{"name": "me", "user": {"token": door.token}}],
            "contexts": [
                {"name": "demo", "context": {"cluster": "demo", "user": "me"}}
            ],
            "current-context": "demo",
        }
    )


@dataclass(frozen=True)
class Said:
    """What a kubectl answered."""

    code: int
    out: str
    err: str

    def rows(self) -> list[list[str]]:
        """The cells of a printed table, head apart."""
        return [re.split(r" {2,}", line) for line in self.out.splitlines()[1:]]


@dataclass(frozen=True)
class Kubectl:
    """One kubectl with a namespace and a folder of its own."""

    program: str
    folder: Path
    namespace: str

    def command(self, *words: str) -> list[str]:
        return [self.program, "-n", self.namespace, *words]

    @property
    def environment(self) -> dict[str, str]:
        config = str(self.folder / "config")
        return os.environ | {"KUBECONFIG": config, "HOME": str(self.folder)}

    def __call__(self, *words: str, stdin: str = "") -> Said:
        done = subprocess.run(
            self.command(*words),
            check=False,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            env=self.environment,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def ok(self, *words: str, stdin: str = "") -> Said:
        """Run it; it must succeed."""
        said = self(*words, stdin=stdin)
        assert said.code == 0, said.err
        return said

    @contextmanager
    def running(self, *words: str) -> Iterator[Hearing]:
        """A kubectl that goes on, until the block ends."""
        process = subprocess.Popen(
            self.command(*words),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environment,
        )
        try:
            yield Hearing(process)
        finally:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


class Hearing:
    """What a kubectl that goes on says."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.said = ""

    def hear(self, pattern: str) -> str:
        """Wait until it says this."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + PATIENCE
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not (found := re.search(pattern, self.said)):
                left = deadline - time.monotonic()
                assert selector.select(max(left, 0)), f"no {pattern} in: {self.said}"
                heard = os.read(self.process.stdout.fileno(), 65536).decode()
                assert heard, f"it ended without saying {pattern}: {self.said}"
                self.said += heard
        return found.group()

"""A terminal at work on a real sandbox, without page and socket."""

from __future__ import annotations

import asyncio
import json
import shlex
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from clusters.terminal.files import HOME
from clusters.terminal.program import Call, Err, Exit, programs
from clusters.terminal.session import Session
from tests.apiserver.door import Door


@dataclass(frozen=True)
class Said:
    """What a line printed, and the code that it ended with."""

    code: int
    out: str
    err: str


@contextmanager
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread, as the doors of a server have."""
    made = asyncio.new_event_loop()
    thread = threading.Thread(target=made.run_forever)
    thread.start()
    try:
        yield made
    finally:
        asyncio.run_coroutine_threadsafe(_left(made), made).result()
        made.call_soon_threadsafe(made.stop)
        thread.join()
        made.close()


async def _left(made: asyncio.AbstractEventLoop) -> None:
    """End what still waits there, the listeners for hints among it."""
    others = asyncio.all_tasks(made) - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await made.shutdown_asyncgens()
    await made.shutdown_default_executor()


def run(session: Session, name: str, *words: str, stdin: str | None = None) -> Said:
    """Run one program with these words, as a shell does."""
    out: list[str] = []
    err: list[str] = []
    piped = None if stdin is None else iter([stdin])
    call = Call(name, list(words), session, piped, dict(session.variables))
    code = 0
    try:
        for piece in programs[name](call):
            (err if isinstance(piece, Err) else out).append(piece)
    except Exit as end:
        err.append(end.text)
        code = end.code
    return Said(code, "".join(out), "".join(err))


def kubeconfig(door: Door, namespace: str = "default") -> str:
    """The kubeconfig that `aws eks update-kubeconfig` makes, in short."""
    url = f"{settings.KUBE_URL}/k8s/{door.region}/{door.cluster}"
    words = ["--region", door.region, "eks", "get-token", "--cluster-name", "demo"]
    plugin = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": words,
    }
    context = {"cluster": "demo", "user": "me", "namespace": namespace}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "demo", "cluster": {"server": url}}],
            "users": [{"name": "me", "user": {"exec": plugin}}],
            "contexts": [{"name": "demo", "context": context}],
            "current-context": "demo",
        }
    )


@dataclass(frozen=True)
class Terminal:
    """A session whose kubeconfig leads to a cluster."""

    session: Session
    door: Door

    def kubectl(self, line: str, stdin: str | None = None) -> Said:
        """`kubectl` with the words of a line."""
        return run(self.session, "kubectl", *shlex.split(line), stdin=stdin)

    def ok(self, line: str, stdin: str | None = None) -> str:
        """It must succeed; what it prints."""
        said = self.kubectl(line, stdin)
        assert said.code == 0, said.err
        return said.out


def terminal(door: Door, at: asyncio.AbstractEventLoop, namespace: str) -> Terminal:
    """A new terminal of a sandbox, as if update-kubeconfig had been typed."""
    session = Session(door.sandbox.id, at)
    session.files.texts[f"{HOME}/.kube/config"] = kubeconfig(door, namespace)
    return Terminal(session, door)

"""What the tests of reading commands share: objects to read, and lines to try."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from clusters.terminal.files import HOME
from clusters.terminal.program import Call, programs
from clusters.terminal.session import Stopped
from tests.e2e.terminal.judge import Judge
from tests.terminal.at_work import Terminal

OBJECTS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: NAMESPACE, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: nginx
        image: nginx
        ports: [{containerPort: 80}]
        env: [{name: A, value: "yes"}]
        resources: {requests: {cpu: 100m, memory: 64Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: NAMESPACE}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: NAMESPACE}
data: {k: v}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: NAMESPACE, labels: {x: "1"}}
"""
PATIENCE = 10.0


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line for line in text.splitlines() if line]


def write(judge: Judge, name: str, text: str) -> None:
    """Put a file where both kubectls find it by this name."""
    (judge.real.folder / name).write_text(text)
    judge.ours.session.files.texts[f"{HOME}/{name}"] = text


def prepared(judge: Judge) -> Judge:
    """The same once the objects are in both namespaces."""
    for namespace in (judge.real.namespace, judge.namespace):
        text = OBJECTS.replace("NAMESPACE", namespace)
        judge.real.ok("apply", "--namespace", namespace, "-f", "-", stdin=text)
    judge.real.ok("rollout", "status", "deploy/web", "--timeout=20s")
    return judge


@dataclass
class Running:
    """A line of ours that goes on, in a thread of its own."""

    terminal: Terminal
    said: str = ""
    more: threading.Condition = field(default_factory=threading.Condition)

    def run(self, words: list[str]) -> None:
        session = self.terminal.session
        call = Call("kubectl", words, session, None, dict(session.variables))
        try:
            for piece in programs["kubectl"](call):
                with self.more:
                    self.said += piece
                    self.more.notify_all()
        except Stopped:
            return

    def hear(self, pattern: str) -> None:
        """Wait until it has said this."""
        with self.more:
            heard = self.more.wait_for(lambda: re.search(pattern, self.said), PATIENCE)
        assert heard, f"no {pattern} in: {self.said}"


@contextmanager
def running(terminal: Terminal, *words: str) -> Iterator[Running]:
    """Our kubectl with words that follow something, until the block ends."""
    made = Running(terminal)
    thread = threading.Thread(target=made.run, args=(list(words),))
    thread.start()
    try:
        yield made
    finally:
        terminal.session.stop.set()
        thread.join(PATIENCE)
        terminal.session.stop.clear()

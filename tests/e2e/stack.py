"""A running installation, and the hands at work in it: browser, aws and kubectl."""

from __future__ import annotations

import html
import http.cookiejar
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from eksconsole.home import REPOSITORY
from tests.e2e.test_up import Up, environment, free_port, up

T = TypeVar("T")
STEPS = ("create-cluster", "launch-nodes", "configure-kubectl", "deploy-app")
PATIENCE = 90.0
PROGRAMS = {
    "console": "serve console",
    "kubernetes": "serve kubernetes",
    "worker": "celery",
    "waker": "manage.py wake",
    "redis": "redis.sock",
}


def until(found: Callable[[], T], seconds: float = PATIENCE) -> T:
    """What the call answers as soon as that is something."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < end, f"after {seconds:g} s still {answer!r}"
        time.sleep(0.1)
    return answer


@dataclass(frozen=True)
class Stack:
    """An installation in a state folder of its own."""

    up: Up
    url: str
    kube_url: str

    @property
    def home(self) -> Path:
        return self.up.home

    def manage(self, *words: str, typed: str = "") -> str:
        """One of the installation's own commands, beside `up`."""
        command = [sys.executable, "manage.py", *words]
        env = environment(self.home, 0, 0)
        return run(command, env, cwd=REPOSITORY, typed=typed)

    def process(self, name: str) -> int:
        """The process id of one of the programs that `up` keeps; 0 while it has none."""
        listed = ["ps", "-ww", "--ppid", str(self.up.process.pid), "-o", "pid=,args="]
        done = subprocess.run(listed, capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            pid, _, command = line.strip().partition(" ")
            if PROGRAMS[name] in command:
                return int(pid)
        return 0

    def kill(self, name: str) -> None:
        """End a program as nothing can be prepared for."""
        os.kill(until(lambda: self.process(name)), signal.SIGKILL)

    def killed(self, name: str) -> None:
        """Kill it and wait until another one answers."""
        self.up.said = ""
        self.kill(name)
        self.up.hear(f"{name} answers again")


@contextmanager
def running(home: Path) -> Iterator[Stack]:
    with up(home, free_port(), free_port()) as found:
        yield Stack(found, found.url(), found.kube_url())


def run(
    command: list[str], env: dict[str, str], *, cwd: Path | None = None, typed: str = ""
) -> str:
    """A program's output; it must succeed."""
    done = subprocess.run(
        command,
        check=False,
        env=env,
        cwd=cwd,
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


class Browser:
    """A guest's browser without scripts: cookies, forms and links."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.jar = http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(cookies)
        self.sandbox = ""

    def open(self, path: str, data: bytes | None = None) -> tuple[int, str, str]:
        """Status, address and text of a page, redirects followed."""
        request = urllib.request.Request(self.stack.url + path, data)  # noqa: S310
        request.add_header("Origin", self.stack.url)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.url, error.read().decode()

    def get(self, path: str) -> str:
        """A page of the sandbox."""
        status, _, text = self.open(f"/s/{self.sandbox}/{path}")
        assert status == 200, text
        return text

    def post(self, path: str, **fields: str | list[str]) -> tuple[int, str]:
        """Send a form of the sandbox's pages; status and text of what comes of it."""
        found = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("getting-started/")
        )
        assert found is not None
        form = {"csrfmiddlewaretoken": found.group(1), **fields}
        data = urllib.parse.urlencode(form, doseq=True).encode()
        status, _, text = self.open(f"/s/{self.sandbox}/{path}", data)
        return status, text

    def begin(self) -> Browser:
        """Start a sandbox, as the first page offers it."""
        _, _, page = self.open("/")
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found is not None
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": found.group(1)})
        _, url, _ = self.open("/start/", data.encode())
        self.sandbox = url.split("/s/")[1].split("/")[0]
        return self

    @property
    def session(self) -> str:
        found = [c.value for c in self.jar if c.name == "sessionid"]
        assert found[0] is not None
        return found[0]

    def steps(self) -> dict[str, str]:
        """How the four steps stand, as the page says it."""
        page = self.get("getting-started/")
        parts = re.split(r'id="step-([\w-]+)"', page)[1:]
        return {
            name: html.unescape(found.group(1))
            for name, text in zip(parts[::2], parts[1::2], strict=True)
            if (found := re.search(r'class="status"[^>]*>([^<]+)<', text))
        }

    def log(self, step: str) -> list[str]:
        """The lines of a step's log."""
        found = re.search(
            rf'id="log-{step}".*?</details>', self.get("getting-started/"), re.DOTALL
        )
        assert found is not None
        lines = re.findall(r"</time> (.*?)</li>", found.group(), re.DOTALL)
        return [html.unescape(line) for line in lines]


@dataclass(frozen=True)
class Tools:
    """aws and kubectl on somebody's machine, pointed at one sandbox."""

    folder: Path
    env: dict[str, str]
    kubectl_program: str

    def aws(self, *words: str) -> str:
        return run(["aws", *words], self.env).strip()

    def refused(self, *words: str) -> str:
        """What aws says of a call that must not succeed."""
        done = subprocess.run(
            ["aws", *words],
            check=False,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode != 0, done.stdout
        return done.stderr

    def kubectl(self, *words: str) -> str:
        return run([self.kubectl_program, *words], self.env)

    def ready_nodes(self) -> list[str]:
        lines = self.kubectl("get", "nodes", "--no-headers").splitlines()
        return [line.split()[0] for line in lines if line.split()[1] == "Ready"]


def tools(stack: Stack, folder: Path, sandbox: str, kubectl: str = "") -> Tools:
    """A machine on which somebody has pasted what the Connect page shows."""
    exports = stack.manage("sandbox", "env", sandbox)
    values = dict(
        word.split("=", 1)
        for line in exports.splitlines()
        for word in [shlex.split(line)[1]]
    )
    path = f"{folder}:{os.environ['PATH']}"
    home = {
        "HOME": str(folder),
        "PATH": path,
        "AWS_PAGER": "",
        "PYTHONWARNINGS": "ignore",
    }
    program = kubectl or shutil.which("kubectl") or ""
    return Tools(folder, {**os.environ, **values, **home}, program)

"""`manage.py up`: run the whole console until Ctrl-C."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from eksconsole import prepare
from eksconsole.certificates import ensure_certificates, wall_clock
from eksconsole.children import last_lines
from eksconsole.environment import env_port, env_url
from eksconsole.home import private_folder, site_facts, write_site_facts
from eksconsole.installation import Site, open_site, programs
from eksconsole.supervisor import KeepsDying, supervise

WEB = ("http", "https")


class Command(BaseCommand):
    help = "Run the console, the Kubernetes door, the worker and the waker."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        # Whatever lies in the state folder is its owner's alone.
        os.umask(0o077)
        state: Path = settings.HOME
        private_folder(state / "log")
        with only_one(state):
            try:
                self.run(state)
            except KeyboardInterrupt:
                self.say("Stopped.")

    def run(self, state: Path) -> None:
        prepare.database()
        prepare.static_files()
        site = self.open_doors()
        ensure_certificates(state / "ca", site.names(), wall_clock())
        write_site_facts(state, site.facts())
        try:
            stages = programs(
                site,
                state=state,
                redis_url=settings.REDIS_URL,
                redis_socket=settings.REDIS_SOCKET,
            )
            asyncio.run(
                supervise(
                    stages,
                    environment=children_environment(site, state),
                    say=self.say,
                    when_ready=lambda: self.greet(site, state),
                )
            )
        except LookupError as problem:
            raise CommandError(str(problem)) from problem
        except KeepsDying as problem:
            raise CommandError(obituary(problem)) from problem
        self.say("Stopped.")

    def open_doors(self) -> Site:
        port, kube_port = env_port("PORT", 8000), env_port("KUBE_PORT", 8443)
        site = open_site(
            bind=os.environ.get("BIND") or "127.0.0.1",
            port=port,
            kube_port=kube_port,
            public_url=env_url("PUBLIC_URL", schemes=WEB, default=""),
            kube_url=env_url("KUBE_URL", schemes=("https",), default=""),
        )
        for wanted, found in ((port, site.port), (kube_port, site.kube_port)):
            if wanted != found:
                self.say(f"Port {wanted} is taken; using {found}.")
        return site

    def greet(self, site: Site, state: Path) -> None:
        self.say(
            f"\nHalfplane is ready:  {site.public_url}/\n"
            f"Kubernetes endpoint: {site.kube_url}\n"
            f"State and logs:      {state}, {state / 'log'}\n"
            "Stop with Ctrl-C.\n"
        )

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


@contextmanager
def only_one(state: Path) -> Iterator[None]:
    """Hold the state folder, or say who does."""
    with (private_folder(state / "run") / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            facts = site_facts(state)
            where = facts.get("public_url", "about to start")
            raise CommandError(
                f"Halfplane already runs on {state}: {where}, process "
                f"{facts.get('pid', 'unknown')}. Stop that one first, or set "
                "HALFPLANE_HOME to another folder for a second installation."
            ) from None
        yield


def children_environment(site: Site, state: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get(
            "DJANGO_SETTINGS_MODULE", "eksconsole.settings"
        ),
        "HALFPLANE_HOME": str(state),
        "BIND": site.bind,
        "PUBLIC_URL": site.public_url,
        "KUBE_URL": site.kube_url,
        "PYTHONUNBUFFERED": "1",
    }


def obituary(problem: KeepsDying) -> str:
    log = problem.program.log
    lines = "\n".join(f"  {line}" for line in last_lines(log, 15))
    return (
        f"{problem}, so everything was stopped. Its last lines:\n{lines}\n"
        f"The whole log is {log}. Put right what it names and run `make up` again; "
        "if nothing helps, move the state folder away and start afresh."
    )

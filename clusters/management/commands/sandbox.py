"""`manage.py sandbox`: sandboxes for scripts, tests and people who live in a shell."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clusters import callers, runtime
from clusters.models import Sandbox
from clusters.sim.clock import MODES


class Command(BaseCommand):
    """Each verb is a function below."""

    help = "Make, list, describe, reset and delete sandboxes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        new = verbs.add_parser("new", help="make a sandbox and print its name")
        new.add_argument("name", nargs="?", default="", help="what to call it")
        new.add_argument("--speed", default="auto", choices=MODES, help="its clock")
        verbs.add_parser("list", help="list all sandboxes, the newest first")
        env = verbs.add_parser("env", help="print its settings as shell exports")
        reset = verbs.add_parser("reset", help="make it as on its first day")
        reset.add_argument("--speed", default="auto", choices=MODES, help="its clock")
        delete = verbs.add_parser("delete", help="delete it and all that is in it")
        for verb in (env, reset, delete):
            verb.add_argument(
                "name", nargs="?", default="", help="the newest if unsaid"
            )

    def handle(self, *_args: Any, **options: Any) -> None:
        match options["verb"]:
            case "new":
                made = runtime.create(options["name"], speed=options["speed"])
                self.stdout.write(made.name)
            case "list":
                for sandbox in Sandbox.objects.order_by("-created_at"):
                    self.stdout.write(
                        f"{sandbox.name}\t{sandbox.id}\t{sandbox.account}"
                    )
            case "env":
                for name, value in exports(found(options["name"])).items():
                    self.stdout.write(f"export {name}={shlex.quote(value)}")
            case "reset":
                sandbox = found(options["name"])
                runtime.reset(sandbox.id, speed=options["speed"])
                self.stdout.write(f"{sandbox.name} is as on its first day.")
            case "delete":
                sandbox = found(options["name"])
                runtime.delete(sandbox.id)
                self.stdout.write(f"{sandbox.name} is deleted.")


def found(name: str) -> Sandbox:
    """The sandbox of this name or id; with no name, the newest one."""
    newest = Sandbox.objects.order_by("-created_at")
    if name:
        newest = newest.filter(name=name) | newest.filter(id=name)
    sandbox = newest.first()
    if sandbox is None:
        wanted = f"called {name!r}" if name else "at all"
        raise CommandError(
            f"There is no sandbox {wanted}. Make one: python manage.py sandbox new"
        )
    return sandbox


def exports(sandbox: Sandbox) -> dict[str, str]:
    """What aws, boto3, Terraform and the examples read from the environment."""
    key = callers.learner_key(sandbox.id)
    return {
        "AWS_ACCESS_KEY_ID": key.access_key_id,
        "AWS_SECRET_ACCESS_KEY": key.secret_access_key,
        "AWS_DEFAULT_REGION": sandbox.region,
        "AWS_REGION": sandbox.region,
        "AWS_ENDPOINT_URL": f"{settings.PUBLIC_URL}/aws",
        "HALFPLANE_URL": settings.PUBLIC_URL,
        "HALFPLANE_SANDBOX": sandbox.id,
    }

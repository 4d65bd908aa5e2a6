"""What the AWS CLI would need the host for: said instead of tried."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any, NoReturn

ELSEWHERE = "not in this terminal yet; works from your own computer: see Connect"
REFUSED = {
    "cloudformation": ("package",),
    "codedeploy": ("install", "push", "register", "uninstall"),
    "ecs": ("deploy", "execute-command"),
    "emr": ("get", "put", "socks", "ssh"),
    "gamelift": ("get-game-session-log", "upload-build"),
    "history": ("list", "show"),
    "opsworks": ("register",),
    "s3": ("cp", "mv", "sync"),
    "ssm": ("start-session",),
}
"""Commands that move files, open connections of their own or start programs."""
INSTEAD = {"ssm": "; here, ssh leads to an instance"}
OF_VERSION_TWO = {
    ("configure", "sso"),
    ("configure", "sso-session"),
    ("sso", "login"),
    ("sso", "logout"),
}
QUESTIONS = (
    "it asks questions, which this terminal cannot yet; say it in one line, as in: "
    "aws configure set region us-west-2"
)
NO_DEBUG = "aws: --debug shows nothing in this terminal\n"


class Elsewhere(Exception):
    """Something that only a computer of one's own can do."""


class NobodyAnswers(Exception):
    """Something reads what is typed, and nothing is piped in."""

    def __init__(self) -> None:
        super().__init__(QUESTIONS)


class Refused:
    """A command that says so; its help is the command's own."""

    def __init__(self, command: Any, service: str, name: str) -> None:
        self._command = command
        self._words = f"aws {service} {name}: {ELSEWHERE}{INSTEAD.get(service, '')}\n"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._command, name)

    def __call__(self, args: list[str], parsed_globals: Any) -> int:
        if args and args[-1] == "help":
            code: int = self._command(args, parsed_globals)
            return code
        sys.stderr.write(self._words)
        return 255


def refuse(session: Any) -> None:
    """Put the refused commands in their places."""
    events = session.get_component("event_emitter")
    for service, names in REFUSED.items():

        def replace(
            command_table: dict[str, Any],
            *,
            service: str = service,
            names: tuple[str, ...] = names,
            **_: Any,
        ) -> None:
            for name in names:
                if name in command_table:
                    command = command_table[name]
                    command_table[name] = Refused(command, service, name)

        events.register_last(f"building-command-table.{service}", replace)
    events.register_first("top-level-args-parsed", _plainly)


def start_nothing() -> None:
    """Programs, threads and databases, wherever the CLI would start one."""
    subprocess.Popen = _elsewhere  # type: ignore[assignment, misc]
    threading.Thread.start = _elsewhere  # type: ignore[method-assign]


def of_version_two(args: list[str]) -> str:
    """What to say of commands that version 1 has not, and tutorials have."""
    words = tuple([word for word in args if not word.startswith("-")][:2])
    if words in OF_VERSION_TWO:
        return f"aws {' '.join(words)}: {ELSEWHERE}\n"
    return ""


def _elsewhere(*_: Any, **__: Any) -> NoReturn:
    raise Elsewhere(ELSEWHERE)


def _plainly(parsed_args: Any, **_: Any) -> None:
    """No log, which would tell of the server; no colours, which are the page's own."""
    parsed_args.color = "off"
    if parsed_args.debug:
        parsed_args.debug = False
        sys.stderr.write(NO_DEBUG)

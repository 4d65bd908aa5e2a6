"""One command line of the AWS CLI."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import pkgutil
import sys

from clusters.terminal.box.child import FAILED
from clusters.terminal.box.cli import driver, printing, refused
from clusters.terminal.box.cli.driver import Ready
from clusters.terminal.box.cli.refused import NobodyAnswers
from clusters.terminal.box.disk import Disk, mount
from clusters.terminal.box.talk import Given, Talk
from clusters.terminal.files import Files

SIMULATED = "clusters.sim.aws"
LIBRARY_NAMES = {"elasticloadbalancing": "elbv2"}
"""Where botocore calls a service otherwise than IAM does."""

_ready: list[Ready] = []


def prepare() -> None:
    """Load the models of what is simulated: a folder for each service."""
    found = importlib.util.find_spec(SIMULATED)
    assert found is not None
    folders = pkgutil.iter_modules(found.submodule_search_locations)
    names = [LIBRARY_NAMES.get(f.name, f.name) for f in folders if f.ispkg]
    _ready.append(driver.made(names))


def run(given: Given, talk: Talk) -> int:
    """`args` in `folder` of `files`, with `variables` for an environment."""

    def typed() -> str:
        if not given["piped"]:
            raise NobodyAnswers
        return str(talk.ask({"stdin": True})["text"])

    if told := refused.of_version_two(given["args"]):
        talk.err(told)
        return FAILED
    disk = Disk(Files(dict(given["files"])), given["folder"], typed)
    os.environ.clear()
    for name, value in given["variables"].items():
        with contextlib.suppress(ValueError):  # what no environment can hold
            os.environ[name] = value
    sys.argv = ["aws", *given["args"]]
    sys.stdin = io.TextIOWrapper(io.BufferedReader(printing.Typed(typed)), "utf-8")
    sys.stdout = printing.Stream(talk.out, talk.flush)
    sys.stderr = printing.Stream(talk.err, talk.flush)
    mount(disk)
    printing.print_so()
    code = driver.run(
        driver.begin(_ready[0], disk, talk, given["region"]), given["args"]
    )
    talk.changed = {path: disk.files.texts.get(path) for path in disk.files.changed}
    return code

"""Starting a container: which program of an image a command line names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.images import shell
from clusters.sim.images.image import Image, found
from clusters.sim.images.process import Process, Start, StartError
from clusters.sim.images.reference import parsed

INIT = "error during container init: "
FAILED = (
    "failed to create containerd task: failed to create shim task: OCI runtime create "
    "failed: runc create failed: unable to start container process: {why}: unknown"
)


def of_run(run: Doc) -> Process:
    """The process of a recorded run: a pure function of the record."""
    return process(run["image"], start_of(run))


def start_of(run: Doc) -> Start:
    return Start(
        argv=tuple(run["argv"]),
        env=run.get("env") or {},
        tag=parsed(run["image"]).tag,
        hostname=run.get("hostname", ""),
        address=run.get("address", ""),
        epoch=run.get("epoch", 0.0),
        user=run.get("user", ""),
        ports=tuple(run.get("ports") or ()),
    )


def process(name: str, start: Start) -> Process:
    """What a command line does in an image. Raises StartError where it cannot start."""
    image = found(name)
    if not start.argv:
        if image.modelled:
            raise StartError(FAILED.format(why="no command specified"))
        return image.programs[""](start)
    program = start.argv[0]
    known = image.programs.get(program)
    if known is None and image.dialect:
        known = image.programs.get(shell.bare(program))
    if known is not None:
        return _with_tools(known(start), image, start)
    if image.dialect and shell.knows(image, program):
        return shell.process(start, image)
    if not image.modelled:
        return image.programs[""](start)
    raise StartError(FAILED.format(why=_missing(program)))


def _missing(program: str) -> str:
    if program.startswith("/"):
        return f'{INIT}exec: "{program}": stat {program}: no such file or directory'
    return f'{INIT}exec: "{program}": executable file not found in $PATH'


def _with_tools(process: Process, image: Image, start: Start) -> Process:
    """A server's process, with what an exec finds in its image."""
    if not image.dialect:
        return process

    def execute(argv: tuple[str, ...], at: float) -> Any:
        return shell.execute(argv, image, replace(start, epoch=start.epoch + at))

    return replace(process, execute=execute)

"""Words that only begin other commands, and `help`, which tells of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl import help as told
from clusters.terminal.kubectl.command import Kubectl, command, commands
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.usage import usage_error
from clusters.terminal.program import Err


@command("set", "Change one thing of objects that are there")
def set_(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.args:
        raise usage_error(kubectl, f'unknown command "{kubectl.args[0]}"')
    raise KubectlError(told.group(kubectl.name), plain=True)


@command("alpha", "Commands that are still tried out: there are none")
def alpha(kubectl: Kubectl) -> Iterator[str]:  # noqa: ARG001 every command gets its run
    yield Err("No alpha commands are available in this version of kubectl\n")


@command("help", "Say what a command does", usage="help [COMMAND]")
def help_(kubectl: Kubectl) -> Iterator[str]:
    made = commands.get(" ".join(kubectl.args))
    if made is not None:
        yield told.of(made)
        return
    if kubectl.args:
        topics = " ".join(f"`{word}`" for word in kubectl.args)
        yield Err(f"Unknown help topic [{topics}]\n")
    yield told.overview()

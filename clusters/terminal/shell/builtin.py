"""Builtins: commands that change the shell they run in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from clusters.sim.registry import Registry
from clusters.terminal.program import Call
from clusters.terminal.shell.state import State

Builtin: TypeAlias = Callable[[State, Call], Iterator[str]]
builtins: Registry[Builtin] = Registry("clusters.terminal.shell.builtins")


def builtin(*names: str) -> Callable[[Builtin], Builtin]:
    """Make a generator function the builtin that these words run."""

    def register(run: Builtin) -> Builtin:
        for name in names:
            builtins.add(name, run)
        return run

    return register

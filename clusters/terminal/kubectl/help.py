"""What `kubectl --help` and `kubectl COMMAND --help` print here, in our own words."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.terminal.kubectl.command import GLOBAL, Command, commands
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.tabwriter import aligned

HEAD = (
    "kubectl asks the Kubernetes API of a cluster for things. This one is part of the "
    "simulation;\nwhat it prints is what the real one prints.\n"
)


def overview() -> str:
    """All commands, each in a line."""
    seen = {made.name: made for made in commands.values()}
    here = (made for made in seen.values() if not made.elsewhere)
    others = (made for made in seen.values() if made.elsewhere)
    flags = "".join(_flag(flag) for flag in GLOBAL)
    return (
        f"{HEAD}\nCommands:\n{_listed(here)}\nNot in this terminal yet:\n"
        f"{_listed(others)}\nFlags of every command:\n"
        f"{aligned(flags, padding=2)}\nUse `kubectl COMMAND --help` for one of them.\n"
    )


def _listed(several: Iterable[Command]) -> str:
    rows = sorted((made.name, made.summary) for made in several)
    text = "".join(f"  {name}\t{summary}\n" for name, summary in rows)
    return aligned(text, padding=2)


def of(made: Command) -> str:
    """One command: what it does, how it is used, its flags."""
    parts = [f"{made.summary}.\n"]
    if made.examples:
        parts += ["\nExamples:\n", *(f"  {line}\n" for line in made.examples)]
    below = sorted(
        {one.name for one in commands.values() if one.name.startswith(f"{made.name} ")}
    )
    if below:
        parts += ["\nCommands:\n", *(f"  kubectl {name}\n" for name in below)]
    if made.flags:
        flags = "".join(_flag(flag) for flag in made.flags)
        parts += ["\nFlags:\n", aligned(flags, padding=2)]
    if made.elsewhere:
        parts.append(
            f"\nIt is not in this terminal yet: `kubectl {made.name}` says more.\n"
        )
        return "".join(parts)
    parts.append(f"\nUsage:\n  kubectl {made.usage or made.name}\n")
    return "".join(parts)


def group(name: str) -> str:
    """A command that is only the beginning of others."""
    made = commands[name]
    return of(made).rstrip("\n")


def flags_of(flags: Iterable[Flag]) -> str:
    """Flags, each in a line."""
    return aligned("".join(map(_flag, flags)), padding=2)


def _flag(flag: Flag) -> str:
    short = f"-{flag.short}, " if flag.short else "    "
    value = "" if flag.alone is not None else f" {flag.kind.upper()}"
    return f"  {short}--{flag.name}{value}\t{flag.help}\n"

"""What `kubectl --help` and `kubectl COMMAND --help` print here, in our own words."""

from __future__ import annotations

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
    rows = "".join(f"  {name}\t{made.summary}\n" for name, made in sorted(seen.items()))
    flags = "".join(_flag(flag) for flag in GLOBAL)
    return (
        f"{HEAD}\nCommands:\n{aligned(rows, padding=2)}\nFlags of every command:\n"
        f"{aligned(flags, padding=2)}\nUse `kubectl COMMAND --help` for one of them.\n"
    )


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
    parts.append(f"\nUsage:\n  kubectl {made.usage or made.name}\n")
    return "".join(parts)


def _flag(flag: Flag) -> str:
    short = f"-{flag.short}, " if flag.short else "    "
    value = "" if flag.alone is not None else f" {flag.kind.upper()}"
    return f"  {short}--{flag.name}{value}\t{flag.help}\n"

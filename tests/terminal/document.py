"""What docs/terminal.md says: every command of the terminal, its flags, and its judge."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from botocore import xform_name

from clusters.gateway import service_models
from clusters.sim.registry import operations
from clusters.terminal.gnu.options import manuals
from clusters.terminal.kubectl.command import Command, commands
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.program import programs
from clusters.terminal.shell.builtin import builtins

OUT = Path("docs/terminal.md")
JUDGES = Path("tests/e2e/terminal")
HEAD = """\
# The terminal, command by command

Written by `make docs`; do not edit. "Judged by the real one" counts the lines that the
tests in `tests/e2e/terminal` type into the real program and into the terminal, at the same
cluster: what both print must be equal, byte for byte, with ages and generated names masked.

## kubectl

| command | flags of its own | judged by the real one |
|---|---|---|
"""
AWS = """
## aws

The AWS CLI's own code reads the line, signs, and prints; the simulation's AWS door answers.
All options of the CLI's own count (`--query`, `--output json|yaml|text|table`, paging,
`--cli-input-json`, `--generate-cli-skeleton`, `wait`, `help`). Simulated operations:

| service | operations | judged by the real one |
|---|---|---|
"""
SHELL = """
## The shell

Built in: {builtins}.

| program | what it does | options |
|---|---|---|
"""


def document() -> str:
    """The whole text."""
    typed = list(_typed())
    kubectl = "".join(_command(made, typed) for made in _commands())
    aws = "".join(_service(name, found, typed) for name, found in _services())
    shell = "".join(_program(name) for name in programs)
    own = ", ".join(f"`{name}`" for name in builtins)
    return HEAD + kubectl + AWS + aws + SHELL.format(builtins=own) + shell


def _typed() -> Iterator[str]:
    """Every line that a test gives to a judge, as far as it stands there as text."""
    for path in sorted(JUDGES.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr):
                parts = (
                    v.value if isinstance(v, ast.Constant) else "X" for v in node.values
                )
                yield "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from node.value.splitlines()


def _commands() -> list[Command]:
    made = {one.name: one for one in commands.values()}
    return [made[name] for name in sorted(made)]


def _command(made: Command, typed: list[str]) -> str:
    flags = " ".join(_flag(flag) for flag in made.flags)
    if made.elsewhere:
        return f"| `{made.name}` | says that it is not here, and what to do instead | - |\n"
    names = (made.name, *made.aliases)
    count = sum(_meant(line) in names for line in typed)
    return f"| `{made.name}` | {flags or '-'} | {_counted(count)} |\n"


def _meant(line: str) -> str:
    """The longest name of a command with which a line begins."""
    words = line.split()[: len(("create", "service", "nodeport"))]
    names = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((name for name in names if name in commands), "")


def _flag(flag: Flag) -> str:
    short = f"-{flag.short}" if flag.short else ""
    return f"`{short or '--' + flag.name}`"


def _counted(count: int) -> str:
    return f"{count} lines" if count > 0 else "-"


def _services() -> Iterator[tuple[str, list[str]]]:
    by_prefix: dict[str, list[str]] = {}
    for action in operations:
        prefix, _, name = action.partition(":")
        by_prefix.setdefault(prefix, []).append(xform_name(name, "-"))
    for service in service_models.SERVICES:
        found = by_prefix.get(service.prefix or service.signing_name)
        if found:
            yield service.model_name, sorted(found)


def _service(name: str, found: list[str], typed: list[str]) -> str:
    judged = Counter(
        line.split()[1]
        for line in typed
        if line.startswith(f"{name} ") and len(line.split()) > 1
    )
    listed = ", ".join(f"`{one}`" for one in found)
    return f"| `{name}` | {listed} | {_counted(sum(judged.values()))} |\n"


def _program(name: str) -> str:
    manual = manuals.get(name)
    if manual is None:
        about = (programs[name].__doc__ or "").splitlines()[:1]
        return f"| `{name}` | {' '.join(about)} | |\n"
    options = " ".join(f"`-{one.short}`" for one in manual.options if one.short)
    return f"| `{name}` | {manual.about} | {options} |\n"

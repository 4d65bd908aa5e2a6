"""kubectl: finds the command, reads its flags, runs it, tells what goes wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from clusters import runtime
from clusters.terminal.kubectl import help as told
from clusters.terminal.kubectl.command import GLOBAL, Command, Kubectl, commands
from clusters.terminal.kubectl.errors import ApiError, KubectlError, Several
from clusters.terminal.kubectl.flags import FlagError, Flags, parsed, takes_value
from clusters.terminal.program import Call, Err, Exit, program

DEEPEST = 3
"""No command has more words: `config set-context NAME` has a name behind two."""
GONE = "This sandbox is no longer here."


@program("kubectl", "k")
def kubectl(call: Call) -> Iterator[str]:
    """Run one command."""
    found = chosen(call.args)
    if found is None:
        words = [word for word in call.args if not word.startswith("-")]
        if words:
            raise Exit(1, unknown(words[0]))
        yield told.overview()
        return
    made, words = found
    if _wants_help(words):
        yield told.of(made)
        return
    yield from _run(call, made, words)


def chosen(words: list[str]) -> tuple[Command, list[str]] | None:
    """The command of these words, by the longest name, and the words that are left."""
    places, skip = [], False
    for place, word in enumerate(words):
        if skip:
            skip = False
        elif word == "--":
            break
        elif word.startswith("-") and word != "-":
            skip = takes_value(GLOBAL, word)
        else:
            places.append(place)
        if len(places) == DEEPEST:
            break
    for count in range(len(places), 0, -1):
        name = " ".join(words[place] for place in places[:count])
        made = commands.get(name)
        if made is not None:
            used = set(places[:count])
            return made, [w for place, w in enumerate(words) if place not in used]
    return None


def unknown(word: str) -> str:
    """What kubectl says of a command that it does not know."""
    names = sorted({name.partition(" ")[0] for name in commands})
    near = difflib.get_close_matches(word, names, 3, 0.6)
    hint = (
        "\n\nDid you mean this?\n" + "\n".join(f"\t{n}" for n in near) if near else ""
    )
    return f'error: unknown command "{word}" for "kubectl"{hint}\n'


def _wants_help(words: list[str]) -> bool:
    before = words[: words.index("--")] if "--" in words else words
    return "--help" in before or "-h" in before


def _run(call: Call, made: Command, words: list[str]) -> Iterator[str]:
    try:
        flags, args = (
            (Flags({}), words) if made.elsewhere else parsed(made.all_flags, words)
        )
    except FlagError as error:
        name = f"kubectl {made.name}"
        raise Exit(1, f"error: {error}\nSee '{name} --help' for usage.\n") from error
    dash = flags.values.pop("--", None)
    run = Kubectl(call, flags, args, made.name, dash)
    try:
        for piece in made.run(run):
            yield from _warned(run)
            yield piece
        yield from _warned(run)
    except (ApiError, KubectlError, Several, runtime.Gone) as error:
        yield from _warned(run)
        raise Exit(_code(error), _told(error)) from error


def _warned(run: Kubectl) -> Iterator[str]:
    """What the server has warned of since the last time."""
    client = run.__dict__.get("client")
    if client is None:
        return
    while client.warnings:
        yield Err(f"Warning: {client.warnings.pop(0)}\n")


def _told(error: Exception) -> str:
    if isinstance(error, Several):
        several = len(error.errors) > 1
        return "".join(
            f"{one}\n" if several and isinstance(one, KubectlError) else _told(one)
            for one in error.errors
        )
    if isinstance(error, ApiError | KubectlError):
        return error.told() + "\n" if str(error) else ""
    return f"{GONE}\n"


def _code(error: Exception) -> int:
    return error.code if isinstance(error, KubectlError) else 1

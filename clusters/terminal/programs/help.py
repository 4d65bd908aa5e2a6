"""help and man: what there is, and where to read on."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.gnu.columns import columned
from clusters.terminal.gnu.options import manuals
from clusters.terminal.program import Call, Exit, program, programs
from clusters.terminal.shell.builtin import builtins
from clusters.terminal.shell.unknown import hint

FIRST = ("kubectl", "aws", "curl", "ssh", "nslookup", "dig", "watch", "jq")
HIDDEN = frozenset(("jobs", "fg", "bg", "wait", "trap", "exec", "getopts", "mapfile", "readarray",
    "ulimit", "umask", "complete", "shopt", "hash", "compinit", "stty", "ping", "emacs"))  # fmt: skip
HOW = """\
This is a simulated terminal: nothing you type leaves the simulation, and it costs nothing.

Begin with
  aws eks list-clusters
  aws eks update-kubeconfig --name NAME
  kubectl get nodes

Programs
{programs}
Of the shell
{builtins}
Lines are bash's: pipes, > and >>, && and ||, ;, variables, quotes, $(…), <<EOF, for, while, if.
NAME --help says more of each. Ctrl+C stops a line; the arrow up brings the last one back.
Files: {files} of the terminal's 1 MiB. `nano FILE' opens the editor of the page.
"""


@program("help")
def help_(call: Call) -> Iterator[str]:
    """What there is; with a name, what that is."""
    if call.args:
        yield from _about(call.args[0])
        return
    named = [name for name in FIRST if name in programs]
    others = [n for n in programs if n not in named and n not in HIDDEN and n.isalnum()]
    own = [name for name in builtins if name not in HIDDEN and name.isalnum()]
    width = call.session.columns - 2
    yield HOW.format(
        programs=_indented(columned(named + others, width)),
        builtins=_indented(columned(own, width)),
        files=f"{call.session.files.size() / 1024:.0f} KiB used",
    )


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


@program("man")
def man(call: Call) -> Iterator[str]:
    """Point at --help."""
    words = [arg for arg in call.args if not arg.isdecimal()]
    if not words:
        raise Exit(1, "What manual page do you want?\nFor example, try 'man grep'.")
    yield from _about(words[0])


def _about(name: str) -> Iterator[str]:
    run = programs.get(name)
    if name in manuals:
        yield manuals[name].text(name)
    elif name in builtins:
        told = (builtins[name].__doc__ or "").strip()
        yield f"{name} is a shell builtin. {told}\n"
    elif name in ("kubectl", "aws"):
        how = "aws help" if name == "aws" else "kubectl --help"
        yield f"{name} tells of itself: `{how}'.\n"
    elif run is not None:
        yield f"{name}: {(run.__doc__ or '').strip().splitlines()[0]}\n"
    else:
        raise Exit(16, f"No manual entry for {name}\n{hint(name)}")

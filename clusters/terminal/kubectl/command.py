"""Commands of kubectl: what each run gets, and how a file registers one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from clusters.sim.registry import Registry
from clusters.terminal.kubectl import kubeconfig
from clusters.terminal.kubectl.client import Client
from clusters.terminal.kubectl.flags import Flag, Flags
from clusters.terminal.kubectl.kubeconfig import Chosen, Config
from clusters.terminal.program import Call
from clusters.terminal.session import Session

GLOBAL = (
    Flag("namespace", "n", help="Act in this namespace", known="namespace"),
    Flag("context", help="Use this context of the kubeconfig", known="context"),
    Flag("cluster", help="Use this cluster of the kubeconfig"),
    Flag("user", help="Use this user of the kubeconfig"),
    Flag("server", "s", help="The address of the API server"),
    Flag("kubeconfig", help="Read this kubeconfig", known="file"),
    Flag("token", help="Send this bearer token"),
    Flag("as", help="Act as this user"),
    Flag("as-group", kind="array", help="Act as a member of this group"),
    Flag("as-uid", help="Act as the user of this UID"),
    Flag("request-timeout", default="0", help="How long one request may take"),
    Flag("insecure-skip-tls-verify", kind="bool", help="Trust any certificate"),
    Flag("match-server-version", kind="bool", help="Insist on the server's version"),
    Flag("v", "v", default="0", help="How much to tell"),
    Flag("warnings-as-errors", kind="bool", help="Fail on a warning"),
)
HELP = Flag("help", "h", kind="bool", help="Say what this command does")


@dataclass
class Kubectl:
    """One run of a command."""

    call: Call
    flags: Flags
    args: list[str]
    name: str
    dash: int | None = None
    """How many of the words stand before `--`; None without one."""
    shown: int = 0
    """How many whole objects it has printed."""

    @property
    def session(self) -> Session:
        return self.call.session

    @cached_property
    def config(self) -> Config:
        """The kubeconfig. Raises KubectlError."""
        flag = self.flags["kubeconfig"]
        path = kubeconfig.path_of(self.session, self.call.variables, flag)
        # What `config` changes need not be there yet.
        named = "" if self.name.startswith("config ") else flag
        return kubeconfig.read(self.session, path, named=named)

    @cached_property
    def chosen(self) -> Chosen:
        """The context that counts. Raises KubectlError."""
        # `create rolebinding --user` means somebody else than `--user` does elsewhere.
        words = {k: v for k, v in self.flags.values.items() if isinstance(v, str)}
        return kubeconfig.chosen(self.config, words)

    @cached_property
    def client(self) -> Client:
        """The way to the API server. Raises KubectlError."""
        return Client(self.session, self.chosen, self.call.variables, self.flags.values)

    @property
    def namespace(self) -> str:
        """`-n`, or the context's."""
        return self.flags["namespace"] or self.chosen.namespace


Run: TypeAlias = Callable[[Kubectl], Iterator[str]]


@dataclass(frozen=True)
class Command:
    """A command: its words, what it does in one sentence, its flags, how it is used."""

    name: str
    run: Run
    summary: str
    flags: tuple[Flag, ...] = ()
    usage: str = ""
    examples: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    completes: str = ""
    """What completes its words: "resource" (TYPE NAME), "pod", "context", "file"…"""
    elsewhere: bool = False
    """Whether it is not here: it says so whatever flags it is given."""

    @property
    def all_flags(self) -> tuple[Flag, ...]:
        own = {flag.name for flag in self.flags}
        shared = (flag for flag in GLOBAL if flag.name not in own)
        return (*self.flags, *shared, HELP)


commands: Registry[Command] = Registry("clusters.terminal.kubectl.commands")


def command(  # noqa: PLR0913 what a command says of itself
    name: str,
    summary: str,
    *flags: Flag,
    usage: str = "",
    examples: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    completes: str = "",
) -> Callable[[Run], Run]:
    """Register a generator function as the command of these words."""

    def register(run: Run) -> Run:
        made = Command(name, run, summary, flags, usage, examples, aliases, completes)
        commands.add(name, made)
        for alias in aliases:
            commands.add(alias, made)
        return run

    return register

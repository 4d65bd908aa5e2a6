"""What follows in a kubectl command: commands, flags, kinds, names, namespaces."""

from __future__ import annotations

from clusters import runtime
from clusters.terminal.kubectl import resources
from clusters.terminal.kubectl.client import Client
from clusters.terminal.kubectl.command import GLOBAL, Command, Kubectl, commands
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag, FlagError, parsed, takes_value
from clusters.terminal.program import Call
from clusters.terminal.programs.kubectl import chosen
from clusters.terminal.session import Session

NAMES = (
    "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json"
)
KINDS = {"pod": "pods", "node": "nodes", "namespace": "namespaces"}


def complete(session: Session, words: list[str], begun: str) -> list[str] | None:
    """What the word may become; None where it is a file's name."""
    found = chosen(words)
    made, rest = found if found is not None else (None, words)
    flags = made.all_flags if made is not None else GLOBAL
    try:
        if rest and takes_value(flags, rest[-1]):
            flag = _flag(flags, rest[-1])
            return _values(_run(session, made, rest[:-1]), flag, begun)
        if begun.startswith("-"):
            return _flags(session, made, rest, begun)
        return _words(session, made, rest, begun)
    except (ApiError, KubectlError, runtime.Gone):
        return []  # nobody to ask: there is nothing to offer


def _words(
    session: Session, made: Command | None, rest: list[str], begun: str
) -> list[str] | None:
    run = _run(session, made, rest)
    before = [*(made.name.split() if made is not None else ()), *run.args]
    below = _commands(before, begun)
    if made is None or below:
        return below
    if made.completes == "resource":
        return _objects(run, begun)
    if made.completes in KINDS:
        return _named(run, KINDS[made.completes], begun)
    if made.completes == "context":
        return _begun(run.config.names("contexts"), begun)
    return None


def _commands(before: list[str], begun: str) -> list[str]:
    """The next word of all commands that begin with these words."""
    names = (name.split() for name in commands)
    count = len(before)
    nexts = {n[count] for n in names if len(n) > count and n[:count] == before}
    return _begun(sorted(nexts), begun)


def _run(session: Session, made: Command | None, words: list[str]) -> Kubectl:
    """The command so far, as if it were whole."""
    flags = made.all_flags if made is not None else GLOBAL
    try:
        values, args = parsed(flags, words)
    except FlagError:
        values, args = parsed(flags, [])
    values.values.pop("--", None)
    call = Call("kubectl", words, session, None, dict(session.variables))
    return Kubectl(call, values, args, made.name if made is not None else "")


def _flag(flags: tuple[Flag, ...], word: str) -> Flag:
    return next(f for f in flags if word in (f"--{f.name}", f"-{f.short}"))


def _flags(
    session: Session, made: Command | None, rest: list[str], begun: str
) -> list[str]:
    flags = made.all_flags if made is not None else GLOBAL
    name, equals, value = begun.partition("=")
    if equals:
        known = next((f for f in flags if name == f"--{f.name}"), None)
        if known is None:
            return []
        found = _values(_run(session, made, rest), known, value) or []
        return [f"{name}={one}" for one in found]
    words = (f"--{f.name}" + ("=" if f.alone is None else " ") for f in flags)
    return [word for word in words if word.startswith(begun)]


def _values(run: Kubectl, flag: Flag, begun: str) -> list[str] | None:
    match flag.known:
        case "file":
            return None
        case "namespace":
            return _named(run, "namespaces", begun)
        case "context":
            return _begun(run.config.names("contexts"), begun)
    return _begun(flag.known.split(), begun)


def _begun(names: list[str], begun: str) -> list[str]:
    return [
        f"{n}" if n.endswith("=") else f"{n} " for n in names if n.startswith(begun)
    ]


def _objects(run: Kubectl, begun: str) -> list[str]:
    """TYPE, then NAMEs; or TYPE/NAME."""
    kind, slash, name = begun.partition("/")
    if slash:
        return [f"{kind}/{one}" for one in _named(run, kind, name)]
    if run.args and "/" not in run.args[0]:
        return _named(run, run.args[0].split(",")[0], begun)
    offered = resources.offered(run.client)
    listed = [one for one in offered if "list" in one.verbs]
    before, comma, last = begun.rpartition(",")
    names = [one.name for one in listed] + [s for one in listed for s in one.short]
    return [f"{before}{comma}{word}" for word in _begun(names, last)]


def _named(run: Kubectl, kind: str, begun: str) -> list[str]:
    """The names of the objects of a kind where the command would look for them."""
    client: Client = run.client
    resource = resources.find(client, kind)
    if resource is None or "list" not in resource.verbs:
        return []
    body = client.get(resource.path(run.namespace), NAMES)
    return _begun([item["metadata"]["name"] for item in body["items"]], begun)

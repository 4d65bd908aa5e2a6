"""kubectl config: the kubeconfig, read and changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusters.terminal.kubectl import help as told
from clusters.terminal.kubectl import kubeconfig, printers
from clusters.terminal.kubectl.command import Kubectl, command, commands
from clusters.terminal.kubectl.errors import NOT_HERE, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.program import Err, Exit

HEAD = ("CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE")
ACTIVE_GONE = (
    'warning: this removed your active {}, use "kubectl config use-context" to select '
    "a different one\n"
)


@command("config", "Read and change the kubeconfig")
def config(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.args:
        raise KubectlError(
            f'unknown command "{" ".join(kubectl.args)}"\n'
            "See 'kubectl config -h' for help and examples"
        )
    raise KubectlError(told.group("config"), plain=True)


@command("config current-context", "Print the name of the current context")
def current_context(kubectl: Kubectl) -> Iterator[str]:
    if not kubectl.config.current:
        raise KubectlError("current-context is not set")
    yield f"{kubectl.config.current}\n"


@command(
    "config get-contexts",
    "Print contexts as a table",
    Flag("no-headers", kind="bool", help="Without the line of headings"),
    Flag("output", "o", help="name", known="name"),
    usage="config get-contexts [CONTEXT ...] [-o name]",
    completes="context",
)
def get_contexts(kubectl: Kubectl) -> Iterator[str]:
    output = kubectl.flags["output"]
    if output not in ("", "name"):
        raise KubectlError(
            f"--output {output} is not available in kubectl config get-contexts; "
            "resetting to default output format"
        )
    known = kubectl.config.names("contexts")
    names = kubectl.args or known
    there = sorted({name for name in names if name in known})
    if output == "name":
        yield "".join(f"{name}\n" for name in there)
    else:
        head = () if kubectl.flags["no-headers"] else HEAD
        yield printers.table(head, [_row(kubectl, name) for name in there])
    missing = [name for name in names if name not in known]
    if missing:
        raise Exit(1, "".join(f"error: context {name} not found\n" for name in missing))


def _row(kubectl: Kubectl, name: str) -> list[str]:
    body = kubectl.config.named("contexts", name) or {}
    mark = "*" if name == kubectl.config.current else ""
    fields = (str(body.get(field) or "") for field in ("cluster", "user", "namespace"))
    return [mark, name, *fields]


@command("config get-clusters", "Print the names of the clusters")
def get_clusters(kubectl: Kubectl) -> Iterator[str]:
    yield _names(kubectl, "clusters")


@command("config get-users", "Print the names of the users")
def get_users(kubectl: Kubectl) -> Iterator[str]:
    yield _names(kubectl, "users")


def _names(kubectl: Kubectl, section: str) -> str:
    names = sorted(kubectl.config.names(section))
    return "".join(f"{name}\n" for name in ("NAME", *names))


@command(
    "config use-context",
    "Make another context the current one",
    usage="config use-context CONTEXT",
    aliases=("config use",),
    completes="context",
)
def use_context(kubectl: Kubectl) -> Iterator[str]:
    yield from counted(kubectl, 1)
    (name,) = kubectl.args
    if kubectl.config.named("contexts", name) is None:
        raise KubectlError(f'no context exists with the name: "{name}"')
    _write(kubectl, **{"current-context": name})
    yield f'Switched to context "{name}".\n'


@command(
    "config set-context",
    "Make or change a context",
    Flag("current", kind="bool", help="Change the current one"),
    usage="config set-context [NAME | --current] [--cluster=C] [--user=U] [--namespace=N]",
    examples=("kubectl config set-context --current --namespace=web",),
    completes="context",
)
def set_context(kubectl: Kubectl) -> Iterator[str]:
    name = _context_named(kubectl)
    before = kubectl.config.named("contexts", name)
    given = {
        field: kubectl.flags[field]
        for field in ("cluster", "user", "namespace")
        if field in kubectl.flags
    }
    body = {k: v for k, v in {**(before or {}), **given}.items() if v}
    _write(kubectl, contexts=_with(kubectl, "contexts", name, body))
    yield f'Context "{name}" {"created" if before is None else "modified"}.\n'


def _context_named(kubectl: Kubectl) -> str:
    if kubectl.flags["current"]:
        if kubectl.args:
            raise KubectlError("you cannot specify both a context name and --current")
        if not kubectl.config.current:
            raise KubectlError("no current context is set")
        return kubectl.config.current
    if len(kubectl.args) != 1 or not kubectl.args[0]:
        if len(kubectl.args) > 1:
            raise KubectlError(f"Unexpected args: [{' '.join(kubectl.args)}]")
        raise KubectlError("you must specify a non-empty context name or --current")
    return kubectl.args[0]


@command(
    "config rename-context",
    "Give a context another name",
    usage="config rename-context OLD NEW",
    completes="context",
)
def rename_context(kubectl: Kubectl) -> Iterator[str]:
    yield from counted(kubectl, 2)
    old, new = kubectl.args
    body, file = kubectl.config.named("contexts", old), _file(kubectl)
    if body is None:
        raise KubectlError(f'cannot rename the context "{old}", it\'s not in {file}')
    if kubectl.config.named("contexts", new) is not None:
        raise KubectlError(
            f'cannot rename the context "{old}", the context "{new}" already exists in '
            f"{file}"
        )
    contexts = _without(_with(kubectl, "contexts", new, body), old)
    current = kubectl.config.current
    _write(
        kubectl,
        contexts=contexts,
        **{"current-context": new if current == old else current},
    )
    yield f'Context "{old}" renamed to "{new}".\n'


@command(
    "config delete-context",
    "Take a context out of the kubeconfig",
    usage="config delete-context NAME",
    completes="context",
)
def delete_context(kubectl: Kubectl) -> Iterator[str]:
    yield from _deleted(kubectl, "contexts")


@command(
    "config delete-cluster",
    "Take a cluster out of the kubeconfig",
    usage="config delete-cluster NAME",
)
def delete_cluster(kubectl: Kubectl) -> Iterator[str]:
    yield from _deleted(kubectl, "clusters")


@command(
    "config delete-user",
    "Take a user out of the kubeconfig",
    usage="config delete-user NAME",
)
def delete_user(kubectl: Kubectl) -> Iterator[str]:
    yield from _deleted(kubectl, "users")


def _deleted(kubectl: Kubectl, section: str) -> Iterator[str]:
    if len(kubectl.args) != 1:
        yield told.of(commands[kubectl.name])
        return
    (name,), file, what = kubectl.args, _file(kubectl), section.removesuffix("s")
    if kubectl.config.named(section, name) is None:
        raise KubectlError(f"cannot delete {what} {name}, not in {file}")
    if section == "contexts" and name == kubectl.config.current:
        yield Err(ACTIVE_GONE.format("context"))
    _write(kubectl, **{section: _without(kubectl.config.body[section], name)})
    yield f"deleted {what} {name} from {file}\n"


@command("config set-cluster", "Make or change a cluster")
def set_cluster(kubectl: Kubectl) -> Iterator[str]:  # noqa: ARG001 every command gets its run
    raise KubectlError(
        f"config set-cluster: {NOT_HERE}. `kubectl config set clusters.NAME.server URL` "
        "changes a cluster here"
    )


@command("config set-credentials", "Make or change a user")
def set_credentials(kubectl: Kubectl) -> Iterator[str]:  # noqa: ARG001 every command gets its run
    raise KubectlError(
        f"config set-credentials: {NOT_HERE}. `aws eks update-kubeconfig` writes a user "
        "here"
    )


def counted(kubectl: Kubectl, count: int) -> Iterator[str]:
    """Print how the command is used, and end, unless it has so many words."""
    if len(kubectl.args) != count:
        yield told.of(commands[kubectl.name])
        raise KubectlError(f"Unexpected args: [{' '.join(kubectl.args)}]")


def _file(kubectl: Kubectl) -> str:
    return kubectl.flags["kubeconfig"] or kubectl.config.path


def _with(kubectl: Kubectl, section: str, name: str, body: Any) -> list[Any]:
    """The entries of a section with one more, or one changed."""
    entries = kubectl.config.body.get(section) or []
    return [*_without(entries, name), {"name": name, section.removesuffix("s"): body}]


def _without(entries: list[Any], name: str) -> list[Any]:
    return [entry for entry in entries if entry.get("name") != name]


def _write(kubectl: Kubectl, **changed: Any) -> None:
    kubectl.config.body.update(changed)
    kubeconfig.write(kubectl.session, kubectl.config)

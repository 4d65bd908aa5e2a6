"""What `create`, `run` and `expose` have alike: an object made from flags, then sent."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl import changing, resources
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import LAST_APPLIED, dry_run, told
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.resources import Resource

FLAGS = (
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.MANAGER,
    changing.VALIDATE,
    Flag("save-config", kind="bool", help="Note the object for a later apply"),
)


WRAPPED = (
    "ConfigMap", "CronJob", "Deployment", "Job", "Secret", "ServiceAccount", "Service",
    "RoleBinding", "ClusterRoleBinding",
)  # fmt: skip
"""Kinds of whose refusals kubectl says that it failed to create them."""


def made(  # noqa: PLR0913 what makes an object
    kubectl: Kubectl,
    api_version: str,
    kind: str,
    name: str,
    rest: Doc,
    *,
    done: str = "created",
    manager: str = "kubectl-create",
    meta: Doc | None = None,
) -> Iterator[str]:
    """Send a new object, or print it for a client's dry run. Raises ApiError."""
    resource = resource_of(kubectl, api_version, kind)
    space = kubectl.namespace if resource.namespaced else ""
    given = bool(kubectl.flags["namespace"]) or space != "default"
    own: Doc = {"name": name, **(meta or {})}
    if resource.namespaced and given:
        own["namespace"] = space
    body = {"apiVersion": api_version, "kind": kind, "metadata": own, **rest}
    info = Info(resource, space, name, body)
    if kubectl.flags.get("save-config"):
        note = changing.last_applied(body)
        body = info.body = changing.noted(body, {LAST_APPLIED: note})
    if dry_run(kubectl) == "client":
        yield told(kubectl, info, done, shown(body))
        return
    try:
        answer = changing.create(kubectl, info, manager=manager)
    except ApiError as error:
        if kind not in WRAPPED or not kubectl.name.startswith("create "):
            raise
        word = kubectl.name.split()[1]
        colon = "" if kind == "Secret" else ":"  # as the real one has it
        raise KubectlError(f"failed to create {word}{colon} {error.message}") from error
    yield told(kubectl, info, done, answer)


def resource_of(kubectl: Kubectl, api_version: str, kind: str) -> Resource:
    """The resource of a kind that kubectl knows, whether the server does or not."""
    found = resources.of_kind(kubectl.client, api_version, kind)
    if found is not None:
        return found
    group, _, version = api_version.rpartition("/")
    low = kind.lower()
    return Resource(f"{low}s", low, kind, group, version, True, (), (), ())  # noqa: FBT003 a kind with namespaces


def shown(body: Doc) -> Doc:
    """An object as Go prints one that no server has seen: empty fields among it."""
    meta = {"creationTimestamp": None, **body["metadata"]}
    return {**body, "metadata": meta}


def name_of(kubectl: Kubectl) -> str:
    """The one word that a generator wants. Raises KubectlError."""
    words = kubectl.args if kubectl.dash is None else kubectl.args[: kubectl.dash]
    if len(words) == 1:
        return words[0]
    raise KubectlError(
        f"exactly one NAME is required, got {len(words)}\n"
        f"See 'kubectl {kubectl.name} -h' for help and examples"
    )


def required(kubectl: Kubectl, *names: str) -> None:
    """Refuse when flags that must be there are not. Raises KubectlError."""
    missing = [name for name in names if name not in kubectl.flags]
    if missing:
        quoted = ", ".join(f'"{name}"' for name in missing)
        raise KubectlError(f"required flag(s) {quoted} not set")

"""kubectl version, cluster-info, api-versions, and what is not to be had here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from clusters.sim.catalog import eks_versions
from clusters.terminal.kubectl import go_words, resources
from clusters.terminal.kubectl import help as told
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import GLOBAL, Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.printers import as_yaml
from clusters.terminal.program import Err

KNOWN = eks_versions.VERSIONS[eks_versions.DEFAULT]
CLIENT: Doc = {
    "major": "1",
    "minor": KNOWN.minor.partition(".")[2],
    "gitVersion": f"v{KNOWN.patch}",
    "gitCommit": hashlib.sha1(KNOWN.patch.encode(), usedforsecurity=False).hexdigest(),
    "gitTreeState": "clean",
    "buildDate": f"{KNOWN.released}T00:00:00Z",
    "goVersion": "go1.24.6",
    "compiler": "gc",
    "platform": "linux/amd64",
}
"""As new as a cluster is that nobody chose a version for; its commit is made up."""
KUSTOMIZE = "v5.7.1"
SKEW = 1
RUNNING = "Kubernetes control plane is running at {}\n"
DUMP = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n"


@command(
    "version",
    "Print the versions of client and server",
    Flag("output", "o", help="json or yaml", known="json yaml"),
    Flag("client", kind="bool", help="The client's only; asks no server"),
    examples=("kubectl version --client",),
)
def version(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.args:
        raise KubectlError(f"extra arguments: {_listed(kubectl)}")
    output = kubectl.flags["output"]
    if output not in ("", "json", "yaml"):
        raise KubectlError("--output must be 'yaml' or 'json'")
    body: Doc = {"clientVersion": CLIENT, "kustomizeVersion": KUSTOMIZE}
    if not kubectl.flags["client"]:
        body["serverVersion"] = kubectl.client.get("/version")
    if output == "yaml":
        yield as_yaml(body) + "\n"
    elif output == "json":
        yield go_words.as_json(body, indent=2, in_order=True) + "\n"
    else:
        yield from _lines(body)
    if "serverVersion" in body:
        yield from _skewed(body["serverVersion"])


def _lines(body: Doc) -> Iterator[str]:
    yield f"Client Version: {CLIENT['gitVersion']}\nKustomize Version: {KUSTOMIZE}\n"
    if "serverVersion" in body:
        yield f"Server Version: {body['serverVersion']['gitVersion']}\n"


def _skewed(server: Doc) -> Iterator[str]:
    minor = str(server["minor"]).rstrip("+")
    if abs(int(CLIENT["minor"]) - int(minor)) > SKEW:
        yield Err(
            f"WARNING: version difference between client (1.{CLIENT['minor']}) and "
            f"server (1.{minor}) exceeds the supported minor version skew of +/-{SKEW}\n"
        )


@command("cluster-info", "Print where the control plane is")
def cluster_info(kubectl: Kubectl) -> Iterator[str]:
    services = resources.find(kubectl.client, "services")
    assert services is not None
    kubectl.client.get(
        services.path("kube-system"), labelSelector="kubernetes.io/cluster-service=true"
    )
    yield RUNNING.format(kubectl.chosen.server)
    yield DUMP


@command("cluster-info dump", "Print much of the cluster's state")
def dump(kubectl: Kubectl) -> Iterator[str]:  # noqa: ARG001 every command gets its run
    raise KubectlError(f"cluster-info dump: {NOT_HERE}")


@command("api-versions", "Print the group versions that the API serves")
def api_versions(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.args:
        raise KubectlError(
            f"unexpected arguments: {_listed(kubectl)}\n"
            "See 'kubectl api-versions -h' for help and examples"
        )
    found = {resource.api_version for resource in resources.offered(kubectl.client)}
    yield "".join(f"{name}\n" for name in sorted(found))


@command("options", "Print the flags that every command takes")
def options(kubectl: Kubectl) -> Iterator[str]:  # noqa: ARG001 every command gets its run
    yield told.flags_of(GLOBAL)


@command("completion", "Print a shell's completion script")
def completion(kubectl: Kubectl) -> Iterator[str]:
    see = "\nSee 'kubectl completion -h' for help and examples"
    if not kubectl.args:
        raise KubectlError(f"Shell not specified.{see}")
    if len(kubectl.args) > 1:
        raise KubectlError(f"Too many arguments. Expected only the shell type.{see}")
    if kubectl.args[0] not in ("bash", "zsh", "fish", "powershell"):
        raise KubectlError(f'Unsupported shell type "{kubectl.args[0]}".{see}')
    raise KubectlError(
        "completion scripts are for a shell of your own; here Tab completes commands, "
        "kinds, names and flags already"
    )


@command("plugin", "Work with plugins")
def plugin(kubectl: Kubectl) -> Iterator[str]:
    raise KubectlError(told.group(kubectl.name), plain=True)


@command(
    "plugin list",
    "List the plugins in the PATH",
    Flag("name-only", kind="bool", help="Without folders"),
)
def plugin_list(kubectl: Kubectl) -> Iterator[str]:  # noqa: ARG001 every command gets its run
    raise KubectlError("unable to find any kubectl plugins in your PATH")


def _listed(kubectl: Kubectl) -> str:
    return f"[{' '.join(kubectl.args)}]"

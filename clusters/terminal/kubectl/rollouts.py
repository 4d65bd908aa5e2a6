"""What the commands of `kubectl rollout` have in common."""

from __future__ import annotations

from clusters.terminal.kubectl import builder
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import Flag

CHOICE = (
    Flag("filename", "f", kind="list", help="The objects of a file", known="file"),
    Flag("recursive", "R", kind="bool", help="Also the folders in a folder"),
    Flag("selector", "l", help="Only objects with these labels"),
    Flag("kustomize", "k", help="A folder of kustomize"),
)
DEPLOYMENT, DAEMON_SET = "deployments.apps", "daemonsets.apps"


def meant(kubectl: Kubectl) -> list[Info]:
    """The objects of the command line. Raises KubectlError, ApiError."""
    if not kubectl.args and not kubectl.flags["filename"]:
        raise KubectlError("required resource not specified")
    return builder.infos(kubectl, kubectl.args, every=True)


def nothing(kubectl: Kubectl) -> str:
    return f"No resources found in {kubectl.namespace} namespace.\n"

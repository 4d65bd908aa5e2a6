"""Errors of who uses a command wrongly, with where help is found."""

from __future__ import annotations

from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import KubectlError


def usage_error(kubectl: Kubectl, text: str) -> KubectlError:
    """What kubectl says of a command that is used wrongly."""
    return KubectlError(
        f"{text}\nSee 'kubectl {kubectl.name} -h' for help and examples"
    )

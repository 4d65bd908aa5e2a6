"""kubectl top: what metrics-server knows, which no cluster here has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from clusters.terminal.kubectl import help as told
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import Flag

METRICS = "metrics.k8s.io"
COMMON = (
    Flag("selector", "l", help="Only those with these labels"),
    Flag("sort-by", help="cpu or memory", known="cpu memory"),
    Flag("no-headers", kind="bool", help="Without the line of headings"),
    Flag("use-protocol-buffers", kind="bool", default=True, help="How to ask"),
)


@command("top", "Print what nodes and pods use")
def top(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.args:
        raise KubectlError(
            f'unknown command "{" ".join(kubectl.args)}"\n'
            "See 'kubectl top -h' for help and examples"
        )
    raise KubectlError(told.group("top"), plain=True)


@command(
    "top node",
    "Print what nodes use",
    *COMMON,
    Flag("show-capacity", kind="bool", help="Of the capacity, not what may be used"),
    usage="top node [NAME | -l LABELS]",
    aliases=("top nodes", "top no"),
    completes="node",
)
def nodes(kubectl: Kubectl) -> Iterator[str]:
    _measured(kubectl)


@command(
    "top pod",
    "Print what pods use",
    *COMMON,
    Flag("all-namespaces", "A", kind="bool", help="In all namespaces"),
    Flag("field-selector", help="Only those with these fields"),
    Flag("containers", kind="bool", help="Each container"),
    Flag("sum", kind="bool", help="All of them together, too"),
    usage="top pod [NAME | -l LABELS]",
    aliases=("top pods", "top po"),
    completes="pod",
)
def pods(kubectl: Kubectl) -> Iterator[str]:
    _measured(kubectl)


def _measured(kubectl: Kubectl) -> NoReturn:
    if len(kubectl.args) > 1:
        see = f"See 'kubectl {kubectl.name} -h' for help and examples"
        raise KubectlError(f"{kubectl.name[4:]} [NAME | -l label]\n{see}")
    if kubectl.flags["sort-by"] not in ("", "cpu", "memory"):
        raise KubectlError("--sort-by accepts only cpu or memory")
    groups = kubectl.client.get("/apis")["groups"]
    if METRICS not in [group["name"] for group in groups]:
        raise KubectlError("Metrics API not available")
    raise KubectlError("the metrics API answers in a form that is not known here")

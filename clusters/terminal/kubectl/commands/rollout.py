"""kubectl rollout, and kubectl rollout status: how far a change has come."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl import help as told
from clusters.terminal.kubectl import rolling_out
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import each
from clusters.terminal.kubectl.command import Kubectl, command, commands
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.rollouts import CHOICE, meant, nothing
from clusters.terminal.kubectl.usage import usage_error
from clusters.terminal.kubectl.watching import deadline, watched
from clusters.terminal.program import Err, Exit


@command("rollout", "See and steer how a change reaches the Pods")
def rollout(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.args:
        raise usage_error(kubectl, f'unknown command "{kubectl.args[0]}"')
    yield told.of(commands["rollout"])
    raise Exit(1)


@command(
    "rollout status",
    "Wait until a change has reached all Pods",
    Flag("watch", "w", kind="bool", default=True, help="Wait until it is done"),
    Flag("revision", kind="int", default=0, help="Wait for this revision only"),
    Flag("timeout", kind="duration", default=0.0, help="How long to wait; 0: for ever"),
    *CHOICE,
    usage="rollout status (TYPE NAME | TYPE/NAME) [--timeout=60s]",
    examples=("kubectl rollout status deploy/web",),
    completes="resource",
)
def status(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.flags["revision"] < 0:
        number = kubectl.flags["revision"]
        raise KubectlError(f"revision must be a positive integer: {number}")
    infos = meant(kubectl)
    if not infos:
        yield Err(nothing(kubectl))
    yield from each(infos, lambda info: _followed(kubectl, info))


def _followed(kubectl: Kubectl, info: Info) -> Iterator[str]:
    """Tell of each step until the last, or of the first only."""
    wanted, until = kubectl.flags["revision"], deadline(kubectl.flags["timeout"])
    doc = info.live(kubectl)
    rolling_out.status(info, doc, wanted)
    for seen in watched(kubectl, info, until):
        if seen.type == "DELETED":
            raise KubectlError("object has been deleted")
        text, done = rolling_out.status(info, seen.doc, wanted)
        yield text
        if done or not kubectl.flags["watch"]:
            return

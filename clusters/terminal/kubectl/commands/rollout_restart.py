"""kubectl rollout restart, pause and resume."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from clusters.callers.wall import now
from clusters.sim.clock import rendered
from clusters.terminal.kubectl import changing
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import MANAGER, OUTPUT, each
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.rollouts import (
    CHOICE,
    DAEMON_SET,
    DEPLOYMENT,
    meant,
    nothing,
)
from clusters.terminal.program import Err

RESTARTED = "kubectl.kubernetes.io/restartedAt"
TOO_SOON = (
    "failed to create patch for {}: if restart has already been triggered within the "
    "past second, please wait before attempting to trigger another"
)
Change: TypeAlias = Callable[[Info, Doc], Doc]


@command(
    "rollout restart",
    "Replace all Pods of an object with new ones",
    OUTPUT,
    MANAGER,
    *CHOICE,
    usage="rollout restart (TYPE NAME | TYPE/NAME)",
    examples=("kubectl rollout restart deploy/web",),
    completes="resource",
)
def restart(kubectl: Kubectl) -> Iterator[str]:
    stamp = rendered(now())

    def change(info: Info, doc: Doc) -> Doc:
        if info.resource.full not in (DEPLOYMENT, DAEMON_SET):
            raise _wrong(info, "restarting is not supported")
        if doc["spec"].get("paused"):
            raise _wrong(
                info, "can't restart paused deployment (run rollout resume first)"
            )
        meta = doc["spec"]["template"].get("metadata") or {}
        if (meta.get("annotations") or {}).get(RESTARTED) == stamp:
            raise KubectlError(TOO_SOON.format(info.name))
        notes = {"annotations": {RESTARTED: stamp}}
        return {"spec": {"template": {"metadata": notes}}}

    yield from _changed(kubectl, change, "restarted")


@command(
    "rollout pause",
    "Let a Deployment's changes wait",
    OUTPUT,
    MANAGER,
    *CHOICE,
    usage="rollout pause (TYPE NAME | TYPE/NAME)",
    examples=("kubectl rollout pause deploy/web",),
    completes="resource",
)
def pause(kubectl: Kubectl) -> Iterator[str]:
    def change(info: Info, doc: Doc) -> Doc:
        if info.resource.full != DEPLOYMENT:
            raise _wrong(info, "pausing is not supported")
        if doc["spec"].get("paused"):
            raise _wrong(info, "is already paused")
        return {"spec": {"paused": True}}

    yield from _changed(kubectl, change, "paused")


@command(
    "rollout resume",
    "Let a Deployment's changes go on",
    OUTPUT,
    MANAGER,
    *CHOICE,
    usage="rollout resume (TYPE NAME | TYPE/NAME)",
    examples=("kubectl rollout resume deploy/web",),
    completes="resource",
)
def resume(kubectl: Kubectl) -> Iterator[str]:
    def change(info: Info, doc: Doc) -> Doc:
        if info.resource.full != DEPLOYMENT:
            raise _wrong(info, "resuming is not supported")
        if not doc["spec"].get("paused"):
            raise _wrong(info, "is not paused")
        return {"spec": {"paused": None}}

    yield from _changed(kubectl, change, "resumed")


def _changed(kubectl: Kubectl, change: Change, done: str) -> Iterator[str]:
    infos = meant(kubectl)
    if not infos:
        yield Err(nothing(kubectl))

    def act(info: Info) -> Iterator[str]:
        body = change(info, info.live(kubectl))
        try:
            made = changing.patch(kubectl, info, body, manager="kubectl-rollout")
        except ApiError as error:
            raise KubectlError(f"failed to patch: {error.message}") from error
        yield changing.told(kubectl, info, done, made)

    yield from each(infos, act)


def _wrong(info: Info, text: str) -> KubectlError:
    return KubectlError(f'{info.resource.full} "{info.name}" {text}')

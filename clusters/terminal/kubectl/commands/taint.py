"""kubectl taint: what keeps Pods off nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clusters.sim.kube.patching import MERGE_PATCH
from clusters.terminal.kubectl import builder, changing
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import dry_run, told
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import Flag

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
SPEC = re.compile(r"[^=:]+(=[^=:]*)?:[^:]+-?|[^=:]+-")


class Taint(NamedTuple):
    key: str
    value: str
    effect: str

    @property
    def body(self) -> Doc:
        value = {"value": self.value} if self.value else {}
        return {"effect": self.effect, "key": self.key, **value}


@command(
    "taint",
    "Put taints on nodes, or take them off",
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.SELECTOR,
    changing.ALL,
    changing.MANAGER,
    Flag("overwrite", kind="bool", help="Change taints that are there"),
    usage="taint NODE NAME KEY=VALUE:EFFECT ... KEY:EFFECT-",
    examples=("kubectl taint node NAME dedicated=db:NoSchedule",),
    completes="resource",
)
def taint(kubectl: Kubectl) -> Iterator[str]:
    words = [w for w in kubectl.args if not SPEC.fullmatch(w)]
    specs = [w for w in kubectl.args if SPEC.fullmatch(w)]
    if not words:
        raise KubectlError(changing.ONE_OR_MORE)
    if not specs:
        raise KubectlError("at least one taint update is required")
    added, gone = _parsed(specs)
    dry_run(kubectl)
    if words[0].partition("/")[0].lower() not in ("node", "nodes", "no"):
        raise KubectlError(
            f"invalid resource type {words[0]}, only node types are supported"
        )
    found = builder.infos(kubectl, words)
    yield from changing.each(found, lambda info: _one(kubectl, info, added, gone))


def _parsed(specs: list[str]) -> tuple[list[Taint], list[Taint]]:
    """What is to be there, and what is to go. Raises KubectlError."""
    added: list[Taint] = []
    gone: list[Taint] = []
    for spec in specs:
        going = spec.endswith("-")
        pair, _, effect = spec.removesuffix("-").partition(":")
        key, _, value = pair.partition("=")
        if effect and effect not in EFFECTS:
            raise KubectlError(
                f"invalid taint effect: {effect}, unsupported taint effect\n"
                "See 'kubectl taint -h' for help and examples"
            )
        if not effect and not going:
            raise KubectlError(f"invalid taint spec: {spec}")
        (gone if going else added).append(Taint(key, value, effect))
    return added, gone


def _one(
    kubectl: Kubectl, info: Info, added: list[Taint], gone: list[Taint]
) -> Iterator[str]:
    live = info.live(kubectl)
    now = list(live["spec"].get("taints") or ())
    if not kubectl.flags["overwrite"]:
        clash = [
            t.key
            for t in added
            if any((o["key"], o["effect"]) == (t.key, t.effect) for o in now)
        ]
        if clash:
            raise KubectlError(
                f"node {info.name} already has {', '.join(clash)} taint(s) with same "
                "effect(s) and --overwrite is false"
            )
    new, done = _changed(now, added, gone)
    if dry_run(kubectl) == "client":
        yield told(kubectl, info, done, live)
        return
    body = changing.patch(
        kubectl,
        info,
        {"spec": {"taints": new or None}},
        kind=MERGE_PATCH,
        manager="kubectl-taint",
    )
    yield told(kubectl, info, done, body)


def _changed(
    now: list[Doc], added: list[Taint], gone: list[Taint]
) -> tuple[list[Doc], str]:
    """The new taints, and the word for what was done. Raises KubectlError."""
    left = [
        t
        for t in now
        if not any((a.key, a.effect) == (t["key"], t["effect"]) for a in added)
    ]
    for one in gone:
        kept = [t for t in left if not _meant(one, t)]
        if len(kept) == len(left):
            shown = f"{one.key}:{one.effect}" if one.effect else one.key
            raise KubectlError(f'taint "{shown}" not found')
        left = kept
    new = [t.body for t in added] + left
    if added and gone:
        return new, "modified"
    return new, "tainted" if added else "untainted"


def _meant(one: Taint, other: Doc) -> bool:
    return bool(other["key"] == one.key and one.effect in ("", other["effect"]))

"""kubectl label and annotate: words on objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusters.sim.kube import names
from clusters.sim.kube.patching import MERGE_PATCH
from clusters.terminal.kubectl import builder, changing
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import dry_run, told
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import Flag

FLAGS = (
    changing.FILENAME,
    changing.RECURSIVE,
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.SELECTOR,
    changing.FIELD_SELECTOR,
    changing.ALL,
    changing.ALL_NAMESPACES,
    changing.MANAGER,
    Flag("overwrite", kind="bool", help="Change words that are there"),
    Flag("list", kind="bool", help="Show the words instead"),
    Flag("resource-version", help="Only when the object is still this one"),
)


@dataclass(frozen=True)
class Kind:
    """Labels or annotations: how they are named, and where they stand."""

    word: str
    field: str
    done: str


LABEL = Kind("label", "labels", "labeled")
ANNOTATION = Kind("annotation", "annotations", "annotated")


@command(
    "label",
    "Put labels on objects, or take them off",
    *FLAGS,
    usage="label TYPE NAME KEY=VALUE ... KEY-",
    examples=("kubectl label node NAME team=red", "kubectl label pod web team-"),
    completes="resource",
)
def label(kubectl: Kubectl) -> Iterator[str]:
    yield from _changed(kubectl, LABEL)


@command(
    "annotate",
    "Put annotations on objects, or take them off",
    *FLAGS,
    usage="annotate TYPE NAME KEY=VALUE ... KEY-",
    examples=("kubectl annotate deploy web note='the shop'",),
    completes="resource",
)
def annotate(kubectl: Kubectl) -> Iterator[str]:
    yield from _changed(kubectl, ANNOTATION)


def _changed(kubectl: Kubectl, kind: Kind) -> Iterator[str]:
    words = [w for w in kubectl.args if not _is_change(w)]
    changes = [w for w in kubectl.args if _is_change(w)]
    seen_change = False
    for word in kubectl.args:
        if _is_change(word):
            seen_change = True
        elif seen_change:
            raise KubectlError(
                f"all resources must be specified before {kind.word} changes: {word}"
            )
    if not words and not kubectl.flags["filename"]:
        raise KubectlError(changing.ONE_OR_MORE)
    if not changes and not kubectl.flags["list"]:
        raise KubectlError(f"at least one {kind.word} update is required")
    added, gone = _parsed(changes, kind)
    dry_run(kubectl)
    found = builder.infos(kubectl, words)
    yield from changing.each(found, lambda info: _one(kubectl, info, kind, added, gone))


def _is_change(word: str) -> bool:
    return ("=" in word and not word.startswith("=")) or (
        word.endswith("-") and len(word) > 1
    )


def _parsed(changes: list[str], kind: Kind) -> tuple[dict[str, str], list[str]]:
    """What is to be set, and what is to go. Raises KubectlError."""
    added: dict[str, str] = {}
    gone: list[str] = []
    for word in changes:
        if "=" in word:
            key, _, value = word.partition("=")
            added[key] = value
        else:
            gone.append(word[:-1])
    if kind is LABEL:
        _check_values(added)
    for key in gone:
        if key in added:
            raise KubectlError(
                f"can not both modify and remove {_article(kind)} in the same command"
            )
    return added, gone


def _check_values(added: dict[str, str]) -> None:
    """Refuse what can be no label, before the server is asked. Raises KubectlError."""
    for key, value in added.items():
        wrong = names.label_value(value)
        if wrong:
            raise KubectlError(
                f'invalid label value: "{key}={value}": {";".join(wrong)}'
            )


def _article(kind: Kind) -> str:
    return f"{'an' if kind is ANNOTATION else 'a'} {kind.word}"


def _one(
    kubectl: Kubectl, info: Info, kind: Kind, added: dict[str, str], gone: list[str]
) -> Iterator[str]:
    live = info.live(kubectl)
    now = dict(live["metadata"].get(kind.field) or {})
    if kubectl.flags["list"]:
        yield from _listed(info, now, several=False)
        return
    _check_overwrite(kubectl, kind, now, added)
    if kind is LABEL:
        for key in gone:
            if key not in now:
                yield f'label "{key}" not found.\n'
    new = {k: v for k, v in {**now, **added}.items() if k not in gone}
    done = _done(kind, now, new)
    if dry_run(kubectl) == "client" or (new == now and kind is LABEL):
        body = {**live, "metadata": {**live["metadata"], kind.field: new}}
        yield told(kubectl, info, done, body)
        return
    yield told(kubectl, info, done, _sent(kubectl, info, kind, added, gone))


def _sent(
    kubectl: Kubectl, info: Info, kind: Kind, added: dict[str, str], gone: list[str]
) -> Doc:
    meta: Doc = {kind.field: {**added, **dict.fromkeys(gone)}}
    if kubectl.flags["resource-version"]:
        meta["resourceVersion"] = kubectl.flags["resource-version"]
    manager = f"kubectl-{'label' if kind is LABEL else 'annotate'}"
    return changing.patch(
        kubectl, info, {"metadata": meta}, kind=MERGE_PATCH, manager=manager
    )


def _done(kind: Kind, now: dict[str, str], new: dict[str, str]) -> str:
    if kind is ANNOTATION:
        return "annotated"
    if new == now:
        return "not labeled"
    kept = all(now.get(key) == value for key, value in new.items())
    return "unlabeled" if kept else "labeled"


def _check_overwrite(
    kubectl: Kubectl, kind: Kind, now: dict[str, str], added: dict[str, str]
) -> None:
    if kubectl.flags["overwrite"]:
        return
    clash = [(key, now[key]) for key in added if now.get(key, added[key]) != added[key]]
    if not clash:
        return
    if kind is LABEL:
        told_ = [
            f"'{key}' already has a value ({value}), and --overwrite is false"
            for key, value in clash
        ]
        raise KubectlError(told_[0] if len(told_) == 1 else f"[{', '.join(told_)}]")
    listed = "; ".join(f"'{key}' already has a value ({value})" for key, value in clash)
    raise KubectlError(
        f"--overwrite is false but found the following declared annotation(s): {listed}"
    )


def _listed(info: Info, now: dict[str, str], *, several: bool) -> Iterator[str]:
    if several:
        yield f"Listing for {info.resource.kind}.{info.resource.group}/{info.name}:\n"
    for key in sorted(now):
        yield f"{key}={now[key]}\n"

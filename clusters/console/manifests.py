"""Objects as the console writes and shows them: calls to the API, and YAML."""

from __future__ import annotations

from typing import Any

import yaml

from clusters.sim.commands import Doc, KubeCall, User
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.wire import wire
from clusters.sim.world import Key, World
from clusters.steps.manifest import LIMIT, Unreadable, parsed

__all__ = ["LIMIT", "MERGE", "Unreadable", "apply_call", "call", "parsed", "text_of"]

MERGE = "application/strategic-merge-patch+json"


def apply_call(
    world: World, cluster: str, user: User, kind: Kind, body: dict[str, Any]
) -> KubeCall:
    """The write that `kubectl apply` would make: create, or patch what is there."""
    meta = body.get("metadata") or {}
    namespace = str(meta.get("namespace") or "default") if kind.namespaced else ""
    name = str(meta.get("name") or "")
    there = name and world.find(kind.key(cluster, namespace, name)) is not None
    return call(
        user,
        kind,
        kind.key(cluster, namespace, name),
        "patch" if there else "create",
        body=body,
        patch_type=MERGE if there else "",
    )


def call(  # noqa: PLR0913 a call has these parts
    user: User,
    kind: Kind,
    key: Key,
    verb: str,
    *,
    body: Any = None,
    patch_type: str = "",
) -> KubeCall:
    """One write by the console: as strict about unknown fields as kubectl is."""
    cluster, _, namespace = key.scope.partition("/")
    return KubeCall(
        user=user,
        cluster=cluster,
        verb=verb,
        group=kind.group,
        version=kind.version,
        resource=kind.plural,
        namespace=namespace,
        name="" if verb == "create" else key.name,
        body=body,
        patch_type=patch_type,
        options={} if body is None else {"fieldValidation": "Strict"},
        manager="eks-console",
        source="console",
    )


class _Dumper(yaml.CSafeDumper):
    """Long strings stay on their lines, texts of several lines are blocks."""


def _string(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)


def text_of(world: World, key: Key, doc: Doc) -> str:
    """An object as YAML."""
    shown = wire(world, key, doc)
    return yaml.dump(_plain(shown), Dumper=_Dumper, sort_keys=False, width=1000)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value

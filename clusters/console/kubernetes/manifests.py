"""Objects as the console writes and shows them: calls to the API, and YAML."""

from __future__ import annotations

from typing import Any

import yaml

from clusters.sim.commands import Doc, KubeCall, User
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.wire import wire
from clusters.sim.world import Document, Key, World
from clusters.steps.manifest import LIMIT, Unreadable, parsed

__all__ = [
    "LIMIT",
    "MERGE",
    "Unreadable",
    "apply_call",
    "call",
    "masked",
    "parsed",
    "text_of",
    "unquoted",
    "yaml_of",
]

MERGE = "application/strategic-merge-patch+json"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
HIDDEN = "(hidden)"


def apply_call(  # noqa: PLR0913 a call has these parts
    world: World,
    cluster: str,
    user: User,
    kind: Kind,
    body: dict[str, Any],
    *,
    dry: bool = False,
) -> KubeCall:
    """The write that `kubectl apply` would make: create, or patch what is there."""
    key = place_of(cluster, kind, body)
    there = key.name and world.find(key) is not None
    return call(
        user,
        kind,
        key,
        "patch" if there else "create",
        body=body,
        patch_type=MERGE if there else "",
        dry=dry,
    )


def place_of(cluster: str, kind: Kind, body: Doc) -> Key:
    """Where a manifest's object belongs."""
    meta = body.get("metadata") or {}
    namespace = str(meta.get("namespace") or "default") if kind.namespaced else ""
    return kind.key(cluster, namespace, str(meta.get("name") or ""))


def call(  # noqa: PLR0913 a call has these parts
    user: User,
    kind: Kind,
    key: Key,
    verb: str,
    *,
    body: Any = None,
    patch_type: str = "",
    subresource: str = "",
    dry: bool = False,
) -> KubeCall:
    """One write by the console: as strict about unknown fields as kubectl is."""
    cluster, _, namespace = key.scope.partition("/")
    strict = body is not None and verb != "delete"
    return KubeCall(
        user=user,
        cluster=cluster,
        verb=verb,
        group=kind.group,
        version=kind.version,
        resource=kind.plural,
        namespace=namespace,
        name="" if verb == "create" else key.name,
        subresource=subresource,
        body=body,
        patch_type=patch_type,
        options={
            **({"fieldValidation": "Strict"} if strict else {}),
            **({"dryRun": "All"} if dry else {}),
        },
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
    """An object as YAML; made once for each version that is stored."""
    if isinstance(doc, Document) and "uid" in doc["metadata"]:
        return doc.once("yaml", lambda: yaml_of(wire(world, key, doc)))
    return yaml_of(wire(world, key, doc))


def yaml_of(value: Any) -> str:
    """Any value as YAML."""
    text: str = yaml.dump(_plain(value), Dumper=_Dumper, sort_keys=False, width=1000)
    return text


def masked(doc: Doc) -> Doc:
    """A Secret without what it keeps: for everybody who may look on."""
    if doc["kind"] != "Secret":
        return doc
    hidden = dict.fromkeys(doc.get("data") or {}, HIDDEN)
    return {**unquoted(doc), **({"data": hidden} if hidden else {})}


def unquoted(doc: Doc) -> Doc:
    """A Secret whose annotations do not say once more what it keeps."""
    notes = doc["metadata"].get("annotations") or {}
    if doc["kind"] != "Secret" or LAST_APPLIED not in notes:
        return doc
    notes = {**notes, LAST_APPLIED: HIDDEN}
    return {**doc, "metadata": {**doc["metadata"], "annotations": notes}}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value

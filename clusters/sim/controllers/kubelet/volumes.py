"""Volumes: what must exist before a Pod's containers can see their files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet.work import Work
from clusters.sim.world import Key


def trouble(work: Work) -> Iterator[tuple[str, str]]:
    """Each volume that cannot be set up, and why."""
    for volume in work.spec.get("volumes") or ():
        for kind, name, source, optional in _sources(volume):
            why = _missing(work, kind, name, source, optional=optional)
            if why:
                yield volume["name"], why
                break


def _sources(volume: Doc) -> Iterator[tuple[str, str, Doc, bool]]:
    parts = [volume]
    if volume.get("projected"):
        parts = list(volume["projected"].get("sources") or ())
    for part in parts:
        config, secret = part.get("configMap"), part.get("secret")
        if config:
            yield (
                "ConfigMap",
                config.get("name", ""),
                config,
                bool(config.get("optional")),
            )
        if secret:
            name = secret.get("secretName") or secret.get("name", "")
            yield "Secret", name, secret, bool(secret.get("optional"))


def _missing(work: Work, kind: str, name: str, source: Doc, *, optional: bool) -> str:
    found = work.tx.find(Key(f"k8s.{kind}", work.key.scope, name))
    if optional:
        return ""
    if found is None:
        return f'{kind.lower()} "{name}" not found'
    held: dict[str, Any] = {
        **(found.get("data") or {}),
        **(found.get("binaryData") or {}),
    }
    for item in source.get("items") or ():
        if item["key"] not in held:
            text = {
                "Secret": f"references non-existent secret key: {item['key']}",
                "ConfigMap": f"configmap references non-existent config key: {item['key']}",
            }
            return text[kind]
    return ""

"""The files that a Pod's volumes bring into a container, as its node writes them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.world import Key, Reader


def files(view: Reader, pod: Key, doc: Doc, container: Doc) -> dict[str, str]:
    """Texts by path: ConfigMaps, Secrets and what a Pod says of itself."""
    volumes = {one["name"]: one for one in doc["spec"].get("volumes") or ()}
    found: dict[str, str] = {}
    for mount in container.get("volumeMounts") or ():
        held = dict(_held(view, pod, doc, volumes.get(mount["name"], {})))
        path, part = mount["mountPath"].rstrip("/"), mount.get("subPath", "")
        if part in held:
            found[path] = held[part]
            continue
        below = f"{part}/" if part else ""
        for name, text in held.items():
            if name.startswith(below):
                found[f"{path}/{name.removeprefix(below)}"] = text
    return found


def _held(view: Reader, pod: Key, doc: Doc, volume: Doc) -> Iterator[tuple[str, str]]:
    """The files of a volume: name and text."""
    projected = (volume.get("projected") or {}).get("sources") or ()
    for source in projected or (volume,):
        if source.get("configMap"):
            name = source["configMap"].get("name", "")
            held = _of(view, Key("k8s.ConfigMap", pod.scope, name))
            yield from _chosen(source["configMap"], held)
        if source.get("secret"):
            secret = source["secret"]
            name = secret.get("secretName") or secret.get("name", "")
            held = _of(view, Key("k8s.Secret", pod.scope, name), packed=True)
            yield from _chosen(secret, held)
        for item in (source.get("downwardAPI") or {}).get("items") or ():
            ref = item.get("fieldRef")
            if ref:
                yield item["path"], _field(doc, ref["fieldPath"])


def _of(view: Reader, key: Key, *, packed: bool = False) -> dict[str, str]:
    doc: Doc = view.find(key) or {}
    data = doc.get("data") or {}
    if packed:
        return {name: _text(value) for name, value in data.items()}
    more = doc.get("binaryData") or {}
    return {**data, **{name: _text(value) for name, value in more.items()}}


def _text(packed: str) -> str:
    try:
        return base64.b64decode(packed).decode("utf-8", "replace")
    except binascii.Error:
        return ""


def _chosen(source: Doc, held: dict[str, str]) -> Iterator[tuple[str, str]]:
    items = source.get("items")
    if not items:
        yield from held.items()
        return
    for item in items:
        if item["key"] in held:
            yield item["path"], held[item["key"]]


def _field(doc: Doc, path: str) -> str:
    """A field of the Pod; labels and annotations as lines of `key="value"`."""
    name, _, key = path.partition("['")
    place: Any = doc
    for part in name.split("."):
        place = place.get(part, "") if isinstance(place, dict) else ""
    if key and isinstance(place, dict):
        return str(place.get(key.removesuffix("']"), ""))
    if isinstance(place, dict):
        return "".join(f'{k}="{v}"\n' for k, v in sorted(place.items()))
    return str(place)

"""ConfigMaps, Secrets and Namespaces, described."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from clusters.console.kubernetes.describe.parts import (
    Row,
    Section,
    Teller,
    block,
    row,
    text,
)
from clusters.live.words import counted
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import kinds
from clusters.sim.world import Key, World


def config_map(_world: World, _key: Key, body: Doc) -> list[Section]:
    data = body.get("data") or {}
    rows = [Row(name, block(value)) for name, value in data.items()]
    for name, value in (body.get("binaryData") or {}).items():
        rows.append(row(name, f"{size(value)} bytes, binary"))
    facts = Section("ConfigMap", (row("Immutable", bool(body.get("immutable"))),))
    return [
        facts,
        Section("Data", tuple(rows), empty="" if rows else "It holds nothing."),
    ]


def secret(_world: World, _key: Key, body: Doc) -> list[Section]:
    """Names and sizes only: this is drawn for everybody who may look on."""
    facts = (
        row("Type", body.get("type")),
        row("Immutable", bool(body.get("immutable"))),
    )
    table = tuple(
        (text(name), text(f"{size(value)} bytes"))
        for name, value in (body.get("data") or {}).items()
    )
    none = "" if table else "It holds nothing."
    return [
        Section("Secret", facts),
        Section("Data, hidden", heads=("Key", "Size"), table=table, empty=none),
    ]


def size(coded: str) -> int:
    """The bytes behind base64."""
    return len(coded) * 3 // 4 - coded[-2:].count("=")


class Revealed(NamedTuple):
    """One value of a Secret, read."""

    name: str
    text: str
    binary: bool


def revealed(body: Doc) -> Iterator[Revealed]:
    """A Secret's values as their owner reads them; what is no text stays coded."""
    for name, value in (body.get("data") or {}).items():
        try:
            yield Revealed(name, base64.b64decode(value).decode(), binary=False)
        except (binascii.Error, UnicodeDecodeError):
            yield Revealed(name, str(value), binary=True)


def namespace(world: World, key: Key, body: Doc) -> list[Section]:
    phase = (body.get("status") or {}).get("phase", "")
    scope = f"{key.scope}/{key.name}"
    documents = {kind.document: kind for _, kind in kinds.items()}
    found = Counter(
        {
            kind.kind: len(world.list(name, scope))
            for name, kind in documents.items()
            if kind.namespaced
        }
    )
    inside = tuple(
        row(name, counted(number, "object"))
        for name, number in sorted(found.items())
        if number
    )
    state = row("Status", phase, tone="ok" if phase == "Active" else "busy")
    return [
        Section("Namespace", (state,)),
        Section("In it", inside, empty="" if inside else "Nothing."),
    ]


TELLERS: dict[str, Teller] = {
    "ConfigMap": config_map,
    "Secret": secret,
    "Namespace": namespace,
}

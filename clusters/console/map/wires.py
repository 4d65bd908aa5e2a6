"""How the map's boxes are joined, for the picture and for its text twin alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from clusters.console.map.boxes import Box, Column

PRIVATE = "Private endpoint, from inside the VPC"


class Wire(NamedTuple):
    """Two boxes that talk to each other, and how the script draws it."""

    a: Box
    b: Box
    kind: str = "-"

    @property
    def text(self) -> str:
        """`c-kubectl>c-nlb - bad`: ends, kind, and the flow where it is not plain."""
        flow = " bad" if "bad" in (self.a.health, self.b.health) else ""
        return f"c-{self.a.part}>c-{self.b.part} {self.kind}{flow}"


def wired(
    columns: Sequence[Column], balancer: Box, kubectl: Box, *, public: bool
) -> list[Wire]:
    """Every wire between boxes that are there."""
    found = _all(columns, balancer, kubectl, public=public)
    return [wire for wire in found if not (wire.a.ghost or wire.b.ghost)]


def _all(
    columns: Sequence[Column], balancer: Box, kubectl: Box, *, public: bool
) -> Iterator[Wire]:
    if public:
        yield Wire(kubectl, balancer)
    for at, column in enumerate(columns):
        yield Wire(balancer, column.server, "over" if at else "-")
    for left, right in pairwise(columns):
        yield Wire(left.etcd, right.etcd, "raft")
    for at, column in enumerate(columns):
        yield Wire(column.server, column.etcd)
        if column.interface:
            yield Wire(column.server, column.interface)
        nearest = _nearest(columns, at)
        if nearest is not None:
            first = [f.nodes[0].box for f in column.subnets if f.nodes]
            yield from (Wire(nearest, box) for box in first)


def _nearest(columns: Sequence[Column], at: int) -> Box | None:
    """The interface by which a zone's nodes are drawn to be reached."""
    by_distance = sorted(range(len(columns)), key=lambda other: abs(other - at))
    found = (columns[other].interface for other in by_distance)
    return next((box for box in found if box is not None), None)


def parts(
    columns: Sequence[Column], balancer: Box, kubectl: Box, wires: Sequence[Wire]
) -> list[Box]:
    """Every box in reading order, with the names of what it is connected to."""
    found: list[Box] = [balancer]
    found += [c.etcd for c in columns]
    found += [c.server for c in columns]
    found += [c.interface for c in columns if c.interface]
    found.append(kubectl)
    found += [n.box for c in columns for f in c.subnets for n in f.nodes]
    near: dict[str, list[str]] = defaultdict(list)
    for wire in wires:
        near[wire.a.part].append(wire.b.title)
        near[wire.b.part].append(wire.a.title)
    return [replace(box, links=tuple(near.get(box.part, ()))) for box in found]

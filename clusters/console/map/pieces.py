"""The map in pieces: what is sent to a page where only some boxes changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.template.loader import render_to_string

from clusters.console.map.boxes import Box, NodeBox, SubnetFrame
from clusters.live.panels import Context
from clusters.live.pieces import Base, Piece

WHOLE = "console/map.html"
ALONE = {"map-wires": "wires", "map-waiting": "waiting_pods"}
"""Partials that show one member of the map."""
FRAME = ("public", "free", "vpc", "vpc_cidr", "dense", "hidden")
"""What the markup between the pieces shows."""


def of(context: Context) -> Piece | None:
    """The whole map as a tree of pieces; None where there is none."""
    drawn, name = context["map"], context["map_name"]
    if drawn is None:
        return None
    columns, parts = drawn["columns"], drawn["parts"]
    upper = [drawn["balancer"], *(box for c in columns for box in (c.etcd, c.server))]
    frame = [
        (c.zone, c.interface, tuple(subnet.id for subnet in c.subnets)) for c in columns
    ]
    rows = tuple(_row(box) for box in parts)
    inside = (
        *(_box(box) for box in (*upper, drawn["kubectl"])),
        *(_subnet(subnet) for column in columns for subnet in column.subnets),
        *(Piece(part, drawn[at], _partial(part)) for part, at in ALONE.items()),
        Piece("map-rows", None, _partial("map-rows"), rows),
    )
    shows = (name, *(drawn[at] for at in FRAME), frame)
    return Piece("architecture", shows, _partial("architecture"), inside)


def _box(box: Box) -> Piece:
    return Piece(f"c-{box.part}", box, lambda _: box.html)


def _row(box: Box) -> Piece:
    """A row of the table, which tells less than the box."""
    shows = (box.title, box.owner, box.zone, box.state, box.links)
    return Piece(f"t-{box.part}", shows, lambda _: box.row)


def _subnet(subnet: SubnetFrame) -> Piece:
    inside = tuple(piece for node in subnet.nodes for piece in _node(node))
    shows = (subnet.cidr, subnet.more, subnet.more_ill)
    draw = _partial("map-subnet", subnet=subnet)
    return Piece(f"f-{subnet.id}", shows, draw, inside)


def _node(node: NodeBox) -> Iterator[Piece]:
    part = node.box.part
    yield _box(node.box)
    if node.pods:
        title = node.box.title
        yield Piece(f"p-{part}", (title, node.pods), lambda _: node.pods_html)
    if node.rest:
        some = bool(node.pods)
        yield Piece(f"r-{part}", (some, node.rest), lambda _: node.rest_html)


def _partial(name: str, **more: Any) -> Callable[[Base], str]:
    return lambda base: render_to_string(f"{WHOLE}#{name}", {**base, **more})

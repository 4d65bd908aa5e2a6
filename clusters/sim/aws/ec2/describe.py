"""What EC2's Describe operations share: ids, filters, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from clusters.sim.aws import paging
from clusters.sim.aws.ec2 import filters, resource
from clusters.sim.aws.ec2.resource import Resource
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

Show = Callable[[Key, Document], Mapping[str, Any]]


def found(  # noqa: PLR0913 by name
    tx: Tx,
    caller: Caller,
    kind: Resource,
    request: Doc,
    *,
    ids: str,
    paths: filters.Paths,
    show: Show = lambda _key, doc: resource.shown(doc),
) -> list[Mapping[str, Any]]:
    """The resources that a request names by id (each must exist) or filters."""
    wanted: Iterable[str] = request.get(ids) or ()
    if wanted:
        docs = [
            (kind.key(caller.region, name), kind.require(tx, caller.region, name))
            for name in dict.fromkeys(wanted)
        ]
    else:
        docs = tx.list(kind.kind, caller.region)
    return kept((show(key, doc) for key, doc in docs), request, paths)


def kept(
    items: Iterable[Mapping[str, Any]], request: Doc, paths: filters.Paths
) -> list[Mapping[str, Any]]:
    """The items that pass the request's filters."""
    wanted = request.get("Filters") or request.get("Filter") or ()
    return [item for item in items if filters.passes(item, wanted, paths)]


def answer(member: str, items: list[Mapping[str, Any]], request: Doc) -> dict[str, Any]:
    """One page of items under the answer's member."""
    invalid = Refusal("InvalidPaginationToken", "The provided token is invalid.")
    part, more = paging.page(items, request, invalid)
    return {member: part, **more}

"""Editing one object: what is put into the field, and putting it back without overwriting."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from clusters.console.access import Visit
from clusters.console.kubernetes import manifests, pasted
from clusters.console.kubernetes.manifests import Unreadable
from clusters.console.kubernetes.objects import Address, rights
from clusters.console.kubernetes.pasted import Pasted
from clusters.sim.commands import Doc
from clusters.sim.kube.wire import wire
from clusters.sim.world import Key, World

SERVERS = ("resourceVersion", "generation", "managedFields")
"""What the API server counts by itself."""


class Draft(NamedTuple):
    """An object as it is put into the field, and which state of it that was."""

    text: str
    seen: str


def draft(world: World, key: Key, doc: Doc, *, status: bool) -> Draft:
    """The text to edit. Its status is left out where a write cannot change it."""
    body = wire(world, key, doc)
    if not status:
        body.pop("status", None)
    return Draft(manifests.yaml_of(body), seen(world, key, doc))


def seen(world: World, key: Key, doc: Doc) -> str:
    """The state that somebody looks at: its revision, and a digest of what was wished."""
    body = wire(world, key, doc)
    version = body["metadata"].get("resourceVersion", "")
    return f"{version}/{_wish(body)}"


def _wish(body: Doc) -> str:
    """A digest of all but the status: what the learner could have changed."""
    meta = {k: v for k, v in body["metadata"].items() if k not in SERVERS}
    rest = {k: v for k, v in body.items() if k not in ("metadata", "status")}
    text = json.dumps([meta, rest], sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def only_one(here: Address, text: str) -> Pasted:
    """The one object of this kind that the text must be. Raises Unreadable."""
    typed = pasted.objects(text)
    if len(typed) == 1 and typed[0].wrong:
        raise Unreadable(typed[0].wrong)
    if len(typed) != 1 or typed[0].kind is not here.kind:
        raise Unreadable(f"The text must be one {here.kind.kind}.")
    return typed[0]


def put(  # noqa: PLR0913 what, on top of what, and how
    visit: Visit,
    here: Address,
    typed: Pasted,
    before: str,
    *,
    dry: bool = False,
    over: bool = False,
) -> Any:
    """Replace the object, unless its wish was changed since the form was made.

    A status that moved on meanwhile is nobody's edit: it does not count. With `over`
    the state `before` was seen and is replaced knowingly. Raises Refusal, Unreadable.
    """
    target, who = rights(visit, here)
    body = dict(typed.body or {})
    version = _version(visit.world, target, body, before, over=over)
    if version and isinstance(body.get("metadata"), dict):
        body["metadata"] = {**body["metadata"], "resourceVersion": version}
    call = manifests.call(who, here.kind, target, "update", body=body, dry=dry)
    return visit.execute(call)


def _version(world: World, target: Key, body: Doc, before: str, *, over: bool) -> str:
    """The revision to put on top of; empty to leave what is written."""
    version, _, wish = before.partition("/")
    live = world.find(target)
    written = str((body.get("metadata") or {}).get("resourceVersion") or "")
    if live is None or not version or not (over or written in ("", version)):
        return ""
    now = wire(world, target, live)
    unchanged = _wish(now) == wish
    return str(now["metadata"].get("resourceVersion", "")) if unchanged else version

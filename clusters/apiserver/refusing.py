"""What the door refuses is noted, for the audit and the authenticator's log."""

from __future__ import annotations

import asyncio

from asgiref.sync import sync_to_async

from clusters.apiserver import api
from clusters.apiserver.asgi import Scope
from clusters.apiserver.call import TRUE, query
from clusters.apiserver.clusters_here import Cluster
from clusters.apiserver.identity import Unauthorized
from clusters.apiserver.paths import Target
from clusters.runtime import refused
from clusters.sim.commands import User
from clusters.sim.errors import Refusal

_write = sync_to_async(refused.write, thread_sensitive=False)
_writing: set[asyncio.Task[None]] = set()


def note(
    scope: Scope, target: Target, cluster: Cluster, user: User | None, refusal: Refusal
) -> None:
    """Note a refused request; no user where nobody knows who asked."""
    if refusal.status not in refused.NOTED:
        return
    place = target.place
    request = refused.Request(
        door=refused.KUBERNETES,
        cluster=cluster.id,
        who=user.name if user else "",
        verb=_verb(scope, target),
        what=refused.resource(place.resource, place.group, place.subresource)
        if place
        else target.path,
        namespace=place.namespace if place else "",
        name=place.name if place else "",
        code=refusal.status,
        reason=refusal.code,
        message=refusal.message,
        denied=refusal.denied if isinstance(refusal, Unauthorized) else "",
    )
    if refused.note(cluster.sandbox, cluster.world, request):
        task = asyncio.create_task(_write_soon())
        _writing.add(task)
        task.add_done_callback(_writing.discard)


async def _write_soon() -> None:
    await asyncio.sleep(refused.REST_SECONDS)
    await _write()


def _verb(scope: Scope, target: Target) -> str:
    method, place = str(scope["method"]), target.place
    if place is None:
        return method.lower()
    watched = query(scope).get("watch", "") in TRUE
    return api.verb_for(method, place, watched=watched) or method.lower()

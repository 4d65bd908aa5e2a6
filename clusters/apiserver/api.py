"""Requests about resources: the verb, the right to it, and who carries it out."""

from __future__ import annotations

from clusters.apiserver import logs, reads, watch, writes
from clusters.apiserver.asgi import Answer, Stream
from clusters.apiserver.call import Call, kind_at
from clusters.apiserver.paths import Place
from clusters.sim.kube import rbac
from clusters.sim.kube.errors import KubeRefusal, MethodNotAllowed, UnknownPath
from clusters.sim.kube.kind import Kind

NAMED = {"GET": "get", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}
COLLECTION = {"GET": "list", "POST": "create", "DELETE": "deletecollection"}
STREAMED = ("attach", "exec", "portforward", "proxy")


async def answer(call: Call) -> Answer | Stream:
    """The answer to a request whose path names a resource."""
    place = call.target.place
    assert place is not None
    verb = verb_of(call)
    if verb in writes.VERBS and place.subresource not in STREAMED:
        return await writes.answer(call, kind_at(call), verb)
    call.check(
        rbac.Request(
            verb,
            place.group,
            place.resource,
            place.subresource,
            place.namespace,
            place.name,
        )
    )
    kind = kind_at(call)
    if place.beyond and place.subresource != "proxy":
        raise UnknownPath
    if place.subresource in STREAMED:
        raise _not_yet(kind, place.subresource)
    if verb not in kind.verbs:
        raise MethodNotAllowed
    return await _read(call, kind, verb)


def verb_of(call: Call) -> str:
    """Kubernetes' verb for the method and the path."""
    place = call.target.place
    assert place is not None
    verb = verb_for(call.method, place, watched=call.flag("watch"))
    if verb is None:
        raise MethodNotAllowed
    return verb


def verb_for(method: str, place: Place, *, watched: bool) -> str | None:
    """Kubernetes' verb, or None where there is none for such a method."""
    method = "GET" if method == "HEAD" else method
    if method == "GET" and watched and not place.subresource:
        return "watch"
    if method == "POST" and place.subresource:
        return "create"
    return (NAMED if place.name else COLLECTION).get(method)


async def _read(call: Call, kind: Kind, verb: str) -> Answer | Stream:
    place = call.target.place
    assert place is not None
    if verb == "watch":
        return watch.answer(call, kind)
    if verb == "list":
        return reads.collection(call, kind)
    if not place.subresource:
        return reads.single(call, kind)
    known = kind.subresources.get(place.subresource)
    if known is None:
        raise UnknownPath
    if "get" not in known.verbs:
        raise MethodNotAllowed
    if place.subresource == "log":
        return await logs.answer(call, kind)
    return reads.below(call, kind)


def _not_yet(kind: Kind, subresource: str) -> KubeRefusal:
    if subresource not in kind.subresources:
        return UnknownPath()
    text = f"{kind.plural}/{subresource} is not simulated yet"
    return KubeRefusal("NotImplemented", text, 501)

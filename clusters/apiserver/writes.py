"""Writes: the body decoded, then one command to the core."""

from __future__ import annotations

from typing import Any

from clusters import runtime
from clusters.apiserver import bodies, identity, rate, service_accounts
from clusters.apiserver.answers import yaml_answer
from clusters.apiserver.asgi import Answer
from clusters.apiserver.call import Call, header
from clusters.apiserver.negotiation import form
from clusters.sim.commands import KubeCall
from clusters.sim.kube import patching, schema
from clusters.sim.kube.answer import Answer as Written
from clusters.sim.kube.errors import BadRequest, KubeRefusal
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.wire import encoded

VERBS = frozenset(("create", "update", "patch", "delete", "deletecollection"))
LONGEST_WARNING = 256
NOT_OBJECTS = {"binding": ("v1", "Binding"), "eviction": ("policy/v1", "Eviction")}
"""Bodies that say what to do rather than what to store."""


async def answer(call: Call, kind: Kind, verb: str) -> Answer:
    """Carry out a write. Refuses in the API's words."""
    wanted = form(header(call.scope, b"accept"))
    place = call.target.place
    assert place is not None
    raw = await bodies.received(call.receive)
    rate.take(who(call))
    command = KubeCall(
        user=call.user,
        cluster=call.cluster.id,
        verb=verb,
        group=place.group,
        version=place.version,
        resource=place.resource,
        namespace=place.namespace if kind.namespaced else "",
        name=place.name,
        subresource=place.subresource,
        body=_body(call, kind, verb, raw),
        patch_type=_media_type(call) if verb == "patch" else "",
        options=call.query,
        manager=call.manager,
        source=call.program,
    )
    written: Written = await runtime.aexecute(call.cluster.sandbox, command)
    body = await _signed(call, written)
    extra = tuple((b"warning", _warning(text)) for text in written.warnings)
    if wanted.yaml:
        return yaml_answer(body, written.status)
    return Answer(encoded(body), written.status, headers=extra)


def who(call: Call) -> str:
    """Whose writes are counted: a stranger's must not use up the sandbox's own."""
    sandbox = call.cluster.sandbox
    return f"{sandbox}/anonymous" if call.user is identity.ANONYMOUS else sandbox


def _media_type(call: Call) -> str:
    return header(call.scope, b"content-type").partition(";")[0].strip().lower()


def _body(call: Call, kind: Kind, verb: str, raw: bytes) -> Any:
    if verb == "patch":
        if _media_type(call) not in patching.TYPES:
            text = (
                "the body of the request was in an unknown format - accepted media "
                f"types include: {', '.join(patching.TYPES)}"
            )
            raise KubeRefusal("UnsupportedMediaType", text, 415)
        return bodies.decoded_patch(raw)
    content_type = header(call.scope, b"content-type")
    if verb.startswith("delete"):
        if not raw:
            return None
        return _options(call, bodies.decoded(content_type, raw, "DeleteOptions"))
    place = call.target.place
    assert place is not None
    named = NOT_OBJECTS.get(place.subresource)
    if named is None:
        return bodies.decoded(content_type, raw, kind.kind)
    return _typed(call, named, bodies.decoded(content_type, raw, named[1]))


def _options(call: Call, body: Any) -> Any:
    """DeleteOptions come under the name of any group version."""
    if isinstance(body, dict):
        body = {k: v for k, v in body.items() if k not in ("apiVersion", "kind")}
    return _typed(call, ("v1", "DeleteOptions"), body)


def _typed(call: Call, named: tuple[str, str], body: Any) -> dict[str, Any]:
    group_version, kind = named
    problems = schema.check(call.version, group_version, kind, body)
    if problems.wrong:
        version = group_version.rpartition("/")[2]
        raise BadRequest(
            f'{kind} in version "{version}" cannot be handled as a {kind}: '
            f"{problems.wrong}"
        )
    return problems.body


async def _signed(call: Call, written: Written) -> dict[str, Any]:
    """The answer's document; a token that was asked for is signed here."""
    if not written.claims:
        return written
    claims = {**written.claims, "iss": service_accounts.issuer(call.cluster)}
    token = await service_accounts.signed(call.cluster, claims)
    return {**written, "status": {**written["status"], "token": token}}


def _warning(text: str) -> bytes:
    short = text[:LONGEST_WARNING].replace("\\", "\\\\").replace('"', '\\"')
    plain = "".join(c if c.isprintable() else " " for c in short)
    return f'299 - "{plain}"'.encode()

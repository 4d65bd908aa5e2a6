"""Paths that name no resource: version, health, discovery, schemas, OpenID."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from clusters.apiserver import discovery, health, openapi, service_accounts
from clusters.apiserver.answers import json_answer, refused
from clusters.apiserver.asgi import Answer
from clusters.apiserver.call import Call, header
from clusters.sim.catalog import eks_versions
from clusters.sim.kube import rbac
from clusters.sim.kube.errors import MethodNotAllowed, UnknownPath
from clusters.sim.kube.wire import encoded

KEY_SET = "application/jwk-set+json"
Handler = Callable[[Call], Awaitable[Answer]]


async def answer(call: Call) -> Answer:
    """The answer to a request for a plain path."""
    parts = call.target.parts
    verb = {"GET": "get", "HEAD": "head"}.get(call.method, call.method.lower())
    call.check(rbac.Request(verb, path=call.target.path))
    handler = PATHS.get(parts) or GROUPS.get(parts[:1])
    if handler is None:
        return refused(UnknownPath())
    if call.method not in ("GET", "HEAD"):
        raise MethodNotAllowed
    return await handler(call)


async def _root(_call: Call) -> Answer:
    groups = [name for name in discovery.offered() if name]
    paths = [
        "/.well-known/openid-configuration", "/api", "/api/v1", "/apis",
        *(f"/apis/{name}" for name in groups), "/healthz", "/livez", "/openapi/v2",
        "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version",
    ]  # fmt: skip
    return json_answer({"paths": paths})


async def _version(call: Call) -> Answer:
    known = eks_versions.VERSIONS[call.version]
    major, minor = call.version.split(".")
    return json_answer(
        {
            "major": major,
            "minor": minor,
            "emulationMajor": major,
            "emulationMinor": minor,
            "minCompatibilityMajor": major,
            "minCompatibilityMinor": str(int(minor) - 1),
            "gitVersion": known.git_version,
            "gitCommit": discovery.hash_of(known.git_version)[:40].lower(),
            "gitTreeState": "clean",
            "buildDate": f"{known.released}T00:00:00Z",
            "goVersion": "go1.24.6",
            "compiler": "gc",
            "platform": "linux/amd64",
        }
    )


async def _discovery(call: Call) -> Answer:
    match call.target.parts:
        case ("api",) | ("apis",):
            known = header(call.scope, b"if-none-match")
            accept = header(call.scope, b"accept")
            host = header(call.scope, b"host")
            return discovery.root(call.target.path, accept, known, host)
        case ("api", version):
            return discovery.resources("", version)
        case ("apis", group):
            return discovery.group(group)
        case ("apis", group, version):
            return discovery.resources(group, version)
    raise UnknownPath


async def _openapi(call: Call) -> Answer:
    match call.target.parts:
        case ("openapi", "v2"):
            known = eks_versions.VERSIONS[call.version].patch
            return openapi.old(header(call.scope, b"accept"), f"v{known}")
        case ("openapi", "v3"):
            return openapi.index(call.version)
        case ("openapi", "v3", *rest):
            asked = call.query.get("hash", "")
            path = "/".join(rest)
            return openapi.document(
                call.version, path, asked, call.endpoint, call.scope
            )
    raise UnknownPath


async def _health(call: Call) -> Answer:
    return health.answer(call)


async def _openid(call: Call) -> Answer:
    issuer = service_accounts.issuer(call.cluster)
    return json_answer(
        {
            "issuer": issuer,
            "jwks_uri": f"https://{header(call.scope, b'host')}{call.endpoint}/openid/v1/jwks",
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
    )


async def _keys(call: Call) -> Answer:
    return Answer(encoded(await service_accounts.key_set(call.cluster)), 200, KEY_SET)


PATHS: dict[tuple[str, ...], Handler] = {
    (): _root,
    ("version",): _version,
    (".well-known", "openid-configuration"): _openid,
    ("openid", "v1", "jwks"): _keys,
}
GROUPS: dict[tuple[str, ...], Handler] = {
    ("api",): _discovery,
    ("apis",): _discovery,
    ("openapi",): _openapi,
    ("healthz",): _health,
    ("livez",): _health,
    ("readyz",): _health,
}

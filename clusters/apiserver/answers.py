"""Writes answers: headers, compression, Status documents."""

from __future__ import annotations

import gzip
import secrets
from typing import Any

import yaml

from clusters.apiserver.asgi import JSON, TEXT, Answer, Headers, Scope, Send
from clusters.sim.errors import Refusal
from clusters.sim.kube.errors import status
from clusters.sim.kube.wire import encoded

GZIP_FROM = 128 * 1024
"""Smaller answers are not worth the compression; the API server's own figure."""

NOT_MODIFIED = 304

CONTROL = (
    (b"cache-control", b"no-cache, private"),
    # Which flow schema and priority level served the request: one of each here.
    (b"x-kubernetes-pf-flowschema-uid", b"7cbbd1ab-8e4e-4a5c-9d51-1c2a4d1f9a40"),
    (b"x-kubernetes-pf-prioritylevel-uid", b"0c9e1a52-3f0b-4c0e-8f2e-5d0f6b7a9c31"),
)


class Dumper(yaml.CSafeDumper):
    """Writes documents, which are dicts with something to remember."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 as PyYAML calls it
        """Never write `&id001`: documents share parts."""
        return True


Dumper.add_multi_representer(dict, yaml.CSafeDumper.represent_dict)


def json_answer(value: Any, code: int = 200, **headers: str) -> Answer:
    """A JSON document. `warning` may be given as a header."""
    pairs = tuple(
        (k.encode(), v.encode("latin-1", "replace")) for k, v in headers.items()
    )
    return Answer(encoded(value), code, headers=pairs)


def text_answer(text: str, code: int = 200) -> Answer:
    return Answer(text.encode(), code, TEXT)


def yaml_answer(value: Any, code: int = 200) -> Answer:
    """The same document as YAML."""
    text = yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=True)
    return Answer(text.encode(), code, "application/yaml")


def refused(refusal: Refusal) -> Answer:
    """A Refusal as a Status."""
    body = status(refusal)
    wait = body.get("details", {}).get("retryAfterSeconds")
    headers = ((b"retry-after", str(wait).encode()),) if wait else ()
    return Answer(encoded(body), refusal.status, headers=headers)


def success() -> dict[str, Any]:
    """What is answered where there is nothing else to show."""
    return {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"}


def audit_id() -> bytes:
    """A random UUID for the Audit-Id header."""
    h = secrets.token_hex(16)
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}".encode()


def takes_gzip(scope: Scope) -> bool:
    return any(
        name == b"accept-encoding" and b"gzip" in value
        for name, value in scope["headers"]
    )


async def send_answer(scope: Scope, send: Send, answer: Answer) -> None:
    """Send a whole answer."""
    body, extra = answer.body, answer.headers
    packed = any(name == b"content-encoding" for name, _ in extra)
    if len(body) > GZIP_FROM and not packed and takes_gzip(scope):
        body = gzip.compress(body, compresslevel=1)
        extra = (*extra, (b"content-encoding", b"gzip"))
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [
                (b"audit-id", audit_id()),
                *(CONTROL if not _caches(extra) else CONTROL[1:]),
                *(_of_body(answer, body) if answer.status != NOT_MODIFIED else ()),
                *extra,
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})


def _of_body(answer: Answer, body: bytes) -> Headers:
    """What headers say of a body.

    Without one they say nothing: clients take over a 304's headers into what they keep.
    """
    return (
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(body)).encode()),
    )


def _caches(headers: tuple[tuple[bytes, bytes], ...]) -> bool:
    return any(name == b"cache-control" for name, _ in headers)


async def start_stream(send: Send, content_type: str = JSON) -> None:
    """Send the headers of an answer whose lines follow one by one."""
    headers = [
        (b"audit-id", audit_id()),
        *CONTROL,
        (b"content-type", content_type.encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # An empty part makes the server write the headers at once.
    await send({"type": "http.response.body", "body": b"", "more_body": True})

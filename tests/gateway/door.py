"""A real botocore client whose requests go to the console's ASGI application."""

from __future__ import annotations

import asyncio
import io
from typing import Any
from urllib.parse import unquote, urlsplit

import botocore.session
from asgiref.sync import async_to_sync
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.loaders import Loader
from django.core.asgi import get_asgi_application

from clusters.callers import AccessKey

ENDPOINT = "http://testserver/aws"
MODELS = Loader()
"""One for all clients, so that each service's model is read once."""
application = get_asgi_application()


def client(service: str, key: AccessKey, endpoint: str = ENDPOINT):
    """An SDK client that signs with this key."""
    session = botocore.session.get_session()
    session.register_component("data_loader", MODELS)
    made = session.create_client(
        service,
        region_name="us-west-2",
        endpoint_url=endpoint,
        aws_access_key_id=key.access_key_id,
        aws_secret_access_key=key.secret_access_key,
        aws_session_token=key.session_token or None,
        config=Config(retries={"max_attempts": 0}, parameter_validation=False),
    )
    made.meta.events.register("before-send", sent)
    return made


class Raw(io.BytesIO):
    """A response body as botocore reads it."""

    def stream(self, **_: Any):
        yield self.read()


def sent(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
    body = request.body or b""
    status, headers, content = fetch(
        request.method,
        request.url,
        {
            name: value.decode() if isinstance(value, bytes) else str(value)
            for name, value in request.headers.items()
        },
        body if isinstance(body, bytes) else body.encode(),
    )
    return AWSResponse(request.url, status, headers, Raw(content))


def fetch(
    method: str, url: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    """One HTTP request, its path untouched: (status, headers, body)."""
    parts = urlsplit(url)
    lowered = {name.lower(): value for name, value in (headers or {}).items()}
    named = {"host": parts.netloc, "content-length": str(len(body)), **lowered}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": parts.scheme,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [(k.encode(), v.encode()) for k, v in named.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("testserver", 80),
    }
    return async_to_sync(_exchange)(scope, body)


async def _exchange(scope: dict, body: bytes) -> tuple[int, dict[str, str], bytes]:
    messages = [{"type": "http.request", "body": body, "more_body": False}]
    answer: list[dict] = []

    async def receive() -> dict:
        if not messages:
            # The client stays until it has its answer.
            await asyncio.Event().wait()
        return messages.pop()

    async def send(message: dict) -> None:
        answer.append(message)

    await application(scope, receive, send)
    start = answer[0]
    headers = {k.decode().lower(): v.decode() for k, v in start["headers"]}
    content = b"".join(message.get("body", b"") for message in answer[1:])
    return start["status"], headers, content

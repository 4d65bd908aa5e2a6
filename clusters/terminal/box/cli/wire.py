"""Requests of the AWS CLI: signed by it, answered by whoever runs the job."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.credentials import Credentials, InstanceMetadataProvider
from botocore.exceptions import EndpointConnectionError
from botocore.httpsession import URLLib3Session

from clusters.terminal.box.talk import Talk

REGION = re.compile(r"\.([a-z]{2}(?:-[a-z]+)+-\d)\.")


class Raw(io.BytesIO):
    """A response's body as botocore reads it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


def connect(talk: Talk, regions: frozenset[str]) -> None:
    """Let every request of this process, and every wait, be a question to the caller."""
    sleep = _Sleep(talk)

    def send(_: Any, request: AWSPreparedRequest) -> AWSResponse:
        answer: dict[str, Any] = {}
        if _exists(request.url, regions):
            answer = talk.ask({"request": written(request)})
        sleep.needless = "status" not in answer
        if sleep.needless:
            raise EndpointConnectionError(endpoint_url=request.url)
        body = Raw(answer["body"].encode("latin-1"))
        return AWSResponse(request.url, answer["status"], answer["headers"], body)

    def load(_: Any) -> Credentials | None:
        key = talk.ask({"credentials": True})
        return Credentials(**key) if key else None

    URLLib3Session.__init__ = lambda *_, **__: None
    URLLib3Session.send = send
    URLLib3Session.close = lambda _: None
    # What the place gives comes last, where the CLI looks for an instance's role.
    InstanceMetadataProvider.load = load
    time.sleep = sleep


def written(request: AWSPreparedRequest) -> dict[str, Any]:
    """A request as a question: bytes as text of one byte a letter."""
    body = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        body = body.encode()
    headers = {
        name.lower(): value.decode("latin-1")
        if isinstance(value, bytes)
        else str(value)
        for name, value in request.headers.items()
    }
    return {
        "method": request.method,
        "url": request.url,
        "headers": headers,
        "body": bytes(body).decode("latin-1"),
    }


def _exists(url: str, regions: frozenset[str]) -> bool:
    """Whether the name in an address could be found: there are no other regions."""
    host = urlsplit(url).hostname or ""
    named = REGION.search(host) if host.endswith("amazonaws.com") else None
    return named is None or named.group(1) in regions


class _Sleep:
    """Waiting, in the sandbox's time. Nothing answers sooner for being asked later."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.needless = False

    def __call__(self, seconds: Any, /) -> None:
        if not self.needless:
            self.talk.ask({"sleep": seconds})

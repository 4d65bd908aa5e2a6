"""One request to an ASGI application, and the whole answer."""

from __future__ import annotations

from typing import Any, NamedTuple

from asgiref.testing import ApplicationCommunicator

# The communicator's own limit of a second is cut short on a busy machine.
PATIENCE = 30


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


async def ask(
    application: Any,
    path: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: tuple[bytes, ...] = (b"",),
) -> Answer:
    """Send the body in the given pieces; take the answer together."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [
            (name.encode(), value.encode())
            for name, value in {"host": "localhost", **(headers or {})}.items()
        ],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }
    client = ApplicationCommunicator(application, scope)
    for number, piece in enumerate(body, start=1):
        more = number < len(body)
        await client.send_input(
            {"type": "http.request", "body": piece, "more_body": more}
        )
    start = await client.receive_output(PATIENCE)
    received, more = b"", True
    while more:
        message = await client.receive_output(PATIENCE)
        received += message.get("body", b"")
        more = message.get("more_body", False)
    await client.wait(PATIENCE)
    named = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], named, received)

"""Does a server answer? Asked without threads or blocking."""

from __future__ import annotations

import asyncio
import ssl


async def answers_http(
    host: str, port: int, path: str, *, trust: str | None = None
) -> bool:
    """Whether `GET path` is answered with 200; over TLS when given a CA to trust."""
    context = ssl.create_default_context(cafile=trust) if trust else None
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection(host, port, ssl=context)
            try:
                writer.write(request.encode())
                status = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return status.startswith(b"HTTP/1.1 200 ")

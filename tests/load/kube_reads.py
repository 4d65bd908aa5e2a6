"""How many GETs of one Pod a second the Kubernetes door answers over TLS."""

from __future__ import annotations

import multiprocessing
import socket
import ssl
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.load.figures import Figure
from tests.load.learner import Learner

CONNECTIONS = 8
SECONDS = 4.0


def measure(learner: Learner, cluster: Any) -> list[Figure]:
    """Eight connections, each asking again as soon as it was answered."""
    pods = learner.kube(cluster, "GET", "/api/v1/namespaces/default/pods")
    pod = pods["items"][0]["metadata"]["name"]
    target = urlsplit(cluster["endpoint"])
    path = f"{target.path}/api/v1/namespaces/default/pods/{pod}"
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {target.netloc}",
        f"Authorization: Bearer {learner.token()}",
        "Accept: application/json",
        "",
        "",
    ]
    asked = "\r\n".join(lines).encode()
    place = (target.hostname or "", target.port or 443)
    with multiprocessing.Pool(1) as pool:
        rate = pool.apply(_load, (place, asked, learner.authority))
    name = f"GET one Pod over TLS, {CONNECTIONS} connections"
    return [Figure(name, rate, "/s", least=2000)]


def _load(place: tuple[str, int], asked: bytes, authority: Path) -> float:
    import asyncio  # noqa: PLC0415 in the loading process only

    import uvloop  # noqa: PLC0415

    async def one(context: ssl.SSLContext, end: float) -> int:
        reader, writer = await asyncio.open_connection(*place, ssl=context)
        count = 0
        while time.perf_counter() < end:
            writer.write(asked)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            count += 1
        writer.close()
        return count

    async def all_of_them() -> float:
        context = ssl.create_default_context(cafile=str(authority))
        start = time.perf_counter()
        turns = [one(context, start + SECONDS) for _ in range(CONNECTIONS)]
        counts = await asyncio.gather(*turns)
        return sum(counts) / (time.perf_counter() - start)

    socket.setdefaulttimeout(10)
    return uvloop.run(all_of_them())

"""A browser's end of a WebSocket, without a server between."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter

from clusters.live import consumer
from clusters.runtime.hub import hub

PATIENCE = 10


class Socket(ApplicationCommunicator):
    """An open page of a sandbox, with this session and user."""

    def __init__(self, sandbox_id: str, session: Any, user: Any) -> None:
        scope = {
            "type": "websocket",
            "path": f"/s/{sandbox_id}/live/",
            "headers": [],
            "query_string": b"",
            "subprotocols": [],
            "session": session,
            "user": user,
        }
        super().__init__(URLRouter(consumer.urlpatterns), scope)

    async def open(self) -> None:
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(PATIENCE)
        assert answer["type"] == "websocket.accept"

    async def say(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hear(self) -> Any:
        """The next message."""
        return json.loads((await self.receive_output(PATIENCE))["text"])

    async def closed(self) -> int:
        """The code with which the server closes."""
        answer = await self.receive_output(PATIENCE)
        assert answer["type"] == "websocket.close"
        code: int = answer["code"]
        return code

    async def leave(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait(PATIENCE)


async def end_hub() -> None:
    """While it connects, redis-py takes a cancellation for a lost connection."""
    for task in hub().tasks:
        while not task.done():
            task.cancel()
            await asyncio.sleep(0.01)

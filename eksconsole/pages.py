"""Django under ASGI for views that are mostly synchronous: one step into a thread.

Django's own handler makes each middleware hop into a thread and back, and gives every
request a new thread with a new database connection: 6 ms before a view begins. Here
the whole chain runs in one of a few lasting threads, which keep their connections.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from eksconsole.protocol import Receive, Scope, Send

THREADS = 8


class Pages(ASGIHandler):
    """Views that are `async` still work; their streams run in the event loop."""

    def __init__(self) -> None:
        super().__init__()
        # Once more: the base class has made the chain for asynchronous use.
        self.load_middleware(is_async=False)
        self.busy = {
            ThreadPoolExecutor(1, thread_name_prefix=f"pages-{number}"): 0
            for number in range(THREADS)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        thread = min(self.busy, key=self.busy.__getitem__)
        self.busy[thread] += 1
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.handle(scope, receive, send)
        finally:
            self.busy[thread] -= 1

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response)(request)

"""Reading a line's output in an event loop, as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from clusters.terminal import runner
from clusters.terminal.messages import Follower, Message
from clusters.terminal.runner import Run

GAP_SECONDS = 1 / 30
"""A page hears of a line's output at most so often."""
FORM_SECONDS = 20.0
"""A line that only follows something ends so soon where no socket opens."""


async def news(run: Run) -> AsyncGenerator[Message, None]:
    """All that a page hears of a line, until all is said."""
    loop, fresh, reader = asyncio.get_running_loop(), asyncio.Event(), Follower(run)

    def wake() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(fresh.set)

    runner.listen(run, wake)
    try:
        while True:
            fresh.clear()
            for message in reader.news():
                yield message
            if reader.over:
                break
            await fresh.wait()
            if run.code is None:
                await asyncio.sleep(GAP_SECONDS)
    finally:
        runner.leave(run, wake)


async def told(run: Run) -> AsyncGenerator[Message, None]:
    """The same for a form's answer, which must end."""
    timer = None
    if run.follows:
        loop = asyncio.get_running_loop()
        timer = loop.call_later(FORM_SECONDS, runner.stop, run)
    try:
        async for message in news(run):
            yield message
    finally:
        if timer is not None:
            timer.cancel()

"""Open pages without a browser: sockets that show what each page shows."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import multiprocessing
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Event as Flag
from typing import Any, NamedTuple

PANEL = re.compile(r'data-panel="([^"]*)"')
NUMBER = re.compile(r'data-n=\\"(\d+)')
OPENED_WITHIN = 120.0

Heard = dict[str, dict[int, float]]
"""By sandbox: when the event of each number arrived."""


class Page(NamedTuple):
    """Who looks at what; `view` is what a page's own script says when it connects."""

    sandbox: str
    session: str
    path: str
    view: str


@contextlib.contextmanager
def opened(
    url: str, pages: list[Page], *, note: bool = False
) -> Iterator[Callable[[], Heard]]:
    """All pages open, in a process of their own, while the block runs.

    Call what it yields, once, for what they heard; only with `note` do they keep it.
    """
    ready, done = multiprocessing.Event(), multiprocessing.Event()
    heard: multiprocessing.Queue[Any] = multiprocessing.Queue()
    crowd = multiprocessing.Process(
        target=_live,
        args=(url, pages, ready, done, heard),
        kwargs={"note": note},
        daemon=True,
    )
    crowd.start()

    def leave() -> Heard:
        done.set()
        found: Heard = heard.get(timeout=60)
        return found

    try:
        if not ready.wait(OPENED_WITHIN):
            raise TimeoutError("the pages did not open")
        yield leave
    finally:
        done.set()
        crowd.join(10)


def _live(  # noqa: PLR0913 a process's arguments
    url: str, pages: list[Page], ready: Flag, done: Flag, heard: Any, *, note: bool
) -> None:
    import uvloop  # noqa: PLC0415 in this process only

    heard.put(uvloop.run(_listening(url, pages, ready, done, note=note)))


def loaded(url: str, sandbox: str, session: str, path: str) -> Page:
    """A page fetched as a browser does before its script connects."""
    request = urllib.request.Request(
        url + path, headers={"Cookie": f"sessionid={session}"}
    )
    with urllib.request.urlopen(request) as answer:
        text = answer.read().decode()

    def said(name: str, otherwise: str) -> str:
        found = re.search(rf'data-{name}="([^"]*)"', text)
        return html.unescape(found[1]) if found else otherwise

    view = {
        "version": int(said("version", "0")),
        "rv": int(said("rv", "0")),
        "panels": [html.unescape(panel) for panel in PANEL.findall(text)],
        "after": int(said("last", "-1")),
        "filter": said("filter", ""),
    }
    return Page(sandbox, session, path, json.dumps(view))


async def _listening(
    url: str, pages: list[Page], ready: Flag, done: Flag, *, note: bool
) -> Heard:
    arrived: Heard = {page.sandbox: {} for page in pages}
    turns = [
        asyncio.create_task(_follow(url, page, arrived if note else {}))
        for page in pages
    ]
    await asyncio.sleep(5)
    ready.set()
    while not done.is_set():
        await asyncio.sleep(0.1)
        for turn in turns:
            if turn.done():
                turn.result()
    for turn in turns:
        turn.cancel()
    await asyncio.gather(*turns, return_exceptions=True)
    return arrived


async def _follow(url: str, page: Page, arrived: Heard) -> None:
    import websockets  # noqa: PLC0415 in this process only

    noted = arrived.get(page.sandbox)
    async with websockets.connect(
        f"{url.replace('http', 'ws', 1)}/s/{page.sandbox}/live/",
        additional_headers={"Cookie": f"sessionid={page.session}", "Origin": url},
        compression=None,
        open_timeout=60,
    ) as socket:
        await socket.send(page.view)
        async for text in socket:
            now = time.time()
            for number in NUMBER.findall(str(text)) if noted is not None else ():
                noted.setdefault(int(number), now)

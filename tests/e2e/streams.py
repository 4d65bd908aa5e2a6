"""Streams as their clients follow them: a page's socket and a watch, both resuming."""

from __future__ import annotations

import contextlib
import json
import re
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.e2e.stack import PATIENCE, Browser, until

AGAIN = 0.2
"""Seconds after which a client that was cut off tries again."""


class Follower:
    """Something followed in a thread of its own, over as many connections as it takes."""

    def __init__(self) -> None:
        self.connections = 0
        self.problems: list[str] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._follow, daemon=True)

    def _follow(self) -> None:
        while not self.over.is_set():
            try:
                self.once()
            except (OSError, WebSocketException, ValueError) as problem:
                self.problems.append(repr(problem))
            self.over.wait(AGAIN)

    def once(self) -> None:
        """Follow one connection until it ends."""
        raise NotImplementedError

    @contextmanager
    def following(self) -> Iterator[None]:
        self.thread.start()
        try:
            until(lambda: self.connections)
            yield
        finally:
            self.over.set()
            # One that hears nothing more ends with its server.
            self.thread.join(AGAIN * 5)


class Page(Follower):
    """A page's socket with the event stream on it, as its script keeps it."""

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self.browser = browser
        self.numbers: list[int] = []
        page = browser.get("cluster/demo/")
        found = re.search(r'id="events"[^>]* data-last="(\d+)"', page)
        assert found is not None
        self.first = self.last = int(found.group(1))
        self.version = 0

    def once(self) -> None:
        url = f"{self.browser.stack.url.replace('http', 'ws', 1)}/s/{self.browser.sandbox}/live/"
        headers = {"Cookie": f"sessionid={self.browser.session}"}
        origin: Any = self.browser.stack.url
        with connect(url, additional_headers=headers, origin=origin) as socket:
            shown = {"version": self.version, "rv": self.last, "after": self.last}
            socket.send(json.dumps({**shown, "panels": [], "filter": ""}))
            self.connections += 1
            while not self.over.is_set():
                with contextlib.suppress(TimeoutError):
                    self.hear(json.loads(socket.recv(timeout=AGAIN)))

    def hear(self, message: dict[str, Any]) -> None:
        assert not message.get("reset"), "more came at once than a page holds"
        for row in message.get("events", []):
            found = re.search(r'data-n="(\d+)"', row)
            assert found is not None
            self.numbers.append(int(found.group(1)))
        self.last = message.get("last", self.last)
        self.version = message["version"]


class Watch(Follower):
    """A watch as client-go resumes it: from the last resourceVersion it heard."""

    def __init__(self, server: str, authority: str, token: str, path: str) -> None:
        super().__init__()
        self.trust = ssl.create_default_context(cafile=authority)
        self.base, self.token = f"{server}{path}", token
        listed = json.load(self.request(""))
        self.version = listed["metadata"]["resourceVersion"]
        self.there = {item["metadata"]["name"]: item for item in listed["items"]}
        self.heard: list[tuple[int, str, str]] = []

    def request(self, query: str) -> Any:
        asked = urllib.request.Request(self.base + query)  # noqa: S310
        asked.add_header("Authorization", f"Bearer {self.token}")
        return urllib.request.urlopen(asked, timeout=PATIENCE, context=self.trust)  # noqa: S310

    def once(self) -> None:
        query = f"?watch=true&resourceVersion={self.version}&timeoutSeconds=60"
        with self.request(query) as stream:
            self.connections += 1
            for line in stream:
                self.hear(json.loads(line))
                if self.over.is_set():
                    return

    def hear(self, event: dict[str, Any]) -> None:
        meta = event["object"]["metadata"]
        self.version = meta["resourceVersion"]
        self.heard.append((int(self.version), event["type"], meta["name"]))
        if event["type"] == "DELETED":
            self.there.pop(meta["name"])
        else:
            self.there[meta["name"]] = event["object"]

    def listed(self) -> dict[str, Any]:
        """What the API says is there now."""
        items = json.load(self.request(""))["items"]
        return {item["metadata"]["name"]: item for item in items}


def all_numbers(browser: Browser, after: int) -> list[int]:
    """The numbers of all events after one, oldest first, as the page lists them."""
    found: set[int] = set()
    before = ""
    while True:
        page = browser.get(f"cluster/demo/?before={before}")
        numbers = {int(n) for n in re.findall(r'data-n="(\d+)"', page)}
        found |= numbers
        earlier = re.search(r'data-earlier[^>]*href="\?before=(\d+)', page)
        if not numbers or min(numbers) <= after or earlier is None:
            return sorted(n for n in found if n > after)
        before = earlier.group(1)


def settled(page: Page) -> list[int]:
    """The numbers of all events since the page began, once it has heard the last."""

    def wanted() -> list[int]:
        numbers = all_numbers(page.browser, page.first)
        return numbers if numbers and page.last >= numbers[-1] else []

    return until(wanted)

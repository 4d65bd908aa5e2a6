"""Somebody who types into the terminal's own socket, as the page's script does."""

from __future__ import annotations

import html
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.e2e.stack import PATIENCE, Browser


@dataclass(frozen=True)
class Told:
    """What the page shows of a line, and the code that it ended with."""

    code: int | None
    text: str


class Typist:
    """A page with a terminal, whose socket is open."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.history: list[str] = json.loads(socket.recv(PATIENCE))["history"]
        self.others: list[dict[str, Any]] = []
        """What came of lines that nobody has asked about yet."""

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def begin(self, line: str, name: str = "") -> str:
        """Send a line, and do not wait; its id."""
        name = name or secrets.token_hex(16)
        self.say(run=line, id=name)
        return name

    def hear(self, name: str, *, until: str = "after") -> Told:
        """What comes of a line, until it is all said or some text is there."""
        whole, tail, code = "", "", None
        mine = [message for message in self.others if message.get("id") == name]
        self.others = [m for m in self.others if m.get("id") != name]
        while True:
            message = mine.pop(0) if mine else json.loads(self.socket.recv(PATIENCE))
            if message.get("id") != name:
                self.others.append(message)
                continue
            if "lines" in message:
                whole = (
                    message["lines"] if message["afresh"] else whole + message["lines"]
                )
                tail = message["tail"]
            code = message.get("end", code)
            if until in message or until in plain(whole + tail):
                return Told(code, plain(whole + tail))
            for last in ("refused", "lost", "unknown", "after"):
                assert last not in message, (message, plain(whole + tail))

    def to_the_end(self) -> tuple[Any, int]:
        """What the server says last, and the code with which it closes."""
        last: Any = None
        while True:
            try:
                last = json.loads(self.socket.recv(PATIENCE))
            except ConnectionClosed as closed:
                return last, closed.rcvd.code if closed.rcvd else 0

    def type(self, line: str) -> Told:
        """Type a line and wait for its end."""
        return self.hear(self.begin(line))

    def ok(self, line: str) -> str:
        """What a line prints; it must succeed."""
        told = self.type(line)
        assert told.code == 0, f"$ {line}\n{told.text}"
        return told.text


@contextmanager
def at_terminal(browser: Browser) -> Iterator[Typist]:
    """Open the terminal of a browser's sandbox."""
    origin: Any = browser.stack.url
    url = f"{origin.replace('http', 'ws', 1)}/s/{browser.sandbox}/terminal/socket/"
    headers = {"Cookie": f"sessionid={browser.session}"}
    with connect(
        url, additional_headers=headers, origin=origin, max_size=None
    ) as socket:
        yield Typist(socket)


def plain(text: str) -> str:
    """The text of what is shown, without its colours."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))
